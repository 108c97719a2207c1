"""How long the staff's queue takes with 100,000 intakes: what the database is asked, and the page.

`python -m bench.queue` measures this part alone.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bench.crowd import INTAKES, OPEN, fill, label_number, open_all
from clinic.console.console import add_console
from clinic.console.desk import Desk
from clinic.console.wanted import Asked, place_of
from clinic.migrate import upgrade
from clinic.records.database import open_database
from clinic.records.reviews import STATUSES
from clinic.records.takeovers import Spoken
from clinic.reviews.queue import PAGE, Place, Queue
from clinic.settings import Settings
from tests.clinic.postgres import Postgres

DOOR: Final = "http://clinic.example"
LONGEST_MS: Final = 100
LOOKS: Final = 40
P95: Final = 19
"""Of twenty equal parts of the looks, the last begins here."""


@dataclass(frozen=True)
class Times:
    """Milliseconds: the median and the 95th percentile."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> Times:
        """Return those of some looks."""
        p95 = statistics.quantiles(seconds, n=P95 + 1)[-1]
        return cls(1000 * statistics.median(seconds), 1000 * p95)

    def __str__(self) -> str:
        return f"{self.p50:9.1f}{self.p95:8.1f}{'!' if self.p95 > LONGEST_MS else ' '}"


def asked() -> dict[str, Asked]:
    """Return what staff look for, by its name."""
    today = dt.datetime.now(dt.UTC)
    deep = place_of(Place(1, today - dt.timedelta(days=10), 0))
    week, month = today.date() - dt.timedelta(days=7), today.date() - dt.timedelta(days=30)
    rare = f"{label_number(INTAKES - OPEN // 2)}"
    looked_for: dict[str, dict[str, Any]] = {
        "plain": {},
        "a page deep inside": {"after": deep},
        "triage": {"level": ["soon"]},
        "closed": {"status": ["closed"]},
        "closed, deep inside": {"status": ["closed"], "after": deep},
        "all": {"status": list(STATUSES)},
        "all, deep inside": {"status": list(STATUSES), "after": deep},
        "channel": {"channel": "telegram"},
        "warning": {"warning": "over_exfoliation"},
        "a warning of few": {"warning": "pregnancy_peel"},
        "date": {"since": month, "until": week},
        "a week of last year": {
            "status": list(STATUSES),
            "since": today.date() - dt.timedelta(days=507),
            "until": today.date() - dt.timedelta(days=500),
        },
        "unread": {"unread": True},
        "assigned to one": {"who": 7},
        "assigned to nobody": {"who": 0},
        "a common word": {"q": "acne"},
        "a rare word": {"q": rare},
        "a rare word in all": {"q": rare, "status": list(STATUSES)},
        "a word that is nowhere": {"q": "zanzibar"},
        "nowhere, in closed": {"q": "zanzibar", "status": ["closed"]},
        "a letter": {"q": "a"},
        "two words": {"q": "asha rosacea"},
        "two levels": {"level": ["routine", "soon"]},
        "combined": {
            "q": "acne",
            "level": ["routine", "soon"],
            "channel": "web",
            "warning": "over_exfoliation",
            "unread": True,
            "who": 0,
        },
    }
    return {name: Asked(**each) for name, each in looked_for.items()}


async def measure() -> None:
    """Measure the queue on both databases, and print it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, settings in databases(Path(folder)):
            engine = open_database(settings.records_url)
            fill(engine)
            print(f"\n{f'{name}, asked whether anything changed, ms':44}", await version(settings))
            for count in (OPEN, INTAKES):
                if count == INTAKES:
                    open_all(engine)
                print(f"\n{f'{name}, {count} of {INTAKES} open, ms':44}{'asked':>16}{'page':>18}")
                async for look, asking, showing in looks(settings):
                    print(f"{look:44}{asking}{showing}")
            engine.dispose()
    print(f"\nMedian and 95th percentile; ! is over {LONGEST_MS} ms.")


def databases(folder: Path) -> Iterator[tuple[str, Settings]]:
    """Yield settings with an empty database of each kind, one after the other."""
    yield "SQLite", migrated(folder / "sqlite", None)
    try:
        server = Postgres()
    except pytest.skip.Exception as missing:
        print(f"\nPostgreSQL: not measured, {missing}")
        return
    server.start()
    try:
        yield "PostgreSQL", migrated(folder / "postgresql", server.empty())
    finally:
        server.stop()


def migrated(var: Path, url: str | None) -> Settings:
    """Return settings of a clinic of its own, with an empty database."""
    settings = Settings(var=var, database_url=SecretStr(url) if url else None)
    upgrade(settings)
    return settings


async def looks(settings: Settings) -> AsyncIterator[tuple[str, Times, Times]]:
    """Yield each look's name with how long the database took for it, and how long the page."""
    desk = Desk.open(settings, _tell_nobody)
    # as the web process does once it is loaded
    gc.collect()
    gc.freeze()
    app = FastAPI()
    add_console(app, desk)
    member = desk.accounts.members()[0]
    cookies = {"dewy-staff": desk.sign_in.begin(member)}
    door = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=door, base_url=DOOR, cookies=cookies) as browser:
        for name, each in asked().items():

            async def show(address: str = f"/staff{each.address()}") -> None:
                (await browser.get(address)).raise_for_status()

            async def ask(each: Asked = each) -> None:
                ask_database(desk, each)

            yield name, await times(ask), await times(show)
    desk.dispose()


async def version(settings: Settings) -> Times:
    """Return how long it takes to look for changes, as each second does while a console is open."""
    queue = Queue.open(settings)

    async def look() -> None:
        queue.version()

    found = await times(look)
    queue.dispose()
    return found


def ask_database(desk: Desk, asked: Asked) -> None:
    """Ask all that the page asks of the queue."""
    wanted = desk.queue.found(asked.wanted(desk.settings.zone))
    desk.queue.page(wanted, asked.place(), PAGE + 1)
    desk.queue.counts(wanted)
    desk.queue.rules()
    desk.queue.version()


async def times(look: Callable[[], Awaitable[None]]) -> Times:
    """Look often; return how long that took."""
    await look()
    seconds = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        await look()
        seconds.append(time.perf_counter() - began)
    return Times.of(seconds)


async def _tell_nobody(_sender: str, _spoken: Spoken) -> None:
    pass


if __name__ == "__main__":
    asyncio.run(measure())
