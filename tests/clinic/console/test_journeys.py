"""Staff at the console in a real Chromium, while a patient talks: the whole house behind both."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.bot.chat.conftest import Show, browser, show
from tests.bot.chat.screen import REFUSED, Screen
from tests.bot.chat.test_accessibility import RULES
from tests.house import House

__all__ = ["browser", "show"]

pytestmark = [pytest.mark.browser, pytest.mark.talk]
PASSWORD = "glade tundra wicker omelet"
PHONE = {"width": 390, "height": 844}


def violations(page: Page) -> list[str]:
    report = Axe().run(page, options=RULES)
    return [
        f"{each['id']}: {node['html']} {node['failureSummary']}"
        for each in report.response["violations"]
        for node in each["nodes"]
    ]


def sign_in(page: Page, login: str, password: str) -> None:
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture(scope="module")
def staff(browser: Browser, house: House) -> Iterator[Screen]:
    """The admin's browser, from the password that `make run` shows once."""
    shown = re.search(r"as admin with (\S+) \(shown this once\)", house.log.read_text())
    assert shown
    screen = Screen(browser, f"{house.web_url}/staff", reduced_motion="reduce")
    page = screen.page
    sign_in(page, "admin", shown[1])
    page.get_by_label("The password so far").fill(shown[1])
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Once more").fill(PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    sign_in(page, "admin", PASSWORD)
    expect(page.get_by_role("heading", name="Queue")).to_be_attached()
    yield screen
    # an address that leads nowhere is one of the pages
    assert [each for each in screen.problems if REFUSED not in each] == []
    screen.context.close()


@pytest.fixture
def word() -> str:
    """What one patient alone says, among all who have talked in this house."""
    return "".join(random.choices(string.ascii_lowercase, k=12))


@pytest.fixture
def patient(show: Show, house: House, word: str) -> Screen:
    """Somebody who has told of acne, on the page of the clinic."""
    screen = show(house.web_url).is_greeted().picks("Yes, I agree")
    screen.says("acne, I sleep 5 hours, glycolic acid every night")
    return screen.says(f"I am allergic to {word}")


def test_a_receptionist_finds_reads_and_tends_to_a_new_intake(
    staff: Screen, patient: Screen, house: House, word: str
) -> None:
    page = staff.page
    page.goto(f"{house.web_url}/staff")
    first = page.locator("#list a[id]").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    # from anywhere to the search
    page.keyboard.press("Control+k")
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    expect(page.locator("#list a[id]")).to_have_count(1)
    page.locator("#list a[id]").press("Enter")
    expect(page.locator("#glance")).to_contain_text("7 of 2 a week: glycolic acid")
    expect(page.locator("#facts")).to_contain_text("I sleep 5 hours, glycolic acid every night")
    # a choice is sent as it is made
    page.get_by_label("Status").select_option("ready")
    expect(page.get_by_role("status")).to_have_text("The status is changed.")
    page.get_by_label("Name").fill("Asha R.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Asha R.")
    page.get_by_label("New note").fill("Call her before noon.")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#notes-list")).to_contain_text("Call her before noon.")
    page.get_by_role("link", name="Put right: Sleep").click()
    page.get_by_label("One number").fill("7")
    page.get_by_label("How do you know?").fill("on the phone")
    page.get_by_role("button", name="Put right").click()
    expect(page.locator("#fact-sleep_hours")).to_contain_text("7 hours")
    # and the assistant knows it too
    expect(patient.says("what have you noted?").answers.last).to_contain_text("7 hours")


def test_the_queue_shows_what_comes_in_without_a_reload(
    staff: Screen, show: Show, house: House, word: str
) -> None:
    page = staff.page
    page.goto(f"{house.web_url}/staff?q={word}")
    expect(page.locator("#list")).to_contain_text("Nothing fits")
    page.evaluate("window.stayed = true")
    patient = show(house.web_url).is_greeted().picks("Yes, I agree")
    patient.says(f"dark circles, and I am allergic to {word}")
    expect(page.locator("#list a[id]")).to_have_count(1)
    number = str(page.locator("#list a[id]").get_attribute("href")).rpartition("/")[2]
    patient.says("my lips are swelling up and I can't breathe properly")
    alarm = page.locator("#alarms .alarm.now").filter(has_text=f"Intake {number},")
    expect(alarm).to_contain_text("breathing difficulty")
    assert page.evaluate("window.stayed")
    alarm.get_by_role("button", name="I take care of it").click()
    expect(page.get_by_role("status")).to_contain_text("its reminders have ended")
    expect(alarm).to_have_count(0)


def test_a_doctor_takes_the_talk_over_and_hands_it_back(
    staff: Screen, patient: Screen, house: House, word: str
) -> None:
    page = staff.page
    page.goto(f"{house.web_url}/staff?q={word}")
    page.locator("#list a[id]").click()
    page.get_by_role("button", name="Take over").click()
    expect(patient.answers.last).to_contain_text("Administrator from the clinic is here now")
    page.get_by_label("You write to the patient").fill("Hello, how is your skin today?")
    # the keys are listened to once the page's script is there
    expect(page.locator("html.js")).to_be_attached()
    page.keyboard.press("Control+Enter")
    expect(patient.answers.last).to_contain_text("Hello, how is your skin today?")
    # the assistant is silent, and staff read along
    answers = patient.answers.count()
    patient.writes("It burns a little")
    expect(page.locator("#talk-list")).to_contain_text("It burns a little")
    assert patient.answers.count() == answers
    # what cannot wait alarms them none the less
    patient.writes("now my lips are swelling and I cannot breathe")
    expect(page.locator("#head")).to_contain_text("facial swelling")
    page.get_by_role("button", name="I take care of it").click()
    page.get_by_role("button", name="Hand back to Dewy").click()
    expect(patient.answers.last).to_contain_text("You are talking with Dewy")
    expect(patient.says("what have you noted?").answers.last).to_contain_text("acne")


def test_a_doctor_changes_the_plan_and_the_patient_has_it(
    staff: Screen, patient: Screen, house: House, word: str
) -> None:
    patient.goes_on_to_the_plan()
    page = staff.page
    page.goto(f"{house.web_url}/staff?q={word}")
    page.locator("#list a[id]").click()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Morning, step 1, with").fill("cool water alone")
    page.get_by_label("Your words to the patient").fill("Be gentle with it.")
    page.get_by_role("button", name="Approve and send").click()
    expect(page.locator("#plan")).to_contain_text("Approved by Administrator")
    expect(patient.answers.last).to_contain_text("Cool water alone")
    expect(patient.page.locator("#log, .log, dewy-chat").first).to_contain_text(
        "Be gentle with it."
    )


def test_what_is_chosen_holds_in_the_next_talk(staff: Screen, show: Show, house: House) -> None:
    page = staff.page
    page.goto(f"{house.web_url}/staff/settings")
    numbers = page.locator("#emergencies")
    numbers.get_by_label("Emergency number").fill("999 111")
    numbers.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("They hold from now on")
    try:
        patient = show(house.web_url).is_greeted()
        expect(patient.page.get_by_role("link", name="999 111").first).to_be_visible()
        patient.says("my face is swelling and I cannot breathe")
        expect(patient.answers.last).to_contain_text("999 111")
    finally:
        page.locator("#emergencies").get_by_role("button", name="Back to the defaults").click()
    expect(page.locator("#emergencies").get_by_label("Emergency number")).to_have_value("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "/people",
        "/settings",
        "/log",
        "/me",
        "/me/password",
        "/me/codes",
        "/intakes/1",
        "/intakes/1/facts/products",
        "/intakes/1/plan",
        "/nothing",
    ],
)
def test_pages_keep_the_rules_that_a_program_can_check(
    staff: Screen, patient: Screen, house: House, path: str, scheme: str
) -> None:
    page = staff.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two
    page.goto(f"{house.web_url}/staff{path}")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/sign-in", "/forgot", "/password/none"])
def test_the_doors_do_too(show: Show, house: House, path: str) -> None:
    screen = show(f"{house.web_url}/staff{path}")
    assert violations(screen.page) == []
    screen.problems.clear()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/people",
        "/settings",
        "/log",
        "/me",
        "/intakes/1",
        "/intakes/1/facts/products",
        "/intakes/1/plan",
    ],
)
def test_a_phone_need_not_be_scrolled_sideways(
    staff: Screen, patient: Screen, house: House, path: str
) -> None:
    page = staff.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    page.goto(f"{house.web_url}/staff{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
