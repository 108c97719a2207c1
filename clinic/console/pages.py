"""The console's pages as HTML: Jinja templates, and how times and facts are written in them."""

from __future__ import annotations

import datetime as dt
import functools
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from clinic import describe
from clinic.alerts.words import readable
from clinic.records.models import now
from clinic.staff.accounts import Member
from clinic.staff.roles import May
from clinic.staff.words import gate, local, reason, rule, treatment, words

TEMPLATES: Final = Path(__file__).with_name("templates")
STATIC: Final = Path(__file__).with_name("static")
HEADERS: Final = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def page(
    request: Request,
    template: str,
    me: Member | None = None,
    status: int = HTTPStatus.OK,
    **values: Any,
) -> HTMLResponse:
    """Return a page of the console.

    Args:
        request: what is answered.
        template: its name, without its ending.
        me: who is signed in.
        status: of HTTP.
        values: what the template shows.
    """
    desk = request.app.state.desk
    html = (
        _environment()
        .get_template(f"{template}.html")
        .render(
            values,
            me=me,
            clinic=desk.settings.clinic_name,
            zone=desk.settings.zone,
            has_logo=bool(desk.settings.logo),
            path=request.url.path,
            said=words("said").get(request.query_params.get("said", "")),
            now=now(),
        )
    )
    return HTMLResponse(html, status, HEADERS)


def go(to: str, said: str | None = None, at: str = "") -> RedirectResponse:
    """Return the answer to a form: the page to go to.

    Args:
        to: the page.
        said: what it says on top, by its name in the words.
        at: where on the page.
    """
    query = f"?said={said}" if said else ""
    return RedirectResponse(f"{to}{query}{at and '#'}{at}", HTTPStatus.SEE_OTHER, HEADERS)


def ago(at: dt.datetime, since: dt.datetime) -> str:
    """Return how long ago a time is: "now", "12 min", "3 h", "5 d"."""
    minutes = int((since - at).total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:  # noqa: PLR2004  # minutes of an hour
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 24 else f"{hours // 24} d"  # noqa: PLR2004  # hours of a day


@pass_context
def _local(context: Context, at: dt.datetime) -> str:
    """Return a time by the page's clock: the filters outlive a change of the clinic's zone."""
    return local(at, context["zone"])


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "ago": ago,
        "local": _local,
        "readable": readable,
        "name": describe.name,
        "label": describe.staff_label,
        "channel": lambda name: words("channels").get(name, name),
        "reason": reason,
        "gate": gate,
        "treatment": treatment,
        "rule": rule,
    }
    environment.globals |= {
        "May": May,
        "words": words,
        "label": describe.staff_label,
        "told": describe.value,
    }
    return environment
