"""Whole journeys on a clinic's website, with the real Rasa behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from clinic.migrate import upgrade
from deploy.train import train
from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
from tests.house import House, Parts
from tests.talks.patient import a_face

pytestmark = [pytest.mark.browser, pytest.mark.talk]
ORIENTATION = 0x0112
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


@pytest.fixture
def photographs(tmp_path: Path) -> dict[str, Path]:
    """Photographs of one face: a good one, one too dark, one on its side, and a face that is none."""
    face = Image.fromarray(a_face())
    dark = face.point(lambda value: value // 5)
    on_its_side, exif = face.transpose(Image.Transpose.ROTATE_90), Image.Exif()
    exif[ORIENTATION] = 6
    fake = Image.new("RGB", face.size, "#efe6dd")
    paths = {name: tmp_path / f"{name}.jpg" for name in ("good", "dark", "sideways", "fake")}
    face.save(paths["good"], quality=95)
    dark.save(paths["dark"], quality=95)
    on_its_side.save(paths["sideways"], quality=95, exif=exif)
    fake.save(paths["fake"], quality=95)
    return paths


def test_a_photograph_is_offered_refused_with_a_reason_looked_at_and_shown(
    show: Show, house: House, photographs: dict[str, Path]
) -> None:
    screen = show(house.web_url).is_greeted().picks("Yes, I agree").says(SKIN)
    while "May I look at a photo" not in screen.answers.last.inner_text():
        screen.says("skip")
    screen.picks("Yes, you may")
    for name, reason in (("dark", "too dark"), ("fake", "cannot find a face")):
        sends(screen, photographs[name])
        expect(screen.answers.last).to_contain_text("another photo")
        expect(screen.answers.nth(-2)).to_contain_text(reason)
    before = screen.answers.count()
    sends(screen, photographs["sideways"])
    expect(screen.answers.nth(before)).to_contain_text("Thank you for the photo")
    expect(screen.answers.nth(before)).to_contain_text("not a diagnosis")
    shown = screen.answers.get_by_role("img", name="Picture of what is said above")
    expect(shown).to_be_visible()
    width, height = shown.evaluate("(canvas) => [canvas.width, canvas.height]")
    assert height > width, "the legend stands below an upright face"
    screen.goes_on_to_the_plan()
    screen.page.reload()
    expect(shown).to_be_visible()


def sends(screen: Screen, path: Path) -> None:
    """Send a photograph, and wait until it was looked at."""
    before = screen.answers.count()
    screen.page.locator("input[type=file]").first.set_input_files(path)
    screen.page.get_by_role("button", name="Send photo").click()
    expect(screen.answers.nth(before)).to_be_visible(timeout=30_000)
    expect(screen.page.locator(".typing")).to_be_hidden()


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
