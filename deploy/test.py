"""Runs every test, the fast ones first: each environment runs the tests of what lives in it."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from deploy.train import ROOT

APP, RASA = (f"{environment}/bin/python" for environment in (".venv", ".venv-rasa"))
IN_RASA: Final = ("tests/bot/understanding", "tests/bot/server")
APART: Final = tuple(f"--ignore={path}" for path in IN_RASA)
IN_HOUSE: Final = "talk or browser"
SUITES: Final = {
    "rules, records, actions and gateway": (APP, "-m", "pytest", "-m", f"not ({IN_HOUSE})", *APART),
    "language, in Rasa's environment": (RASA, "-m", "pytest", "--disable-warnings", *IN_RASA),
    "talks and pages, with all three processes": (APP, "-m", "pytest", "-m", IN_HOUSE, *APART),
}


def main() -> int:
    """Run the suites in order; stop at the first that fails, and return its exit status.

    A suite without a test has failed too: something keeps pytest from finding them.
    """
    for name, command in SUITES.items():
        print(f"test: {name}", flush=True)
        if status := subprocess.run(command, cwd=ROOT, check=False).returncode:
            print(f"test: failed with pytest's status {status}: {name}", flush=True)
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
