"""One's own account: the password, one-time codes, the way out."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request, Response

from clinic.console.desk import Desk, Here
from clinic.console.guard import Me, cookie, take_away, try_once
from clinic.console.pages import go, page
from clinic.console.routes import SIGN_IN, ConsoleRoute
from clinic.staff.accounts import AccountError, Member
from clinic.staff.passwords import WeakPasswordError
from clinic.staff.sign_in import CodesAreOnError
from clinic.staff.words import words

Typed = Annotated[str, Form(max_length=1000)]
routes = APIRouter(route_class=ConsoleRoute)


@routes.get("/me")
async def mine(request: Request, me: Me) -> Response:
    """Show one's own account."""
    return page(request, "me", me, problem=None)


@routes.get("/me/password")
async def password(request: Request, me: Me) -> Response:
    """Ask for a new password."""
    return page(request, "own_password", me, problem=None)


@routes.post("/me/password")
async def change_password(
    request: Request, desk: Here, me: Me, old: Typed, new: Typed, again: Typed
) -> Response:
    """Change the password; every browser is signed out, this one too."""
    await try_once(request, desk, f"password of {me.id}")
    try:
        if new != again:
            raise WeakPasswordError(words("problems.not_twice"))
        await asyncio.to_thread(desk.accounts.change_password, me.id, old, new)
    except (AccountError, WeakPasswordError) as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, "own_password", me, status, problem=str(error))
    answer = go(SIGN_IN, "password_set")
    take_away(request, answer)
    return answer


@routes.get("/me/codes")
async def codes(request: Request, desk: Here, me: Me) -> Response:
    """Show a new secret for one-time codes, to be scanned, and ask for the first code."""
    if me.has_totp:
        # a browser that was left open must not exchange the authenticator: the password ends it
        return go("/staff/me", "codes_first_off")
    secret, address = desk.sign_in.new_secret(me)
    return _codes(request, desk, me, secret, address)


@routes.post("/me/codes")
async def begin_codes(request: Request, desk: Here, me: Me, ticket: Typed, code: Typed) -> Response:
    """Ask for one-time codes from now on."""
    await try_once(request, desk, f"codes of {me.id}")
    meant = desk.enrolling.meant(ticket)
    if meant is None or meant[0] != str(me.id):
        return go("/staff/me/codes", "too_slow")
    _, secret, address = meant
    try:
        await asyncio.to_thread(desk.sign_in.ask_for_codes, me.id, secret, code)
    except CodesAreOnError:
        return go("/staff/me", "codes_first_off")
    except AccountError as error:
        return _codes(request, desk, me, secret, address, str(error))
    return go("/staff/me", "codes_on")


@routes.post("/me/codes-off")
async def end_codes(request: Request, desk: Here, me: Me, password: Typed) -> Response:
    """Ask for no more one-time codes, of who knows the password."""
    await try_once(request, desk, f"password of {me.id}")
    if not await asyncio.to_thread(desk.accounts.knows_password, me.id, password):
        problem = words("problems.wrong_own_password")
        return page(request, "me", me, HTTPStatus.UNPROCESSABLE_ENTITY, problem=problem)
    await asyncio.to_thread(desk.sign_in.ask_for_codes_no_more, me.id, me.actor)
    return go("/staff/me", "codes_off")


@routes.post("/sign-out")
async def sign_out(request: Request, desk: Here, _me: Me) -> Response:
    """End the session."""
    await asyncio.to_thread(desk.sign_in.end, request.cookies[cookie(request)])
    answer = go(SIGN_IN, "signed_out")
    take_away(request, answer)
    return answer


def _codes(  # what the page shows
    request: Request, desk: Desk, me: Member, secret: str, address: str, problem: str | None = None
) -> Response:
    return page(
        request,
        "codes",
        me,
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        secret=secret,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="#fff"),
        # the secret comes back as nobody can change it
        ticket=desk.enrolling.issue(str(me.id), secret, address),
        problem=problem,
    )
