"""Nothing of the console answers without a session, and nothing to another site's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from clinic.console import doors
from clinic.staff.accounts import Member
from clinic.staff.audit import AuditLog
from tests.clinic.console.conftest import DOOR, Browser, Open

OPEN = {f"/staff{route.path}" for route in doors.routes.routes if isinstance(route, APIRoute)}
FORM = {"name": "x", "role": "admin", "login": "x", "status": "closed", "text": "x", "to": "1"}


def routes_of(app: FastAPI) -> Iterator[Any]:
    """Yield every route: FastAPI keeps those of a router that was included behind one of its own."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield route
        elif included := getattr(route, "effective_route_contexts", None):
            yield from included()


def closed_routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    for route in routes_of(app):
        if route.path not in OPEN:
            # a number that is there, so that only the guard can be what refuses
            path = re.sub(r"\{\w+\}", "1", route.path)
            yield from ((method, path) for method in route.methods)


def test_the_routes_that_are_open_are_these() -> None:
    assert {
        "/staff/sign-in",
        "/staff/code",
        "/staff/forgot",
        "/staff/password/{code}",
    } == OPEN


async def test_no_route_answers_without_a_session(
    app: FastAPI, at_door: Open, number: int, log: AuditLog
) -> None:
    before = log.entries()
    routes = list(closed_routes(app))
    assert len(routes) > 20
    for token in (None, "", "x" * 43):
        browser = at_door()
        if token is not None:
            browser.cookies.set("dewy-staff", token)
        for method, path in routes:
            answer = await browser.request(
                method, path, data=FORM if method == "POST" else None, follow_redirects=False
            )
            assert answer.status_code == 303, (method, path)
            assert answer.headers["location"].startswith("/staff/sign-in"), (method, path)
            # what a script asks for is refused, not led elsewhere
            if method == "GET":
                headers = {"Sec-Fetch-Mode": "cors"}
                asked = await browser.get(path, headers=headers, follow_redirects=False)
                assert asked.status_code == 401, path
    assert log.entries() == before


async def test_no_form_is_taken_from_another_sites_page(
    app: FastAPI, browser: Browser, number: int, log: AuditLog
) -> None:
    before = log.entries()
    forms = [path for method, path in closed_routes(app) if method == "POST"]
    forms += [path.replace("{code}", "abc") for path in OPEN if path != "/staff/forgot"]
    for headers in (
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        # another site on the same machine
        {"Origin": DOOR + ":8080", "Sec-Fetch-Site": "same-site"},
    ):
        for path in forms:
            answer = await browser.post(path, data=FORM, headers=headers)
            assert answer.status_code == 403, (path, headers)
    assert log.entries() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://www.clinic.example", "Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        # a picture or a script there, which states no origin
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_no_page_is_read_by_another_sites_script(
    app: FastAPI, browser: Browser, number: int, log: AuditLog, headers: dict[str, str]
) -> None:
    before = log.entries()
    browser.headers = httpx.Headers()
    for method, path in closed_routes(app):
        if method == "GET":
            answer = await browser.get(path, headers=headers)
            assert answer.status_code == 403, path
    assert log.entries() == before


async def test_a_link_of_a_mail_opens_a_page(browser: Browser, number: int) -> None:
    browser.headers = httpx.Headers(
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    )
    page = await browser.get(f"/staff/intakes/{number}")
    assert page.status_code == 200 and page.url.path == f"/staff/intakes/{number}"


async def test_a_number_that_no_database_takes_leads_nowhere(
    app: FastAPI, admin: Browser, number: int
) -> None:
    for one in (2**31, 99999999999999999999):
        for route in routes_of(app):
            if "_id:" in route.path or "_id}" in route.path:
                path = re.sub(r"\{\w+_id\}", str(one), route.path).replace("{key}", "age")
                for method in route.methods:
                    answer = await admin.request(method, path, data=FORM)
                    assert answer.status_code in (403, 404), path
        for path in ("/log?who={}", "/log?before={}", "?who={}", "?after=1.1.{}", "?after=1.{}.1"):
            answer = await admin.get("/staff" + path.format(one))
            assert answer.status_code == 422 or (one == 2**31 and "after" in path), path
        form = {"to": str(one)}
        assert (await admin.post("/staff/intakes/1/assign", data=form)).status_code == 422


async def test_who_is_of_the_staff_does_not_lead(
    receptionist: Browser, doctor: Member, log: AuditLog
) -> None:
    before = log.entries()
    for method, path in (
        ("GET", "/staff/people"),
        ("POST", "/staff/people"),
        ("POST", f"/staff/people/{doctor.id}"),
        ("POST", f"/staff/people/{doctor.id}/let-go"),
        ("POST", f"/staff/people/{doctor.id}/take-back"),
        ("POST", f"/staff/people/{doctor.id}/reset"),
        ("POST", f"/staff/people/{doctor.id}/codes-off"),
        ("GET", "/staff/log"),
    ):
        answer = await receptionist.request(method, path, data=FORM)
        assert answer.status_code == 403, path
        assert "Your role does not allow this" in answer.text
    assert log.entries() == before
    assert "People" not in (await receptionist.get("/staff")).text


async def test_pages_are_kept_by_no_cache_and_framed_by_nobody(browser: Browser) -> None:
    headers = (await browser.get("/staff")).headers
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
