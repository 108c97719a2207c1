"""The clinic's command line: `migrate`, `alarms`, `acknowledge`, `check-ins`, `first-admin`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from clinic import check_in_listing
from clinic.alerts.listing import AlarmList, UnknownAlarmError, lines_of
from clinic.migrate import MigrationError, upgrade
from clinic.records import CheckIns
from clinic.settings import Settings, load
from clinic.staff.accounts import FIRST, Accounts
from clinic.staff.audit import HOUSE, Actor


def main() -> None:
    """Run one command."""
    given = _parser().parse_args()
    settings = load()
    try:
        match given.command:
            case "migrate":
                upgrade(settings)
            case "alarms":
                _list(settings, acknowledged=given.all)
            case "acknowledge":
                _acknowledge(settings, given.id, given.by)
            case "first-admin":
                _make_first_admin(settings)
            case "staff-link":
                _make_link(settings, given.login)
            case "check-ins":
                _list_check_ins(settings)
    except (MigrationError, UnknownAlarmError, ValueError) as error:
        sys.exit(f"clinic: {error}")
    except SQLAlchemyError as error:
        sys.exit(
            f"clinic: the records cannot be read ({type(error).__name__}): "
            "is the database there, and up to date (python -m clinic migrate)?"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clinic", description="Looks after the clinic's records.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the records' database up to date")
    alarms = commands.add_parser("alarms", help="list the alarms that nobody has acknowledged")
    alarms.add_argument("--all", action="store_true", help="list the acknowledged ones too")
    acknowledge = commands.add_parser(
        "acknowledge", help="say that somebody takes care of an alarm, which ends its alerts"
    )
    acknowledge.add_argument("id", type=int, metavar="ID", help="the alarm's number")
    acknowledge.add_argument("--by", required=True, metavar="NAME", help="who takes care of it")
    commands.add_parser("first-admin", help="make the console's first account where it has none")
    link = commands.add_parser(
        "staff-link", help="make a link by which somebody of the staff sets a new password"
    )
    link.add_argument("login", metavar="LOGIN", help="what they sign in with")
    commands.add_parser("check-ins", help="list what came back of check-ins, then and now")
    return parser


def _list(settings: Settings, *, acknowledged: bool) -> None:
    with _opened(settings) as listed:
        alarms = listed.alarms(acknowledged=acknowledged)
    print("\n".join(lines_of(alarms)) if alarms else "no alarms")


def _acknowledge(settings: Settings, alarm_id: int, by: str) -> None:
    with _opened(settings) as listed:
        alarm = listed.acknowledge(alarm_id, by=Actor(None, by))
    print(
        f"alarm {alarm.id}: acknowledged by {alarm.acknowledged_by}"
        f" at {alarm.acknowledged_at:%Y-%m-%d %H:%M} UTC"
    )


def _make_link(settings: Settings, login: str) -> None:
    with _accounts(settings) as accounts:
        found = accounts.reset_by_login(login, HOUSE)
    if found is None:
        sys.exit(f"clinic: nobody signs in as {login}")
    print(f"{settings.public_url or settings.web_url}/staff/password/{found[0]} (for 24 hours)")


@contextmanager
def _accounts(settings: Settings) -> Iterator[Accounts]:
    accounts = Accounts.open(settings)
    try:
        yield accounts
    finally:
        accounts.dispose()


def _make_first_admin(settings: Settings) -> None:
    with _accounts(settings) as accounts:
        password = accounts.first_admin()
    if password is None:
        print("the console has accounts already: ask an admin for a link")
    else:
        print(f"sign in as {FIRST} with {password} (shown once)")


def _list_check_ins(settings: Settings) -> None:
    check_ins = CheckIns.open(settings)
    try:
        answered = check_ins.answered()
    finally:
        check_ins.dispose()
    print("\n".join(check_in_listing.lines_of(answered)) if answered else "no check-ins came back")


@contextmanager
def _opened(settings: Settings) -> Iterator[AlarmList]:
    listed = AlarmList.open(settings)
    try:
        yield listed
    finally:
        listed.dispose()


if __name__ == "__main__":
    main()
