"""Who works here: accounts are added, changed, ended and let in again by who leads."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from clinic.console.desk import Desk, Here
from clinic.console.guard import Me, needs
from clinic.console.pages import go, page
from clinic.console.post import can_send, send_link
from clinic.console.routes import ConsoleRoute
from clinic.console.wanted import Id
from clinic.staff.accounts import AccountError, Member
from clinic.staff.roles import May, Role

PEOPLE = "/staff/people"
Typed = Annotated[str, Form(max_length=300)]
routes = APIRouter(prefix="/people", route_class=ConsoleRoute, dependencies=[needs(May.LEAD)])


@routes.get("")
async def people(request: Request, desk: Here, me: Me) -> Response:
    """Show everybody, and the form to add somebody."""
    return await _people(request, desk, me)


@routes.post("")
async def add(
    request: Request, desk: Here, me: Me, login: Typed, name: Typed, role: Annotated[Role, Form()]
) -> Response:
    """Add somebody, and show the link by which they set a password."""
    try:
        code = await asyncio.to_thread(desk.accounts.add, login, name, role, me.actor)
    except AccountError as error:
        typed = {"login": login, "name": name, "role": role}
        return await _people(request, desk, me, problem=str(error), typed=typed)
    return await _linked(request, desk, me, code)


@routes.post("/{member_id}")
async def change(
    request: Request, desk: Here, me: Me, member_id: Id, name: Typed, role: Annotated[Role, Form()]
) -> Response:
    """Change a name and a role."""
    try:
        await asyncio.to_thread(desk.accounts.change, member_id, name, role, me.actor)
    except AccountError as error:
        return await _people(request, desk, me, problem=str(error))
    return go(PEOPLE, "changed")


@routes.post("/{member_id}/let-go")
async def let_go(request: Request, desk: Here, me: Me, member_id: Id) -> Response:
    """Let somebody in no more."""
    try:
        await asyncio.to_thread(desk.accounts.let_go, member_id, me.actor)
    except AccountError as error:
        return await _people(request, desk, me, problem=str(error))
    return go(PEOPLE, "let_go")


@routes.post("/{member_id}/take-back")
async def take_back(request: Request, desk: Here, me: Me, member_id: Id) -> Response:
    """Let somebody in again."""
    code = await asyncio.to_thread(desk.accounts.take_back, member_id, me.actor)
    return await _linked(request, desk, me, code)


@routes.post("/{member_id}/reset")
async def reset(request: Request, desk: Here, me: Me, member_id: Id) -> Response:
    """Make a link for a new password."""
    try:
        code = await asyncio.to_thread(desk.accounts.reset, member_id, me.actor)
    except AccountError as error:
        return await _people(request, desk, me, problem=str(error))
    return await _linked(request, desk, me, code)


@routes.post("/{member_id}/codes-off")
async def codes_off(desk: Here, me: Me, member_id: Id) -> Response:
    """Ask somebody for no more one-time codes: the phone is lost."""
    await asyncio.to_thread(desk.sign_in.ask_for_codes_no_more, member_id, me.actor)
    return go(PEOPLE, "codes_off")


async def _linked(request: Request, desk: Desk, me: Member, code: str) -> Response:
    """Show a link, once, to be handed over; mail it too where that can be done."""
    member = await asyncio.to_thread(desk.accounts.whose, code)
    path = request.url_for("set_password", code=code).path
    base = desk.settings.public_url or str(request.base_url).rstrip("/")
    link = f"{base}{path}"
    mailed = False
    if can_send(desk.settings) and "@" in member.login:
        mailed = await send_link(desk.settings, member, link)
    return await _people(request, desk, me, link=link, whose=member, mailed=mailed)


async def _people(  # what the page shows
    request: Request,
    desk: Desk,
    me: Member,
    *,
    problem: str | None = None,
    typed: dict[str, str] | None = None,
    link: str | None = None,
    whose: Member | None = None,
    mailed: bool = False,
) -> Response:
    members = await asyncio.to_thread(desk.accounts.members)
    return page(
        request,
        "people",
        me,
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        members=members,
        roles=list(Role),
        problem=problem,
        typed=typed or {"login": "", "name": "", "role": Role.STAFF},
        link=link,
        whose=whose,
        mailed=mailed,
    )
