"""The way from a phone to the server, which a test can cut, and a phone to walk with."""

import contextlib
import json
import socket
import threading
import time

from odoo.tests.common import ChromeBrowser


class Net:
    """Passes on what comes at a port of its own; may be cut, or lose the answers on their way."""

    def __init__(self, port):
        self.server_port = port
        self.is_cut = self.loses_answers = False
        self.open = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self):
        self.is_cut = True
        for end in list(self.open):
            self._end(end)

    def restore(self):
        self.is_cut = self.loses_answers = False

    def close(self):
        self.cut()
        self._end(self.listener)

    def _end(self, end):
        self.open.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            end.close()

    def _listen(self):
        while True:
            try:
                phone, _address = self.listener.accept()
            except OSError:
                return
            if self.is_cut:
                self._end(phone)
                continue
            server = socket.create_connection(("127.0.0.1", self.server_port))
            self.open |= {phone, server}
            for source, target in ((phone, server), (server, phone)):
                threading.Thread(
                    target=self._pass, args=(source, target, source is server), daemon=True
                ).start()

    def _pass(self, source, target, is_answer):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if is_answer and self.loses_answers:
                    break
                target.sendall(data)
        self._end(source)
        self._end(target)


class Phone:
    """A browser that is walked through by hand: its own database, its worker, its storage."""

    def __init__(self, case, net):
        self.net = net
        self.browser = ChromeBrowser(case)
        # Without a signal Odoo's own parts complain in the console; a test says what it sees.
        for event in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            self.browser._handlers.pop(event)

    def stop_workers(self):
        """What the browser itself does after half a minute without work."""
        self.browser._websocket_request("ServiceWorker.enable")
        self.browser._websocket_request("ServiceWorker.stopAllWorkers")

    def go(self, path):
        url = f"http://127.0.0.1:{self.net.port}{path}" if path.startswith("/") else path
        self.browser.navigate_to(url)

    def js(self, code):
        found = self.browser._websocket_request(
            "Runtime.evaluate",
            params={
                "expression": code,
                "returnByValue": True,
                "awaitPromise": True,
                "userGesture": True,
            },
            timeout=30.0,
        )
        if "exceptionDetails" in found:
            raise AssertionError(f"{code}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def wait(self, code, timeout=60):
        """Wait until JavaScript is true; a page that is being replaced is not true yet."""
        end, found = time.monotonic() + timeout, None
        while time.monotonic() < end:
            with contextlib.suppress(Exception):
                found = self.js(code)
                if found:
                    return found
            time.sleep(0.2)
        with contextlib.suppress(Exception):
            self.browser.take_screenshot("phone_").result(10)
        raise AssertionError(f"not true after {timeout} s: {code}; last {found!r}")

    def see(self, selector, count=None):
        number = "> 0" if count is None else f"=== {count}"
        self.wait(f"document.querySelectorAll({json.dumps(selector)}).length {number}")

    def click(self, selector, text=""):
        found = (
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            f".find((e) => e.textContent.includes({json.dumps(text)}))"
        )
        self.wait(f"!!{found} && !{found}.disabled")
        self.js(f"{found}.click()")

    def type(self, selector, text):
        self.see(selector)
        self.js(f"document.querySelector({json.dumps(selector)}).focus()")
        self.browser._websocket_request("Input.insertText", params={"text": text})

    def rows(self, store):
        """Return the rows of a store: name, whether sealed, and all its bytes as text."""
        return self.js(
            """new Promise((resolve, reject) => {
                const request = indexedDB.open("community_service");
                request.onerror = reject;
                request.onsuccess = () => {
                    const all = request.result.transaction(STORE).objectStore(STORE).getAll();
                    all.onsuccess = () => {
                        request.result.close();
                        resolve(all.result.map((row) => ({
                            name: row.name,
                            isSealed: Boolean(row.sealed),
                            text: JSON.stringify(row) + new TextDecoder().decode(
                                row.sealed || new Uint8Array()),
                        })));
                    };
                };
            })""".replace("STORE", json.dumps(store))
        )

    def stop(self):
        self.browser.stop()
