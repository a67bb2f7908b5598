"""Running a program that must not run for ever."""

import os
import subprocess

# A part that takes longer than this hangs: all of them together take minutes.
LIMIT = 40 * 60


def run(command, environment, cwd=None, limit=LIMIT):
    """Run a program and return ``(stdout, stderr, exit code)`` as text.

    After ``limit`` seconds it is asked to end, then ended; the exit code is then never 0.
    """
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **{key: str(value) for key, value in environment.items()}},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    try:
        output, errors = process.communicate(timeout=limit)
        return output, errors, process.returncode
    except subprocess.TimeoutExpired:
        # Odoo ends its browsers when it is asked to end, and leaves them when it is killed.
        process.terminate()
    try:
        output, errors = process.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        output, errors = process.communicate()
    return output, f"{errors}\nEnded after {limit} seconds.", process.returncode or 1
