"""Fills an empty database with imaginary patients: `python -m demo.fill`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Callable
from typing import Final

from actions import keeping
from actions.conversation import settings as actions_settings
from clinic.migrate import upgrade
from clinic.records import Records
from clinic.records.database import open_database
from clinic.records.models import Patient, Photograph, now
from clinic.settings import Settings, load
from demo.cast import cast
from demo.desk import Desk, employ
from demo.past import Past
from demo.visits import Visit, Visits
from sqlalchemy import func, select

INTAKES: Final = 200
SEED: Final = 26
SAID_EVERY: Final = 25


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
    visits, engine = Visits(settings, past), open_database(settings.records_url)
    desk = Desk(settings, past, seed)
    try:
        done: list[Visit] = []
        for person in cast(count, seed, today):
            done.append(await visits.begin(person))
            if len(done) % SAID_EVERY == 0:
                say(f"{len(done)} of {count} intakes")
        # a later picture is compared with one of an earlier day
        past.settle(engine, Photograph.__table__)
        for visit in done:
            await visits.check_in(visit, today)
        say("check-ins came back, the staff look at everything")
        desk.acknowledge()
        for visit in done:
            desk.tend(visit, today)
        past.settle(engine)
    finally:
        for part in (visits, desk, engine, keeping.examiner()):
            getattr(part, "dispose", getattr(part, "close", None))()
    _give_up_old_talks(settings)
    return password


def _give_up_old_talks(settings: Settings) -> None:
    """Do what the house does by itself every few minutes."""
    import datetime as dt

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
    logging.basicConfig(level=logging.WARNING)
    began = time.monotonic()
    _say(f"making up {asked.intakes} patients, which takes some minutes")
    password = asyncio.run(fill(settings, asked.intakes, asked.seed, _say))
    _say(f"done in {time.monotonic() - began:.0f} s: sign in at /staff as admin with {password}")
    return 0


def _say(text: str) -> None:
    print(f"demo: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
