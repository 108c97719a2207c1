"""How the console answers what goes wrong: a page that says so, or the way to the door."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from fastapi.routing import APIRoute

from clinic.alerts.listing import UnknownAlarmError
from clinic.console.guard import (
    OWN_PASSWORD,
    SAFE,
    ForeignRequestError,
    NotAllowedError,
    NotSignedInError,
    PasswordIsAnothersError,
    is_by_itself,
)
from clinic.console.pages import go, page
from clinic.http.limits import LimitReachedError
from clinic.records.rows import UnknownIntakeError
from clinic.reviews.holding import UnknownHoldError
from clinic.reviews.merging import UnknownMergeError
from clinic.staff.accounts import UnknownMemberError
from clinic.staff.words import words

SIGN_IN = "/staff/sign-in"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ConsoleRoute(APIRoute):
    """A route of the console."""

    def get_route_handler(self) -> Handler:
        """Return the handler, with an answer to each error."""
        handler = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handler(request)
            except NotSignedInError:
                return _to_the_door(request)
            except PasswordIsAnothersError:
                return go(OWN_PASSWORD)
            except NotAllowedError:
                return _problem(request, HTTPStatus.FORBIDDEN, "not_allowed")
            except ForeignRequestError:
                return _problem(request, HTTPStatus.FORBIDDEN, "foreign")
            except (
                UnknownIntakeError,
                UnknownMemberError,
                UnknownAlarmError,
                UnknownHoldError,
                UnknownMergeError,
            ):
                return _problem(request, HTTPStatus.NOT_FOUND, "gone")
            except RequestValidationError as error:
                return _not_so(request, error)
            except LimitReachedError as error:
                answer = _problem(request, HTTPStatus.TOO_MANY_REQUESTS, "too_often")
                answer.headers["Retry-After"] = str(error.seconds)
                return answer

        return answered


def _to_the_door(request: Request) -> Response:
    """Lead a person to the door, and back to the page; what a script asks is refused."""
    if request.method not in SAFE:
        return go(SIGN_IN, "session_over")
    if is_by_itself(request):
        return PlainTextResponse("sign in first", HTTPStatus.UNAUTHORIZED)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return go(f"{SIGN_IN}?to={quote(wanted, safe='')}")


def _problem(request: Request, status: HTTPStatus, name: str) -> Response:
    return page(request, "problem", status=status, problem=words(f"problems.{name}"))


def _not_so(request: Request, error: RequestValidationError) -> Response:
    """Name what was wrong: an address that leads nowhere, or a field of a form."""
    places = [each["loc"] for each in error.errors()]
    if any(place[0] == "path" for place in places):
        return _problem(request, HTTPStatus.NOT_FOUND, "gone")
    # where it came from, the field, and what is within the field
    fields = ", ".join(sorted({str(place[1]).replace("_", " ") for place in places}))
    problem = words("problems.form").format(fields=fields)
    return page(request, "problem", status=HTTPStatus.UNPROCESSABLE_ENTITY, problem=problem)
