"""The page when something fails, or says something odd; the stand-in plays Rasa."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.chat.conftest import Show
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

pytestmark = pytest.mark.browser
# what Chromium itself writes to the console when an answer is none of 200
REFUSED = "Failed to load resource"


def test_a_message_that_failed_is_kept_and_tried_again_once(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    stand_in.status = 500
    screen.words.fill("acne")
    screen.words.press("Enter")
    again = screen.page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(screen.page.get_by_role("alert")).to_contain_text("Your message is kept")
    expect(screen.said).to_contain_text(["acne"])
    stand_in.status = 200
    again.click()
    expect(screen.answers.last).to_contain_text("You said: acne")
    expect(again).to_have_count(0)
    expect(screen.said).to_have_count(1)
    expect(screen.answers).to_have_count(2)
    assert stand_in.texts == ["hello", "acne", "acne"]
    screen.problems = [each for each in screen.problems if REFUSED not in each]


def test_a_failed_message_survives_a_reload(show: Show, served: Served, stand_in: StandIn) -> None:
    screen = show(served.url).is_greeted()
    stand_in.status = 500
    screen.words.fill("acne")
    screen.words.press("Enter")
    expect(screen.page.get_by_role("button", name="Try again")).to_be_visible()
    stand_in.status = 200
    screen.page.reload()
    expect(screen.answers.last).to_contain_text("You said: acne")
    expect(screen.said).to_have_count(1)
    screen.problems = [each for each in screen.problems if REFUSED not in each]


def test_what_is_written_meanwhile_waits_its_turn(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    stand_in.seconds = 0.4
    for text in ("one", "two", "three"):
        screen.words.fill(text)
        screen.words.press("Enter")
    expect(screen.answers.last).to_contain_text("You said: three")
    assert stand_in.texts == ["hello", "one", "two", "three"]
    spoken = screen.page.locator(".message .bubble").all_inner_texts()
    assert spoken[1:] == [
        each for text in ("one", "two", "three") for each in (text, f"You said: {text}")
    ]


def test_a_greeting_that_failed_can_be_asked_for_again(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    stand_in.status = 500
    screen = show(served.url)
    again = screen.page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    stand_in.status = 200
    again.click()
    screen.is_greeted()
    expect(again).to_have_count(0)
    screen.problems = [each for each in screen.problems if REFUSED not in each]


def test_an_ended_session_begins_another_without_losing_the_message(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    screen.context.clear_cookies()
    screen.says("acne")
    expect(screen.answers.last).to_contain_text("You said: acne")
    screen.problems = [each for each in screen.problems if REFUSED not in each]


def test_words_that_look_like_html_are_words(show: Show, served: Served, stand_in: StandIn) -> None:
    html = "<img src=x onerror=alert(1)><b>bold</b>"
    screen = show(served.url).is_greeted()
    stand_in.body = lambda text: [{"text": text, "buttons": [{"title": html, "payload": html}]}]
    screen.says(html)
    expect(screen.answers.last).to_contain_text(html)
    expect(screen.said.last).to_contain_text(html)
    expect(screen.replies.last).to_have_text(html)
    expect(screen.page.locator(".message img, .message b")).to_have_count(0)


def test_a_plan_that_the_page_cannot_draw_is_shown_in_words(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    stand_in.body = lambda _: [{"text": "MORNING\n• Cleanse"}, {"custom": {"plan": {"new": 1}}}]
    screen.says("yes")
    expect(screen.answers.last).to_contain_text("MORNING")
    screen.says("and then?")


def test_too_long_a_message_cannot_be_sent(show: Show, served: Served, stand_in: StandIn) -> None:
    screen = show(served.url).is_greeted()
    screen.words.fill("x" * 2001)
    expect(screen.page.get_by_text("2001 of 2000")).to_be_visible()
    expect(screen.page.get_by_role("button", name="Send")).to_be_disabled()
    screen.words.press("Enter")
    expect(screen.said).to_have_count(0)
    screen.words.fill("x" * 2000)
    screen.words.press("Enter")
    expect(screen.said).to_have_count(1)


def test_an_emergency_names_the_crisis_line_that_its_words_name(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    stand_in.body = lambda _: [
        {"text": "Please talk to someone now: Tele-MANAS (14416)."},
        {"custom": {"triage": "now"}},
    ]
    screen.says("I want to end it")
    calls = screen.page.get_by_role("alert").get_by_role("link")
    expect(calls).to_have_text(["Call Tele-MANAS, 14416"])
    expect(calls).to_have_attribute("href", "tel:14416")
