"""What the routes of the website have in common: the parts that they use, and who is calling."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer

from bot.channels.messengers import Messengers
from bot.channels.web.feed import Feed
from bot.channels.web.sessions import Sessions
from bot.gateway.conversation import Conversations
from bot.gateway.refusals import Problem, RefusalError
from bot.gateway.words import text
from clinic.choices import Logos
from clinic.http.customers import customer
from clinic.http.limits import Limit, LimitReachedError
from clinic.http.tickets import Tickets
from clinic.photographs import Photographs
from clinic.photographs.receiver import Receiver
from clinic.records import Records, Transcript
from clinic.settings import Settings

# For the description of the API; `sessions` reads the one that is used here.
CookieToken = Annotated[
    str | None, Depends(APIKeyCookie(name="dewy", scheme_name="Cookie", auto_error=False))
]
BearerToken = Annotated[Any, Depends(HTTPBearer(scheme_name="Token", auto_error=False))]


@dataclass(frozen=True)
class Door:
    """The parts of the house that a website's visitors reach."""

    settings: Settings
    talks: Conversations
    feed: Feed
    sessions: Sessions
    tickets: Tickets
    transcript: Transcript
    records: Records
    photographs: Photographs
    logos: Logos
    receiver: Receiver
    messengers: Messengers
    # of an address, of a patient's photographs, and of codes to take a talk along
    requests: Limit
    uploads: Limit
    codes: Limit


def refuses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Return the refusals of a route, for its description."""
    return {int(status): {"model": Problem, "description": status.phrase} for status in statuses}


async def _door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door


async def _sender(request: Request, _cookie: CookieToken, _bearer: BearerToken) -> str:
    return (await _door(request)).sessions.sender(request)


async def limit_address(request: Request) -> None:
    """Count a request of an address.

    Raises:
        RefusalError: it sent too many.
    """
    try:
        await (await _door(request)).requests.take(customer(request))
    except LimitReachedError as error:
        raise too_much(error) from None


def too_much(error: LimitReachedError) -> RefusalError:
    """Return the refusal of somebody who sends too much, with when to try again."""
    problem = text("refusals.too_much", seconds=error.seconds)
    headers = {"Retry-After": str(error.seconds)}
    return RefusalError(HTTPStatus.TOO_MANY_REQUESTS, problem, headers)


Here = Annotated[Door, Depends(_door)]
Sender = Annotated[str, Depends(_sender)]
