"""A patient talks on the page, with the whole house behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
from tests.house import House

pytestmark = pytest.mark.browser
SKIN = (
    "dull bumpy skin, oily. I use a face scrub every day and glycolic acid every night, "
    "sunscreen only at the beach"
)
PHONE = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def planned(browser: Browser, house: House) -> Iterator[Screen]:
    """A patient who has just been given a plan."""
    screen = Screen(browser, house.web_url, reduced_motion="reduce").gets_a_plan(SKIN)
    yield screen
    screen.context.close()
    assert screen.problems == []


def test_the_assistant_speaks_first(show: Show, house: House) -> None:
    screen = show(house.web_url).is_greeted()
    expect(screen.answers.first).to_contain_text("not a doctor")
    expect(screen.said).to_have_count(0)
    expect(screen.replies).to_have_count(2)
    expect(screen.words).to_be_focused()


def test_a_quick_reply_is_said_and_retires(show: Show, house: House) -> None:
    screen = show(house.web_url).is_greeted().picks("Yes, I agree")
    expect(screen.said).to_contain_text(["Yes, I agree"])
    expect(screen.page.get_by_role("button", name="Yes, I agree")).to_have_count(0)
    expect(screen.words).to_be_focused()


def test_the_plan_is_a_card_in_place_of_its_words(planned: Screen) -> None:
    expect(planned.plan).to_have_count(1)
    expect(planned.page.get_by_text("MORNING", exact=True)).to_have_count(0)
    expect(planned.answers.filter(has_text="Here is your plan")).to_have_count(1)


def test_the_card_warns_first_by_severity(planned: Screen) -> None:
    headings = planned.plan.get_by_role("heading").all_inner_texts()
    assert headings[:2] == ["Your skin plan", "Please read first"]
    assert headings.index("Please read first") < headings.index("Morning")
    warnings = planned.plan.locator(".warning")
    expect(warnings.first.locator(".severity")).to_have_text("Stop")
    expect(warnings.filter(has_text="sunscreen").first).to_be_visible()
    expect(warnings.first.get_by_text("sources")).to_be_visible()
    sources = warnings.first.locator("details li").first
    expect(sources).to_be_hidden()
    warnings.first.locator("summary").click()
    expect(sources).to_be_visible()


def test_the_card_has_all_parts_in_plain_words(planned: Screen) -> None:
    expect(planned.plan).to_contain_text("Evening")
    expect(planned.plan.locator(".hold")).to_contain_text("Glycolic acid")
    expect(planned.plan.get_by_role("img")).to_have_attribute(
        "aria-label", "21 points a week; right for you is up to 3"
    )
    expect(planned.plan.locator(".timeline")).to_contain_text("weeks")
    assert "_" not in planned.plan.inner_text()


def test_a_reload_resumes_with_the_card(planned: Screen) -> None:
    # the last asks whether somebody may ask again in some weeks
    before, replies = planned.answers.count(), planned.replies.all_inner_texts()
    assert replies
    planned.page.reload()
    expect(planned.plan).to_be_visible()
    expect(planned.answers).to_have_count(before)
    expect(planned.replies).to_have_text(replies)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_scrolls_sideways(planned: Screen, width: int) -> None:
    planned.page.set_viewport_size({"width": width, "height": 700})
    content, window = planned.width()
    assert content <= window == width


def test_an_emergency_is_an_alert_with_a_number_to_call(show: Show, house: House) -> None:
    screen = show(house.web_url, **PHONE).is_greeted()
    screen.says("my lips are swelling up and I can't breathe properly")
    alert = screen.page.get_by_role("alert")
    expect(alert).to_contain_text("Please act now")
    expect(alert.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    expect(alert).to_be_in_viewport(ratio=0.3)
    expect(screen.replies).to_have_count(0)
    content, window = screen.width()
    assert content <= window


def test_lists_are_lists(show: Show, house: House) -> None:
    screen = show(house.web_url).is_greeted().picks("Yes, I agree")
    screen.says("acne, oily skin, glycolic acid every night").says("what have you noted?")
    expect(screen.answers.last.get_by_role("listitem").first).to_contain_text(":")
    expect(screen.answers.last).not_to_contain_text("•")


def test_the_keyboard_is_enough(show: Show, house: House) -> None:
    screen = show(house.web_url).is_greeted()
    screen.page.keyboard.press("Shift+Tab")
    screen.page.keyboard.press("Shift+Tab")
    expect(screen.replies.last).to_be_focused()
    screen.page.keyboard.press("Shift+Tab")
    screen.page.keyboard.press("Enter")
    expect(screen.said).to_have_count(1)
    expect(screen.words).to_be_focused()
    screen.is_answered(1)
    screen.page.keyboard.type("acne")
    screen.page.keyboard.press("Shift+Enter")
    screen.page.keyboard.type("oily skin")
    expect(screen.said).to_have_count(1)
    screen.page.keyboard.press("Enter")
    expect(screen.said.last).to_contain_text("acne\noily skin", use_inner_text=True)


def test_a_deleted_talk_leaves_the_page_too(show: Show, house: House) -> None:
    screen = show(house.web_url).is_greeted().picks("Yes, I agree").says("acne, oily skin")
    screen.says("delete my data")
    screen.replies.filter(has_text="Yes, delete it").click()
    expect(screen.answers.filter(has_text="deleted")).to_be_visible()
    expect(screen.said).to_have_count(0)
    screen.page.reload()
    expect(screen.replies).to_have_count(2)
    expect(screen.page.get_by_text("acne, oily skin")).to_have_count(0)
