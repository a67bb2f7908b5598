"""Speaking to the person at the terminal, and running other programs."""

import os
import subprocess
import time

START = time.monotonic()


class DevError(Exception):
    """A failure that is explained by one clear sentence; shown without a traceback."""


def say(text):
    """Print one line of progress with the seconds since the start."""
    print(f"[{time.monotonic() - START:6.1f}s] {text}", flush=True)


def run(command, *, log=None, env=None, cwd=None, check=True, explain=None, user=None):
    """Run ``command`` (a list) and return its completed process with text output.

    :param log: a path that receives stdout and stderr together; without it they are captured
    :param env: variables added to the environment
    :param explain: the sentence raised as :class:`DevError` when the program fails
    :param user: run as this user (only possible for root)
    :raises DevError: when ``check`` is set and the program fails or does not exist
    """
    command = [str(part) for part in command]
    if user:
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *command]
    environment = {**os.environ, **{key: str(value) for key, value in (env or {}).items()}}
    options = {"env": environment, "cwd": cwd, "stdin": subprocess.DEVNULL, "text": True}
    try:
        if log:
            with open(log, "a", encoding="utf-8") as stream:
                done = subprocess.run(command, stdout=stream, stderr=subprocess.STDOUT, **options)
        else:
            done = subprocess.run(command, capture_output=True, **options)
    except FileNotFoundError as error:
        raise DevError(explain or f"The program {command[0]} is missing: {error}") from error
    if check and done.returncode:
        text = tail(log) if log else done.stderr or done.stdout or ""
        detail = "\n".join(row for row in text.splitlines() if not row.startswith("WARNING:"))
        detail = detail[-2000:]
        sentence = explain or f"`{' '.join(command[:6])} ...` failed."
        raise DevError(f"{sentence}\n{detail}".rstrip())
    return done


def tail(path, lines=25):
    """Return the last ``lines`` lines of a text file, or an empty text."""
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return "".join(stream.readlines()[-lines:])
    except OSError:
        return ""
