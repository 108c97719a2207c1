"""Starts the three processes, waits until they truly answer, and says where they are."""

from __future__ import annotations

import os
import sys
import threading
from typing import Final

from honcho.environ import parse_procfile

from clinic.migrate import MigrationError, upgrade
from clinic.secret import SecretUnusableError, clinic_secret
from clinic.settings import LOOPBACK, Settings, load
from clinic.staff.accounts import FIRST, Accounts
from deploy.processes import Processes
from deploy.ready import addresses, answers, still_silent, unusable_ports
from deploy.train import QUIET, ROOT, train

__all__ = ["PATIENCE_SECONDS", "PROCFILE", "answers", "environment"]

PROCFILE: Final = ROOT / "Procfile"
PATIENCE_SECONDS: Final = 180
# Files that the processes make are for their owner alone.
PRIVATE: Final = 0o077
READY: Final = """
Dewy is ready
  talk to it   {web}
  on a website {web}/demo
  the staff's  {web}/staff{sign_in}
  (inside: rasa {rasa}, actions {actions})
  stop it      Ctrl-C
"""
# On a fresh database.
SIGN_IN: Final = "  as {login} with {password} (shown this once)"


def environment(settings: Settings) -> dict[str, str]:
    """Return what the processes of the Procfile and Rasa's YAML files read from the environment."""
    return {
        # Rasa's own defaults open up to 150 connections to PostgreSQL
        "SQL_POOL_SIZE": "5",
        "SQL_MAX_OVERFLOW": "10",
        **os.environ,
        **QUIET,
        "DEWY_WEB_HOST": settings.web_host,
        "DEWY_WEB_PORT": str(settings.web_port),
        "DEWY_ACTIONS_PORT": str(settings.actions_port),
        "DEWY_ACTIONS_URL": f"{settings.actions_url}/webhook",
        "DEWY_RASA_PORT": str(settings.rasa_port),
        "DEWY_TRACKER_URL": settings.tracker_url,
        "DEWY_VAR": str(settings.var),
        "SANIC_HOST": LOOPBACK,
        "PYTHONUNBUFFERED": "1",
    }


def announce(settings: Settings, processes: Processes) -> None:
    """Wait until all three answer, then print where the patient's page is; else stop them."""
    if silent := still_silent(addresses(settings), PATIENCE_SECONDS):
        _complain(f"no answer from {', '.join(silent)} after {PATIENCE_SECONDS} s, so all stop")
        processes.stop(1)
        return
    # once it can be used: a password that is shown once must not scroll by with a failure
    password = _first_admin(settings)
    print(
        READY.format(
            web=settings.web_url,
            rasa=settings.rasa_url,
            actions=settings.actions_url,
            sign_in=SIGN_IN.format(login=FIRST, password=password) if password else "",
        ),
        flush=True,
    )


def main() -> int:
    """Run until Ctrl-C or until one process ends; return the exit status."""
    os.umask(PRIVATE)
    settings = load()
    if unusable := list(unusable_ports(settings)):
        _complain(*unusable)
        return 1
    try:
        upgrade(settings)
        clinic_secret(settings)
    except (MigrationError, SecretUnusableError) as error:
        _complain(str(error))
        return 1
    train()
    _complain("starting rasa, actions and web")
    commands = parse_procfile(PROCFILE.read_text("utf-8")).processes
    processes = Processes(commands, environment(settings), ROOT)
    threading.Thread(target=announce, args=(settings, processes), daemon=True).start()
    return processes.run()


def _first_admin(settings: Settings) -> str | None:
    accounts = Accounts.open(settings)
    try:
        return accounts.first_admin()
    finally:
        accounts.dispose()


def _complain(*lines: str) -> None:
    for line in lines:
        print(f"run: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
