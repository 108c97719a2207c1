"""The way in: password, one-time code, links by which a password is set. Open to everybody."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request, Response
from starlette.background import BackgroundTask

from clinic.console.desk import Desk, Here
from clinic.console.guard import cookie, hand_out, refuse_foreign, try_once
from clinic.console.pages import go, page
from clinic.console.post import can_send, send_link
from clinic.console.routes import ConsoleRoute
from clinic.http.limits import LimitReachedError
from clinic.staff.accounts import Member, UnknownLinkError
from clinic.staff.passwords import WeakPasswordError
from clinic.staff.sign_in import WrongCredentialsError
from clinic.staff.words import words

HOME: Final = "/staff"
Typed = Annotated[str, Form(max_length=1000)]
routes = APIRouter(route_class=ConsoleRoute, dependencies=[Depends(refuse_foreign)])


@routes.get("/sign-in")
async def show(request: Request, desk: Here, to: str = HOME) -> Response:
    """Show the form, unless somebody is signed in already."""
    token = request.cookies.get(cookie(request), "")
    if await asyncio.to_thread(desk.sign_in.member, token) is not None:
        return go(_within(to))
    return page(request, "sign_in", to=_within(to), login="", problem=None)


@routes.post("/sign-in")
async def give_password(
    request: Request, desk: Here, login: Typed, password: Typed, to: Typed = HOME
) -> Response:
    """Let in whose password it is, or ask for the one-time code."""

    def again(problem: str, status: HTTPStatus) -> Response:
        return page(request, "sign_in", status=status, to=_within(to), login=login, problem=problem)

    try:
        await try_once(request, desk, login)
        member = await asyncio.to_thread(desk.sign_in.check_password, login, password)
    except LimitReachedError as error:
        return _wait(again(_too_often(error), HTTPStatus.TOO_MANY_REQUESTS), error)
    except WrongCredentialsError:
        return again(words("problems.wrong_password"), HTTPStatus.UNAUTHORIZED)
    if member.has_totp:
        ticket = desk.halfway.issue(str(member.id))
        return page(request, "code", to=_within(to), ticket=ticket, problem=None)
    return await _let_in(request, desk, member, to)


@routes.post("/code")
async def give_code(
    request: Request, desk: Here, ticket: Typed, code: Typed, to: Typed = HOME
) -> Response:
    """Let in whose one-time code it is."""

    def again(problem: str, status: HTTPStatus) -> Response:
        return page(request, "code", status=status, to=_within(to), ticket=ticket, problem=problem)

    meant = desk.halfway.meant(ticket)
    if meant is None:
        return go("/staff/sign-in", "too_slow")
    try:
        await try_once(request, desk, f"code of {meant[0]}")
        await desk.codes_of_member.take(meant[0])
        member = await asyncio.to_thread(desk.sign_in.check_code, int(meant[0]), code)
    except LimitReachedError as error:
        return _wait(again(_too_often(error), HTTPStatus.TOO_MANY_REQUESTS), error)
    except WrongCredentialsError:
        return again(words("problems.wrong_code"), HTTPStatus.UNAUTHORIZED)
    return await _let_in(request, desk, member, to)


@routes.get("/forgot")
async def forgot(request: Request, desk: Here) -> Response:
    """Ask who forgot the password."""
    return page(request, "forgot", sends=can_send(desk.settings), sent=False)


@routes.post("/forgot")
async def send_reset(request: Request, desk: Here, login: Typed) -> Response:
    """Mail a link to who forgot the password; whether there is such a person is not told."""
    await try_once(request, desk, f"forgot {login}")
    answer = page(request, "forgot", sends=can_send(desk.settings), sent=True)
    if can_send(desk.settings) and "@" in login:
        # once the answer is out: how long it takes must not tell whether there is such a person
        answer.background = BackgroundTask(_reset, desk, login)
    return answer


@routes.get("/password/{code}", name="set_password")
async def open_link(request: Request, desk: Here, code: str) -> Response:
    """Ask whom a link belongs to for a password."""
    await try_once(request, desk, "link")
    try:
        member = await asyncio.to_thread(desk.accounts.whose, code)
    except UnknownLinkError:
        return _no_link(request)
    return page(request, "password", member=member, code=code, problem=None)


@routes.post("/password/{code}")
async def set_password(
    request: Request, desk: Here, code: str, password: Typed, again: Typed
) -> Response:
    """Set a password, and show the form to sign in with it."""
    await try_once(request, desk, "link")
    try:
        member = await asyncio.to_thread(desk.accounts.whose, code)
        if password != again:
            raise WeakPasswordError(words("problems.not_twice"))
        await asyncio.to_thread(desk.accounts.set_password, code, password)
    except UnknownLinkError:
        return _no_link(request)
    except WeakPasswordError as error:
        return page(
            request,
            "password",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            member=member,
            code=code,
            problem=str(error),
        )
    return go("/staff/sign-in", "password_set")


async def _reset(desk: Desk, login: str) -> None:
    found = await asyncio.to_thread(desk.accounts.reset_by_login, login)
    if found is not None:
        code, member = found
        # the address of the settings: a request's own may be another's
        link = f"{desk.settings.public_url}{HOME}/password/{code}"
        await send_link(desk.settings, member, link)


async def _let_in(request: Request, desk: Desk, member: Member, to: str) -> Response:
    token = await asyncio.to_thread(desk.sign_in.begin, member)
    answer = go(_within(to))
    hand_out(request, answer, token)
    return answer


def _within(to: str) -> str:
    """Return a page of the console to go to: nobody is led elsewhere by a link."""
    is_ours = to == HOME or to.startswith((f"{HOME}/", f"{HOME}?"))
    return to if is_ours and "\\" not in to else HOME


def _no_link(request: Request) -> Response:
    return page(request, "problem", status=HTTPStatus.NOT_FOUND, problem=words("problems.no_link"))


def _too_often(error: LimitReachedError) -> str:
    minutes = max(1, round(error.seconds / 60))
    return str(words("problems.tries")).format(minutes=minutes)


def _wait(answer: Response, error: LimitReachedError) -> Response:
    answer.headers["Retry-After"] = str(error.seconds)
    return answer
