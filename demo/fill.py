"""Fills an empty database with imaginary patients: `python -m demo.fill`."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import sys
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import func, select

from actions import keeping
from actions.conversation import settings as actions_settings
from clinic.migrate import upgrade
from clinic.records import Records
from clinic.records.database import open_database
from clinic.records.models import Patient, Photograph, now
from clinic.settings import Settings, load
from clinic.staff.accounts import FIRST
from demo.cast import cast
from demo.desk import Desk, employ
from demo.past import Past, date_comparisons
from demo.visits import Visit, Visits

INTAKES: Final = 200
SEED: Final = 26
SAID_EVERY: Final = 25
# Files that it makes are for their owner alone.
PRIVATE: Final = 0o077


class TakenDatabaseError(RuntimeError):
    """The database is no empty one of the demo's own."""


def has_patients(settings: Settings) -> bool:
    """Tell whether a database, which must be migrated, knows anybody."""
    engine = open_database(settings.records_url)
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(select(func.count()).select_from(Patient)))
    finally:
        engine.dispose()


async def fill(
    settings: Settings,
    count: int = INTAKES,
    seed: int = SEED,
    say: Callable[[str], None] = lambda _: None,
) -> str | None:
    """Fill an empty database; return the password of its admin.

    Args:
        settings: where it lies; the actions must have the same.
        count: how many intakes.
        seed: the same one tells the same stories.
        say: is told how far it is.

    Raises:
        TakenDatabaseError: somebody is there already, or it is not the demo's to write to.
    """
    if settings.database_url or actions_settings().records_url != settings.records_url:
        raise TakenDatabaseError("the demo writes to a folder of its own, never to DATABASE_URL")
    upgrade(settings)
    if has_patients(settings):
        raise TakenDatabaseError(f"there are patients in {settings.records_file} already")
    password = employ(settings)
    past, today = Past(), now()
    visits, engine = Visits(settings, past, today), open_database(settings.records_url)
    desk = Desk(settings, past, seed)
    try:
        done: list[Visit] = []
        for person in cast(count, seed, today):
            done.append(await visits.begin(person))
            if len(done) % SAID_EVERY == 0:
                say(f"{len(done)} of {count} intakes")
        # a later picture is compared with one of an earlier day
        past.settle(engine, Photograph)
        for visit in done:
            await visits.check_in(visit)
        say("check-ins came back, the staff look at everything")
        desk.acknowledge(today)
        for visit in done:
            desk.tend(visit, today)
        past.settle(engine)
        date_comparisons(engine)
    finally:
        for part in (visits, desk, engine):
            part.dispose()
        keeping.examiner().close()
    _give_up_old_talks(settings)
    return password


def _give_up_old_talks(settings: Settings) -> None:
    """Do what the house does by itself every few minutes."""
    records = Records.open(settings)
    records.abandon(now() - dt.timedelta(hours=settings.abandoned_after_hours))
    records.dispose()


def main() -> int:
    """Fill the database of the settings, unless it has patients; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--intakes", type=int, default=INTAKES)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    settings = load()
    os.umask(PRIVATE)
    if settings.database_url is None:
        upgrade(settings)
        if has_patients(settings):
            _say(f"{settings.var} has its patients already; delete the folder to begin anew")
            return 0
    began = time.monotonic()
    _say(f"making up {asked.intakes} patients, which takes two or three minutes")
    try:
        password = asyncio.run(fill(settings, asked.intakes, asked.seed, _say))
    except TakenDatabaseError as error:
        _say(str(error))
        return 1
    _say(f"done in {time.monotonic() - began:.0f} s")
    _say(f"the staff sign in at /staff as {FIRST} with {password} (shown this once)")
    return 0


def _say(text: str) -> None:
    print(f"demo: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
