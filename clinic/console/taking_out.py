"""What is taken out of the house: a page for the file, FHIR, the queue; each is in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from clinic.console.desk import Desk, Here
from clinic.console.guard import Me, needs
from clinic.console.pages import HEADERS
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Asked, Id
from clinic.exports import queue_csv
from clinic.records.models import now
from clinic.reviews.queue import Queued
from clinic.staff.roles import May

# Rows of the queue that are read at once.
AT_ONCE: Final = 500
routes = APIRouter(route_class=ConsoleRoute, dependencies=[needs(May.EXPORT)])


@routes.get("/intakes/{intake_id}/page.pdf")
async def page_for_the_file(desk: Here, me: Me, intake_id: Id) -> Response:
    """Take out an intake as one page."""
    # loaded where it is asked for, as below: every start would pay for them
    from clinic.exports.pdf import one_page  # noqa: PLC0415

    file = await asyncio.to_thread(desk.files.of, intake_id)
    settings, logo = desk.settings, await asyncio.to_thread(desk.logos.now)
    pdf = await asyncio.to_thread(
        one_page,
        file,
        settings.clinic_name,
        made_at=now(),
        zone=settings.zone,
        logo=logo.png if logo else None,
    )
    await asyncio.to_thread(desk.log.note, me.actor, "exported", "intake", intake_id, format="pdf")
    return _file(pdf, "application/pdf", f"intake-{intake_id}.pdf")


@routes.get("/intakes/{intake_id}/bundle.json")
async def fhir_bundle(desk: Here, me: Me, intake_id: Id) -> Response:
    """Take out an intake as a FHIR bundle."""
    from clinic.exports.fhir import bundle  # noqa: PLC0415

    file = await asyncio.to_thread(desk.files.of, intake_id)
    made = await asyncio.to_thread(
        bundle, file, desk.settings.clinic_name, made_at=now(), system=desk.settings.public_url
    )
    await asyncio.to_thread(desk.log.note, me.actor, "exported", "intake", intake_id, format="fhir")
    json = made.model_dump_json()
    return _file(json.encode(), "application/fhir+json", f"intake-{intake_id}.fhir.json")


@routes.get("/queue.csv")
async def queue(desk: Here, me: Me, asked: Annotated[Asked, Query()]) -> Response:
    """Take out the queue as it is narrowed, whole."""
    text = await asyncio.to_thread(lambda: "".join(queue_csv.lines(_all(desk, asked))))
    narrowed = asked.model_dump(mode="json", exclude_defaults=True, exclude={"q"})
    await asyncio.to_thread(desk.log.note, me.actor, "exported", "queue", **narrowed)
    return _file(text.encode(), "text/csv", f"queue-{desk.settings.day(now())}.csv")


def _all(desk: Desk, asked: Asked) -> Iterator[Queued]:
    wanted, after = desk.queue.found(asked.wanted(desk.settings.zone)), None
    while rows := desk.queue.page(wanted, after, AT_ONCE):
        yield from rows
        after = rows[-1].place


def _file(content: bytes, kind: str, name: str) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=HEADERS | told)
