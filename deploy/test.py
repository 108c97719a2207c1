"""Runs every test, the fast ones first: each environment runs the tests of what lives in it."""

from __future__ import annotations

import subprocess
import sys

from deploy.train import ROOT

UNDERSTANDING = ("tests/bot/understanding", "tests/bot/server")
SLOW = "talk or browser"


def main() -> int:
    """Run the suites in order; stop at the first that fails, and return its exit status."""
    apart = [f"--ignore={path}" for path in UNDERSTANDING]
    suites = [
        [".venv/bin/python", "-m", "pytest", "-m", f"not ({SLOW})", *apart],
        [".venv-rasa/bin/python", "-m", "pytest", *UNDERSTANDING],
        [".venv/bin/python", "-m", "pytest", "-m", SLOW, *apart],
    ]
    for suite in suites:
        if status := subprocess.run([*suite, *sys.argv[1:]], cwd=ROOT, check=False).returncode:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
