{
    "name": "Patience with a starting browser",
    "version": "19.0.1.0.0",
    "summary": "Loaded by ./dev test, never installed",
    "author": "Community Service maintainers",
    "license": "LGPL-3",
    "installable": False,
}
