"""Who is at the console, and what they may do: every closed page asks here first."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response

from clinic.console.desk import Desk, Here
from clinic.http.customers import customer
from clinic.http.origins import is_foreign
from clinic.staff.accounts import Member
from clinic.staff.roles import May
from clinic.staff.sign_in import LONGEST

SAFE: Final = ("GET", "HEAD")
# Whose password another knows changes it before anything else.
OWN_PASSWORD: Final = "/staff/me/password"  # noqa: S105  # an address
LEAVE: Final = "/staff/sign-out"
# What `live.js` sends with what it asks for: over plain http browsers state no mode.
BY_ITSELF: Final = "dewy-by-itself"
STREAM: Final = "text/event-stream"


class NotSignedInError(Exception):
    """Nobody is signed in, or no more."""


class PasswordIsAnothersError(Exception):
    """The password was given by somebody else, and is to be changed first."""


class NotAllowedError(Exception):
    """The role does not allow it."""


class ForeignRequestError(Exception):
    """Another site's page sent the request."""


async def refuse_foreign(request: Request) -> None:
    """Refuse what another site's page makes a browser send: its cookie is not the site's to use.

    A link may stand anywhere, as in an alert's mail: to follow it is no script's request.

    Raises:
        ForeignRequestError: another site sent it.
    """
    if not _is_link(request) and is_foreign(request):
        raise ForeignRequestError


async def signed_in(request: Request, desk: Here) -> Member:
    """Return who is signed in.

    Raises:
        NotSignedInError: nobody.
        PasswordIsAnothersError: their password is to be changed first.
    """
    token = request.cookies.get(cookie(request))
    is_used = not is_by_itself(request)
    member = await asyncio.to_thread(desk.sign_in.member, token, is_used) if token else None
    if member is None:
        raise NotSignedInError
    if member.must_change and request.url.path not in (OWN_PASSWORD, LEAVE):
        raise PasswordIsAnothersError
    return member


Me = Annotated[Member, Depends(signed_in)]


def needs(what: May) -> Any:
    """Return the guard of a route that not every role may use."""

    async def allowed(me: Me) -> None:
        if not me.may(what):
            raise NotAllowedError

    return Depends(allowed)


def hand_out(request: Request, response: Response, token: str) -> None:
    """Let the browser keep a session's token, out of reach of scripts."""
    response.set_cookie(
        cookie(request),
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=_is_https(request),
        httponly=True,
        # a link in an alert's mail opens the console; nothing that changes is a GET
        samesite="lax",
    )


def take_away(request: Request, response: Response) -> None:
    """Let the browser forget the token."""
    response.delete_cookie(
        cookie(request), path="/", secure=_is_https(request), httponly=True, samesite="lax"
    )


def cookie(request: Request) -> str:
    """Return the cookie's name; over https browsers refuse it from a sibling domain."""
    return "__Host-dewy-staff" if _is_https(request) else "dewy-staff"


async def try_once(request: Request, desk: Desk, name: str) -> None:
    """Count a try to get in.

    Raises:
        LimitReachedError: there were too many.
    """
    address = customer(request)
    await desk.tries_of_address.take(address)
    await desk.tries.take(f"{name.strip().lower()[:254]} {address}")


def is_by_itself(request: Request) -> bool:
    """Tell whether a page asks, as to bring itself up to date, and nobody who sits before it."""
    headers = request.headers
    is_scripts = headers.get("sec-fetch-mode", "navigate") != "navigate"
    return is_scripts or BY_ITSELF in headers or headers.get("accept") == STREAM


async def glanced(request: Request, desk: Desk, me: Member, intake_id: int) -> None:
    """Keep in the log that something of an intake is shown."""
    by_itself = is_by_itself(request)
    await asyncio.to_thread(desk.tending.glance, intake_id, me, by_itself=by_itself)


def _is_link(request: Request) -> bool:
    """Tell whether somebody opens a page; browsers state no origin where they do."""
    mode = request.headers.get("sec-fetch-mode")
    return request.method in SAFE and mode == "navigate" and "origin" not in request.headers


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"
