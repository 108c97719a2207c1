"""An open page brings itself up to date in a real Chromium, and takes nobody's words away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from clinic.records import Records
from clinic.settings import Settings
from clinic.staff.accounts import Accounts
from clinic.staff.audit import HOUSE
from clinic.staff.roles import Role
from tests.bot.chat.conftest import Show, browser, door, served, show, stand_in
from tests.bot.chat.screen import Screen
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.clinic.staff.conftest import PASSWORD

__all__ = ["browser", "door", "served", "show", "stand_in"]

pytestmark = pytest.mark.browser
# a change is told of within a second, and fetched after another and a half
SOON_MS = 4000


@pytest.fixture
def records(served: Served) -> Iterator[Records]:
    records = Records.open(Settings(var=served.var))
    yield records
    records.dispose()


@pytest.fixture
def accounts(served: Served) -> Iterator[Accounts]:
    accounts = Accounts.open(Settings(var=served.var))
    yield accounts
    accounts.dispose()


@pytest.fixture
def number(records: Records) -> int:
    records.give_consent("asha", "web", kind="intake", version="1", text="May we?", given=True)
    number = records.begin_intake("asha", "web")
    records.note(number, {"concerns": ["acne"]}, message="acne")
    return number


@pytest.fixture
def login(accounts: Accounts, number: int) -> str:
    login = f"nurse{number}@clinic.example"
    accounts.set_password(accounts.add(login, "Nurse Lim", Role.STAFF, HOUSE), PASSWORD)
    return login


@pytest.fixture
def sign_out(accounts: Accounts, login: str) -> Callable[[], None]:
    """Sign every browser of theirs out: the password is set anew."""

    def sign_out() -> None:
        found = accounts.reset_by_login(login)
        assert found
        accounts.set_password(found[0], PASSWORD)

    return sign_out


@pytest.fixture
def screen(show: Show, served: Served, stand_in: StandIn, number: int, login: str) -> Screen:
    """The page of a patient, open."""
    screen = show(f"{served.url}/staff/intakes/{number}")
    screen.page.get_by_label("Login").fill(login)
    screen.page.get_by_label("Password").fill(PASSWORD)
    screen.page.get_by_role("button", name="Sign in").click()
    expect(screen.page.locator("html.js")).to_be_attached()
    return screen


def is_refused(page: Page, note: str) -> None:
    """Send a note that is too long, which the field alone would not let pass."""
    field = page.get_by_label("New note")
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill(note)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("4000 characters")


def test_the_answer_to_a_refused_form_is_kept_up_to_date_with_the_words_in_it(
    screen: Screen, records: Records, number: int
) -> None:
    page, note = screen.page, "word " * 900
    is_refused(page, note)
    page.evaluate("window.stayed = true")
    records.note(number, {"allergies": ["zanzibarquark"]}, message="to zanzibarquark")
    expect(page.locator("#facts-table")).to_contain_text("zanzibarquark", timeout=SOON_MS)
    assert page.evaluate("window.stayed")
    assert page.get_by_label("New note").input_value() == note
    screen.forgives()


def test_who_is_signed_out_is_led_to_the_door_and_back(
    screen: Screen, records: Records, number: int, login: str, sign_out: Callable[[], None]
) -> None:
    page, here = screen.page, screen.page.url
    sign_out()
    records.note(number, {"allergies": ["latex"]}, message="to latex")
    expect(page.get_by_label("Login")).to_be_visible(timeout=SOON_MS)
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(here)
    screen.forgives()


@pytest.mark.parametrize("is_sent", [False, True])
def test_not_while_something_is_written(
    screen: Screen, records: Records, number: int, sign_out: Callable[[], None], is_sent: bool
) -> None:
    page, note = screen.page, "word " * (900 if is_sent else 2)
    if is_sent:
        is_refused(page, note)
    else:
        page.get_by_label("New note").fill(note)
    sign_out()
    with page.expect_response(lambda answer: answer.status == 401, timeout=SOON_MS):
        records.note(number, {"allergies": ["latex"]}, message="to latex")
    page.wait_for_timeout(500)
    assert page.get_by_label("New note").input_value() == note
    screen.forgives()
