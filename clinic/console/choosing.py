"""The clinic's settings, each with its default and bounds: changed by who leads."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from clinic.choices import LOGO, BadChoiceError, Offer, sections, value_of
from clinic.colours import OWN_ACCENT
from clinic.console.desk import Desk, Here
from clinic.console.guard import Me, needs
from clinic.console.pages import go, page
from clinic.console.routes import ConsoleRoute
from clinic.emergency import emergency_for
from clinic.settings import PREFIX
from clinic.staff.accounts import Member
from clinic.staff.roles import May
from clinic.staff.words import words

SETTINGS: Final = "/staff/settings"
LATEST: Final = 20
routes = APIRouter(prefix="/settings", route_class=ConsoleRoute, dependencies=[needs(May.LEAD)])


@routes.get("")
async def settings(request: Request, desk: Here, me: Me) -> Response:
    """Show all settings."""
    return await show(request, desk, me)


@routes.post("/{section_id}")
async def choose(request: Request, desk: Here, me: Me, section_id: str) -> Response:
    """Choose what was changed of a section, or let all of it be as by default again.

    Beside each field stands what it showed (`was-...`): what somebody else changed since, and this
    form did not, stays as it is.
    """
    section = next((each for each in sections() if each.id == section_id), None)
    if section is None:
        return page(request, "problem", me, HTTPStatus.NOT_FOUND, problem=words("problems.gone"))
    async with request.form() as form:
        changed = [each for each in section.offers if "defaults" in form or _is_changed(each, form)]
        typed = {offer.name: str(form.get(offer.name, "")).strip() for offer in changed}
        wanted = {} if "defaults" in form else _wanted(changed, typed)
    others = [offer.name for offer in changed if offer.name not in wanted]
    try:
        await asyncio.to_thread(
            desk.choices.choose, desk.settings, wanted, me.actor, as_by_default=others
        )
    except BadChoiceError as error:
        return await show(request, desk, me, typed, error.problems)
    # so that the page to come shows them; other processes look by themselves
    await asyncio.to_thread(desk.following.look)
    return go(SETTINGS, "chosen", section.id)


def _is_changed(offer: Offer, form: FormData) -> bool:
    was = form.get(f"was-{offer.name}")
    return (offer.name in form or was is not None) and form.get(offer.name, "") != was


def _wanted(offers: Iterable[Offer], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what was chosen; an empty field is none where that can be chosen, else the default."""
    wanted: dict[str, Any] = {}
    for offer in offers:
        text = typed[offer.name]
        if offer.kind == "switch":
            wanted[offer.name] = bool(text)
        elif offer.kind == "list" or text:
            wanted[offer.name] = text
        elif offer.is_optional:
            wanted[offer.name] = None
    return wanted


async def show(
    request: Request,
    desk: Desk,
    me: Member,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Response:
    """Return the page of all settings.

    Args:
        request: what is answered.
        desk: the house.
        me: who is signed in.
        typed: what stands in fields in place of what is chosen, by name.
        problems: what is wrong with it, by name.
    """
    offers = {offer.name: offer for section in sections() for offer in section.offers}
    titles = {LOGO: "Logo"} | {name: offer.title for name, offer in offers.items()}
    usual = desk.settings.chosen({})
    now_is = {name: _shown(offer, value_of(desk.settings, name)) for name, offer in offers.items()}
    known = emergency_for(desk.settings.country)
    return page(
        request,
        "settings",
        me,
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        sections=sections(),
        now_is=now_is,
        values=now_is | dict(typed or {}),
        defaults={name: _shown(offer, value_of(usual, name)) for name, offer in offers.items()},
        of_country={
            "emergency_number": known.number,
            "crisis_name": known.crisis_name,
            "crisis_number": known.crisis_number,
        },
        problems={
            name: _problem(offers.get(name), why, titles) for name, why in (problems or {}).items()
        },
        entries=await asyncio.to_thread(lambda: desk.log.entries(kind="setting", limit=LATEST)),
        titles=titles,
        own_accent=OWN_ACCENT,
    )


def _shown(offer: Offer, value: Any) -> str:
    """Return a value as it is typed."""
    if value is None:
        return ""
    if offer.kind == "switch":
        return "on" if value else ""
    if offer.kind == "number":
        return f"{value:.12g}"
    return ", ".join(map(str, value)) if offer.kind == "list" else str(value)


def _problem(offer: Offer | None, why: str, titles: Mapping[str, str]) -> str:
    """Return what is wrong, in the console's own names of settings."""
    if offer and offer.least is not None:
        return f"must be {offer.bounds}"
    return re.sub(f"{PREFIX}([A-Z_]+)", lambda found: titles.get(found[1].lower(), found[0]), why)
