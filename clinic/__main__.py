"""The clinic's command line: `python -m clinic migrate`."""

from __future__ import annotations

import argparse
import sys

from clinic.migrate import MigrationError, upgrade
from clinic.settings import load


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="clinic", description="Looks after the clinic's records.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the records' database up to date")
    parser.parse_args()
    try:
        upgrade(load())
    except MigrationError as error:
        sys.exit(f"clinic: {error}")


if __name__ == "__main__":
    main()
