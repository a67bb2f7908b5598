"""A headless Chromium driven over the DevTools protocol."""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websocket


class Browser:
    """One page of a headless Chromium.

    :param size: ``(width, height)`` of the window in CSS pixels
    :param touch: behave like a phone with a touch screen
    """

    def __init__(self, program, size=(1280, 800), touch=False):
        self.profile = tempfile.mkdtemp(prefix="community-browser-")
        self.errors = []
        self.pending = set()
        self.last_event = time.monotonic()
        self.serial = 0
        options = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--no-first-run",
            "--disable-extensions",
            "--disable-background-networking",
            "--remote-allow-origins=*",
            "--remote-debugging-address=127.0.0.1",
            "--remote-debugging-port=0",
            f"--window-size={size[0]},{size[1]}",
            f"--user-data-dir={self.profile}",
        ]
        self.process = subprocess.Popen(
            [program, *options, "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Odoo shows hours by the clock of the browser: that of the people who use it.
            env={**os.environ, "TZ": "Asia/Shanghai"},
        )
        self.socket = websocket.create_connection(self._page(), timeout=60, suppress_origin=True)
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=touch,
        )
        if touch:
            self.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=5)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """End the browser and remove its profile."""
        try:
            self.socket.close()
        finally:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
            shutil.rmtree(self.profile, ignore_errors=True)

    def _page(self):
        path = pathlib.Path(self.profile) / "DevToolsActivePort"
        for _attempt in range(300):
            if path.exists() and path.read_text().strip():
                break
            time.sleep(0.1)
        port = path.read_text().split()[0]
        for _attempt in range(100):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                pages = [page for page in json.load(answer) if page["type"] == "page"]
            if pages:
                return pages[0]["webSocketDebuggerUrl"]
            time.sleep(0.1)
        raise RuntimeError("Chromium opened no page.")

    def call(self, method, **parameters):
        """Send a command and return its result; events that come meanwhile are noted."""
        self.serial += 1
        message = {"id": self.serial, "method": method, "params": parameters}
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.serial:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._note(answer)

    def _note(self, event):
        method, data = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent" and "/websocket" not in data["request"]["url"]:
            self.pending.add(data["requestId"])
            self.last_event = time.monotonic()
        elif method in ("Network.loadingFinished", "Network.loadingFailed"):
            self.pending.discard(data["requestId"])
            self.last_event = time.monotonic()
        elif method == "Runtime.exceptionThrown":
            details = data["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and data["entry"]["level"] == "error":
            entry = data["entry"]
            self.errors.append(f"{entry['text']} {entry.get('url', '')}")
        elif method == "Runtime.consoleAPICalled" and data["type"] == "error":
            self.errors.append(
                " ".join(str(a.get("value", a.get("description", ""))) for a in data["args"])
            )
        elif method == "Page.javascriptDialogOpening":
            self.serial += 1
            accept = {"id": self.serial, "method": "Page.handleJavaScriptDialog"}
            self.socket.send(json.dumps({**accept, "params": {"accept": True}}))

    def js(self, code):
        """Evaluate JavaScript (promises are awaited) and return its value."""
        options = {"returnByValue": True, "awaitPromise": True, "userGesture": True}
        answer = self.call("Runtime.evaluate", expression=code, **options)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            text = details.get("exception", {}).get("description", details["text"])
            raise RuntimeError(f"{code[:120]}: {text}")
        return answer["result"].get("value")

    def go(self, url):
        """Open an address and wait until it is drawn."""
        self.call("Page.navigate", url=url)
        self.settle()

    def settle(self, quiet=0.7, timeout=60):
        """Wait until the page is loaded and the network has been quiet for ``quiet`` seconds."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            try:
                ready = self.js(
                    "document.readyState === 'complete' && !document.querySelector('.o_blockUI')"
                    " && !document.querySelector('.o_loading_indicator')"
                )
            except RuntimeError:  # the page is being replaced
                ready = False
            idle = time.monotonic() - self.last_event
            if ready and idle > quiet and (not self.pending or idle > 5):
                return
            time.sleep(0.1)

    def wait(self, selector, timeout=30):
        """Wait until an element is there."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.js(f"!!document.querySelector({json.dumps(selector)})"):
                return
            time.sleep(0.1)
        raise RuntimeError(f"Nothing matches {selector!r} after {timeout} s.")

    def click(self, selector):
        """Click the middle of the first element that matches, as a finger or mouse would."""
        self.wait(selector)
        x, y = self.js(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            " return [r.left + r.width / 2, r.top + r.height / 2]; })()"
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def type(self, selector, text):
        """Click into an element, empty it and type the text."""
        self.click(selector)
        self.js("document.activeElement.select && document.activeElement.select()")
        self.call("Input.insertText", text=text)
        self.settle()

    def shot(self, path, full=False):
        """Write a PNG of the window, or of the whole page when ``full``."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=full)
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(base64.b64decode(data["data"]))
