"""Fills a house of its own with imaginary patients, once, and starts it: `make demo`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
# Of the clinic's own settings in the environment, those that the demo may have: where it listens.
SHARED: Final = ("DEWY_WEB_HOST", "DEWY_WEB_PORT", "DEWY_ACTIONS_PORT", "DEWY_RASA_PORT")
DATABASE: Final = "DATABASE_URL"


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the demo: the clinic's data are out of its reach.

    Args:
        given: the environment that it is started in.
    """
    foreign = {each for each in given if each.startswith("DEWY_")} - {*SHARED}
    kept = {name: value for name, value in given.items() if name not in foreign}
    return kept | {"DEWY_ENV_FILE": "demo/clinic.env"}


def main() -> int:
    """Fill the house where it is empty, then become `make run` on it."""
    if os.environ.get(DATABASE):
        print(
            f"demo: {DATABASE} is set. The demo writes only to a folder of its own, var/demo; "
            f"start it without, as with `env -u {DATABASE} make demo`",
            file=sys.stderr,
        )
        return 1
    own = environment(os.environ)
    # the settings are read when their module is imported, so both run with an environment of theirs
    filled = subprocess.run([sys.executable, "-m", "demo.fill"], cwd=ROOT, env=own, check=False)
    if filled.returncode:
        return filled.returncode
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "deploy.run"], own)  # noqa: S606
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
