"""The clinic's work between messages: alerts, intakes given up, and what is kept no longer."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from clinic.alerts.outbox import Outbox
from clinic.alerts.routes import routes_of
from clinic.alerts.worker import Worker
from clinic.photographs import UNDECIDED_FOR, Photographs
from clinic.records import Records
from clinic.records.models import now
from clinic.retention import Retention
from clinic.settings import Settings

# Another process writes the alarms: a look costs less than a millisecond.
LOOK_SECONDS: Final = 1
ABANDON_SECONDS: Final = 600
SWEEP_SECONDS: Final = 600
# While the database is out of reach.
LONGEST_PAUSE_SECONDS: Final = 60
NO_ROUTE: Final = (
    "nobody is told of alarms: set DEWY_SMTP_HOST or DEWY_ALERT_WEBHOOK; "
    "until then they are only listed (python -m clinic alarms)"
)
log = logging.getLogger(__name__)


@asynccontextmanager
async def background(settings: Settings) -> AsyncIterator[None]:
    """Work until the block ends, and then finish what is being sent."""
    stopping = asyncio.Event()
    work = asyncio.create_task(_work(settings, stopping))
    try:
        yield
    finally:
        stopping.set()
        await work


async def _work(settings: Settings, stopping: asyncio.Event) -> None:
    records, photographs = Records.open(settings), Photographs.open(settings)
    retention = Retention(settings)

    # the settings may change while the house runs: they are read each time
    async def abandon() -> None:
        patience = dt.timedelta(hours=settings.abandoned_after_hours)
        await asyncio.to_thread(records.abandon, now() - patience)

    async def erase() -> None:
        await asyncio.to_thread(retention.turn)

    async def sweep() -> None:
        kept_for = dt.timedelta(days=settings.photos_kept_days)
        await asyncio.to_thread(photographs.retire, now() - kept_for)
        await asyncio.to_thread(photographs.sweep, now() - UNDECIDED_FOR)

    try:
        await asyncio.gather(
            _send_alerts(settings, stopping),
            repeat(abandon, ABANDON_SECONDS, stopping),
            repeat(erase, SWEEP_SECONDS, stopping),
            repeat(sweep, SWEEP_SECONDS, stopping),
        )
    finally:
        retention.dispose()
        photographs.dispose()
        records.dispose()


async def _send_alerts(settings: Settings, stopping: asyncio.Event) -> None:
    routes = routes_of(settings)
    if not routes:
        log.warning(NO_ROUTE)
        return
    outbox = Outbox(settings, [route.name for route in routes])
    worker = Worker(outbox, routes)
    try:
        await repeat(worker.turn, LOOK_SECONDS, stopping)
        await worker.finish()
    finally:
        outbox.dispose()


async def repeat(
    job: Callable[[], Awaitable[None]], seconds: float, stopping: asyncio.Event
) -> None:
    """Do a job again and again; while it fails, less and less often."""
    failures = 0
    while not stopping.is_set():
        try:
            await job()
            failures = 0
        except Exception as error:
            failures += 1
            # its kind alone, and once: the next line would say the same
            if failures == 1:
                log.error("work in the background failed: %s", type(error).__name__)
        pause = min(seconds * 2**failures, max(seconds, LONGEST_PAUSE_SECONDS))
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)
