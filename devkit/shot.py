"""``./dev shot``: log in, open a page, take steps, write a PNG."""

import argparse
import http.cookiejar
import json
import shutil
import sys
import urllib.parse
import urllib.request

from .browser import Browser
from .settings import PORT, database
from .system import chromium

STEPS = ("click", "type", "wait", "js", "go", "sleep", "shot")


class Step(argparse.Action):
    """Collects the steps in the order in which they were given."""

    def __call__(self, parser, namespace, values, option_string=None):
        steps = getattr(namespace, "steps", None) or []
        namespace.steps = [*steps, (option_string.lstrip("-"), values)]


class Client:
    """A logged-in session of Odoo's web client, without a browser."""

    def __init__(self, base, name, login, password):
        self.base = base
        self.cookies = http.cookiejar.CookieJar()
        handler = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(handler)
        found = {"db": name, "login": login, "password": password}
        self.uid = self.call("/web/session/authenticate", **found)["uid"]

    def call(self, path, **parameters):
        """Call a JSON route and return its result."""
        body = json.dumps({"jsonrpc": "2.0", "params": parameters}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, body, headers)
        with self.opener.open(request) as answer:
            found = json.load(answer)
        if "error" in found:
            raise SystemExit(f"{path}: {found['error']['data']['message']}")
        return found["result"]

    def set_language(self, code):
        """Set the language of the user who is logged in."""
        self.call(
            "/web/dataset/call_kw",
            model="res.users",
            method="write",
            args=[[self.uid], {"lang": code}],
            kwargs={},
        )


def main(arguments):
    """Take the steps and return the exit code: 1 when the browser console shows an error."""
    options = _parse(arguments)
    base = options.base.rstrip("/")
    size = tuple(int(part) for part in options.size.split("x"))
    with Browser(chromium() or shutil.which("chromium"), size, options.touch) as browser:
        if options.login:
            client = Client(base, options.db, options.login, options.password or options.login)
            if options.lang:
                client.set_language(options.lang)
            for cookie in client.cookies:
                browser.call("Network.setCookie", name=cookie.name, value=cookie.value, url=base)
        browser.go(urllib.parse.urljoin(base, options.url))
        for kind, value in options.steps or []:
            if kind == "type":
                browser.type(*value)
            elif kind == "sleep":
                browser.js(f"new Promise(done => setTimeout(done, {float(value) * 1000}))")
            elif kind == "go":
                browser.go(urllib.parse.urljoin(base, value))
            elif kind == "js":
                result = browser.js(value)
                browser.settle()
                if result is not None:
                    print(json.dumps(result, ensure_ascii=False))
            else:
                getattr(browser, kind)(value)
        if options.out:
            browser.shot(options.out, options.full)
        for error in browser.errors:
            print(f"console: {error}", file=sys.stderr)
        return int(bool(browser.errors))


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="./dev shot", description=__doc__)
    parser.add_argument("url", help="path such as /odoo/households")
    parser.add_argument("out", nargs="?", help="the PNG file to write")
    parser.add_argument("--base", default=f"http://127.0.0.1:{PORT}", help="address of the server")
    parser.add_argument("--db", default=database("demo"))
    parser.add_argument("--login", default="admin", help="empty for a visitor (default admin)")
    parser.add_argument("--password", help="default: the same as the login")
    parser.add_argument("--lang", help="set the language of that user, e.g. zh_CN or en_US")
    parser.add_argument("--size", default="1280x800", help="WIDTHxHEIGHT (default 1280x800)")
    parser.add_argument("--touch", action="store_true", help="a phone: touch screen, mobile layout")
    parser.add_argument("--full", action="store_true", help="the whole page, not only the window")
    for name in STEPS:
        count = 2 if name == "type" else None
        meta = ("SELECTOR", "TEXT") if name == "type" else name.upper()
        parser.add_argument(f"--{name}", action=Step, nargs=count, metavar=meta, default=None)
    parser.set_defaults(steps=None)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
