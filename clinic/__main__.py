"""The clinic's command line: `python -m clinic migrate`."""

from __future__ import annotations

import argparse

from clinic import settings
from clinic.migrate import upgrade


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="clinic", description="Looks after the clinic's records.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the records' database up to date")
    parser.parse_args()
    upgrade(settings.load())


if __name__ == "__main__":
    main()
