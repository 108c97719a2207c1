"""The page by the rules of WCAG 2.2 AA that a program can check, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.house import House

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SCHEMES = ("light", "dark")


def violations(screen: Screen) -> list[str]:
    report = Axe().run(screen.page, options=RULES)
    return [
        f"{each['id']}: {node['html']} {node['failureSummary']}"
        for each in report.response["violations"]
        for node in each["nodes"]
    ]


@pytest.fixture(scope="module")
def planned(browser: Browser, house: House) -> Iterator[Screen]:
    """A first visit on a clinic's website, to the plan and then to an emergency."""
    screen = Screen(browser, f"{house.web_url}/demo", reduced_motion="reduce")
    screen.opens().gets_a_plan(
        "dullness, dry skin, glycolic acid every night, tretinoin daily, SPF 20 most days"
    )
    screen.says("my lips are swelling up and I can't breathe properly").says("delete my data")
    yield screen
    screen.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_talk_with_a_plan_and_an_emergency(planned: Screen, scheme: str) -> None:
    planned.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of SCHEMES
    assert violations(planned) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_messages_that_failed(show: Show, served: Served, stand_in: StandIn, scheme: str) -> None:
    screen = show(served.url, color_scheme=scheme).is_greeted()
    stand_in.status = 500
    screen.writes("acne")
    expect(screen.notes).to_be_visible()
    screen.page.route("**/api/messages", lambda route: route.abort())
    screen.writes("oily")
    expect(screen.notes.get_by_role("button", name="Try now")).to_be_visible()
    screen.page.route(
        "**/api/messages", lambda route: route.fulfill(status=400, json={"problem": "No."})
    )
    screen.notes.get_by_role("button", name="Try now").click()
    expect(screen.page.get_by_role("alert")).to_be_visible()
    assert violations(screen) == []
    screen.forgives()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_demo_with_the_widget_closed_and_open(
    show: Show, served: Served, stand_in: StandIn, scheme: str
) -> None:
    screen = show(f"{served.url}/demo", color_scheme=scheme)
    expect(screen.page.get_by_role("button", name="Talk with Dewy of Lumina")).to_be_visible()
    assert violations(screen) == []
    screen.opens().says("acne")
    screen.page.get_by_role("button", name="More").click()
    assert violations(screen) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_demo_on_a_phone(show: Show, served: Served, stand_in: StandIn, scheme: str) -> None:
    screen = show(f"{served.url}/demo", color_scheme=scheme, viewport={"width": 320, "height": 640})
    content = screen.page.evaluate("document.documentElement.scrollWidth")
    assert content <= 320
    screen.opens()
    assert violations(screen) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_photograph_before_it_is_sent(
    show: Show, served: Served, stand_in: StandIn, scheme: str, tmp_path: Path
) -> None:
    Image.new("RGB", (300, 200), "#d9a08b").save(tmp_path / "face.png")
    screen = show(served.url, color_scheme=scheme, permissions=["camera"]).is_greeted()
    screen.page.get_by_role("button", name="Add a photo").click()
    assert violations(screen) == []
    screen.page.get_by_role("menuitem", name="Take a photo").click()
    expect(screen.page.get_by_role("button", name="Take the photo")).to_be_enabled()
    assert violations(screen) == []
    screen.page.get_by_role("button", name="Take the photo").click()
    expect(screen.page.get_by_role("button", name="Send photo")).to_be_visible()
    assert violations(screen) == []


def test_the_talk_is_a_polite_log(planned: Screen) -> None:
    log = planned.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    assert "You: my lips are swelling" in (log.text_content() or "")
