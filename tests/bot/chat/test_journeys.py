"""Whole journeys on a clinic's website, with the real Rasa behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from clinic.migrate import upgrade
from deploy.train import train
from tests.bot.chat.conftest import Show
from tests.house import House, Parts

pytestmark = [pytest.mark.browser, pytest.mark.talk]
SKIN = "large pores, oily skin, glycolic acid every night, sunscreen only at the beach"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    parts = Parts(tmp_path)
    train()
    upgrade(parts.settings)
    for name in ("actions", "rasa", "web"):
        parts.start(name)
    yield parts
    parts.stop()


def test_from_the_first_visit_to_the_plan_with_a_reload_in_the_middle(
    show: Show, house: House
) -> None:
    screen = show(f"{house.web_url}/demo").opens().picks("Yes, I agree").says(SKIN)
    said, answers = screen.said.all_inner_texts(), screen.answers.count()
    screen.page.reload()
    # it is open as it was, and nothing is there twice
    expect(screen.said).to_have_count(len(said))
    expect(screen.answers).to_have_count(answers)
    assert screen.said.all_inner_texts() == said
    screen.goes_on_to_the_plan()
    expect(screen.plan).to_contain_text("Your skin plan")
    with screen.context.expect_page() as printed:
        screen.plan.get_by_role("button", name="Open to print").click()
    expect(printed.value.get_by_role("heading", name="Your skin plan from")).to_be_visible()


def test_rasa_is_killed_in_the_middle_and_comes_back(parts: Parts, show: Show) -> None:
    screen = show(f"{parts.settings.web_url}/demo").opens().picks("Yes, I agree")
    parts.kill("rasa")
    answers = screen.answers.count()
    screen.words.fill(SKIN)
    screen.words.press("Enter")
    expect(screen.notes.first).to_contain_text("Your message is kept")
    expect(screen.notes.first).to_contain_text("112")
    screen.page.reload()
    expect(screen.notes.first).to_contain_text("Your message is kept")
    parts.start("rasa")
    expect(screen.answers.nth(answers)).to_be_visible()
    expect(screen.notes).to_have_count(0)
    # it was said once, and is answered once: the talk goes on with the next question
    expect(screen.said.filter(has_text="large pores")).to_have_count(1)
    screen.says("what have you noted?")
    noted = screen.answers.last.inner_text()
    assert noted.count("glycolic acid") == 1
    screen.goes_on_to_the_plan()


def test_the_door_is_killed_in_the_middle_and_comes_back(parts: Parts, show: Show) -> None:
    screen = show(f"{parts.settings.web_url}/demo").opens().picks("Yes, I agree")
    parts.kill("web")
    screen.words.fill(SKIN)
    screen.words.press("Enter")
    expect(screen.notes.first).to_contain_text("Not sent yet")
    answers = screen.answers.count()
    parts.start("web")
    expect(screen.answers.nth(answers)).to_be_visible()
    expect(screen.notes).to_have_count(0)
    expect(screen.said.filter(has_text="large pores")).to_have_count(1)
    screen.forgives("ERR_", "net::")
