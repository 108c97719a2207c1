"""The queue: who is to be looked at first, and the alarms that nobody has taken care of."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from clinic.console.desk import Desk, Here
from clinic.console.guard import Me, needs
from clinic.console.pages import go, page
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Asked, Id, place_of
from clinic.records.alarms import LEVELS
from clinic.records.reviews import STATUSES, URGENCY
from clinic.reviews.queue import PAGE, Queued, Wanted
from clinic.staff.roles import May

routes = APIRouter(route_class=ConsoleRoute)
CHANNELS = ("web", "telegram", "whatsapp")


@routes.get("")
async def queue(request: Request, desk: Here, me: Me, asked: Annotated[Asked, Query()]) -> Response:
    """Show the alarms, the filters and a page of intakes."""
    shown = await asyncio.to_thread(_look, desk, asked)
    return page(request, "queue", me, asked=asked, **shown)


@routes.get("/live", response_class=EventSourceResponse)
async def live(
    desk: Here, _me: Me, since: str = "", last_event_id: Annotated[str | None, Header()] = None
) -> AsyncIterable[ServerSentEvent]:
    """Tell each time that something changed since a version that the page knows."""
    async for version in desk.live.changes(last_event_id or since):
        yield ServerSentEvent(event="changed", data=version, id=version)


@routes.post("/alarms/{alarm_id}/acknowledge", dependencies=[needs(May.TEND)])
async def acknowledge(
    desk: Here, me: Me, alarm_id: Id, back: Annotated[str, Form(max_length=300)] = ""
) -> Response:
    """Take care of an alarm, which ends its reminders."""
    await asyncio.to_thread(desk.alarms.acknowledge, alarm_id, by=me.actor)
    intake = back.removeprefix("/staff/intakes/")
    return go(f"/staff/intakes/{int(intake)}" if intake.isdecimal() else "/staff", "acknowledged")


def _look(desk: Desk, asked: Asked) -> dict[str, Any]:
    # before anything else: what changes meanwhile is told again
    version = desk.queue.version()
    wanted = desk.queue.found(asked.wanted(desk.settings.zone))
    found: list[Queued] = desk.queue.page(wanted, asked.place(), PAGE + 1)
    rows, more = found[:PAGE], found[PAGE:]
    return {
        "version": version,
        "rows": rows,
        "more": asked.address(after=place_of(rows[-1].place)) if more else None,
        "alarms": desk.alarms.alarms(),
        "members": [each for each in desk.accounts.members() if each.left_at is None],
        "rules": desk.queue.rules(),
        "levels": list(URGENCY),
        "statuses": STATUSES,
        "channels": CHANNELS,
        "urgent": LEVELS[:2],
        **_counts(desk, wanted),
    }


def _counts(desk: Desk, wanted: Wanted) -> dict[str, Counter[str]]:
    """Count each status and level within the rest of what is asked for."""
    by_status: Counter[str] = Counter()
    by_level: Counter[str] = Counter()
    for (status, level), count in desk.queue.counts(wanted).items():
        if not wanted.levels or level in wanted.levels:
            by_status[status] += count
        if status in wanted.statuses or (not wanted.statuses and status != "closed"):
            by_level[level or "routine"] += count
    return {"by_status": by_status, "by_level": by_level}
