"""The console on both databases, and browsers of the staff at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from clinic.console.console import add_console
from clinic.console.desk import Desk
from clinic.records import Records
from clinic.records.takeovers import Spoken
from clinic.settings import Settings
from clinic.staff.accounts import Accounts, Member
from clinic.staff.audit import HOUSE
from clinic.staff.roles import Role
from tests.clinic.reviews.conftest import tending
from tests.clinic.staff.conftest import PASSWORD, accounts, doctor, log, way_in

__all__ = ["accounts", "doctor", "log", "tending", "way_in"]

DOOR = "http://clinic.example"
Open = Callable[..., "Browser"]


class Browser(httpx.AsyncClient):
    """A browser at the console: it keeps cookies, and says which page a form is sent from."""

    async def sign_in(self, login: str = "rao@clinic.example", password: str = PASSWORD) -> None:
        answer = await self.post("/staff/sign-in", data={"login": login, "password": password})
        assert answer.url.path != "/staff/sign-in", answer.text


@pytest.fixture
def told() -> list[tuple[str, Spoken]]:
    """What staff said, and in which conversation."""
    return []


@pytest.fixture
def desk(migrated: Settings, told: list[tuple[str, Spoken]]) -> Iterator[Desk]:
    async def tell(sender: str, spoken: Spoken) -> None:
        told.append((sender, spoken))

    desk = Desk.open(migrated, tell)
    yield desk
    desk.dispose()


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    app = FastAPI()
    add_console(app, desk)
    return app


@pytest.fixture
async def at_door(app: FastAPI) -> AsyncIterator[Open]:
    """Open browsers that are not signed in."""
    async with AsyncExitStack() as stack:

        def open_one(**more: Any) -> Browser:
            browser = Browser(
                transport=httpx.ASGITransport(app, client=(more.pop("address", "192.0.2.1"), 1)),
                base_url=DOOR,
                follow_redirects=True,
                headers={"Origin": DOOR, "Sec-Fetch-Site": "same-origin"},
                **more,
            )
            stack.push_async_callback(browser.aclose)
            return browser

        yield open_one


@pytest.fixture
async def browser(at_door: Open, doctor: Member) -> Browser:
    """Dr Rao's browser, signed in."""
    browser = at_door()
    await browser.sign_in()
    return browser


@pytest.fixture
async def receptionist(at_door: Open, accounts: Accounts, doctor: Member) -> Browser:
    """The browser of Nurse Lim, who is of the staff."""
    return await signed_in(at_door(), accounts, "lim@clinic.example", "Nurse Lim", Role.STAFF)


@pytest.fixture
async def admin(at_door: Open, accounts: Accounts, doctor: Member) -> Browser:
    """The browser of somebody who leads."""
    return await signed_in(at_door(), accounts, "lead@clinic.example", "Asha Lead", Role.ADMIN)


async def signed_in(
    browser: Browser, accounts: Accounts, login: str, name: str, role: Role
) -> Browser:
    accounts.set_password(accounts.add(login, name, role, HOUSE), PASSWORD)
    await browser.sign_in(login)
    return browser


@pytest.fixture
def number(records: Records) -> int:
    """An intake with a plan, in whose facts and words there is something to look at."""
    records.give_consent("asha", "web", kind="intake", version="1", text="May we?", given=True)
    number = records.begin_intake("asha", "web")
    stated = {
        "concerns": ["acne"],
        "age": 27,
        "sleep_hours": 5,
        "medications": [{"id": "isotretinoin", "status": "stopped"}],
        "allergies": ["latex"],
        "spf_use": "never",
        "products": [{"id": "glycolic_acid", "status": "current", "per_week": 7}],
    }
    for key, value in stated.items():
        records.note(number, {key: value}, message=f"my words on {key}")
    records.note(number, {"sleep_hours": 6}, message="actually it is 6 hours")
    return number
