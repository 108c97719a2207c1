"""How it looks where it stands: phones, directions, dark, motion, colours, paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.bot.chat.conftest import Show
from tests.bot.chat.site import Site
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
DARK_SURFACE, LIGHT_SURFACE = "rgb(36, 27, 25)", "rgb(255, 255, 255)"


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found
    return dict(found)


def style(locator: Locator, name: str) -> Any:
    return locator.evaluate(f"(node) => getComputedStyle(node)['{name}']")


def test_on_a_phone_it_fills_the_screen_and_holds_the_site_still(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page(), **PHONE)
    overflow = "document.documentElement.style.overflow"
    assert screen.page.evaluate(overflow) == ""
    screen.opens()
    assert box(screen.dialog) == {"x": 0, "y": 0, "width": 360, "height": 640}
    expect(screen.dialog).to_have_attribute("aria-modal", "true")
    assert screen.page.evaluate(overflow) == "hidden"
    # no keyboard over the talk before the patient wants one
    expect(screen.words).not_to_be_focused()
    screen.closes()
    assert screen.page.evaluate(overflow) == ""


def test_on_a_phone_the_focus_stays_where_it_can_be_seen(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page(), **PHONE).opens()
    for _ in range(12):
        screen.page.keyboard.press("Tab")
        assert screen.page.evaluate("document.activeElement.localName") == "dewy-chat"


def test_it_shrinks_with_what_the_keyboard_leaves(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page(), **PHONE).opens()
    screen.page.set_viewport_size({"width": 360, "height": 380})
    expect(screen.words).to_be_in_viewport(ratio=1)
    assert box(screen.dialog)["height"] == 380


def test_on_a_desktop_the_site_can_be_used_beside_it(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page()).opens()
    assert screen.dialog.get_attribute("aria-modal") is None
    screen.page.mouse.move(100, 300)
    screen.page.mouse.wheel(0, 400)
    screen.page.wait_for_function("scrollY > 0")
    screen.page.get_by_role("heading", level=1).click()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_scrolls_sideways(show: Show, site: Site, stand_in: StandIn, width: int) -> None:
    stand_in.body = lambda _: [{"text": "Averylongwordwithoutanyend" * 9}]
    screen = show(site.page(), viewport={"width": width, "height": 600}).opens()
    screen.says("x" * 300)
    talk = screen.page.locator(".talk")
    assert talk.evaluate("(node) => node.scrollWidth <= node.clientWidth")


def test_from_right_to_left_everything_is_mirrored(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page(direction="rtl")).opens().says("بشرتي جافة")
    panel = box(screen.dialog)
    assert panel["x"] == 20
    centre = panel["x"] + panel["width"] / 2
    said, answer = screen.said.locator(".bubble"), screen.answers.first.locator(".bubble")
    assert box(said)["x"] < centre < box(answer)["x"] + box(answer)["width"]
    assert box(screen.page.get_by_role("button", name="Send"))["x"] < centre
    # words keep their own direction
    assert (style(said, "direction"), style(answer, "direction")) == ("rtl", "ltr")
    close = box(screen.page.get_by_role("button", name="Close"))
    assert close["x"] < box(screen.page.get_by_role("heading", level=2).first)["x"]


@pytest.mark.parametrize(
    ("theme", "scheme", "surface"),
    [
        ("auto", "light", LIGHT_SURFACE),
        ("auto", "dark", DARK_SURFACE),
        ("light", "dark", LIGHT_SURFACE),
        ("dark", "light", DARK_SURFACE),
    ],
)
def test_it_is_light_or_dark_as_the_patient_or_the_site_likes(
    show: Show, site: Site, theme: str, scheme: str, surface: str
) -> None:
    screen = show(site.page(theme=theme), color_scheme=scheme).opens()
    expect(screen.answers.locator(".bubble").first).to_have_css("background-color", surface)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_motion_is_only_for_those_who_like_it(
    show: Show, site: Site, stand_in: StandIn, motion: str
) -> None:
    screen = show(site.page(), reduced_motion=motion).opens()
    moved = {style(each, "animationName") for each in (screen.dialog, screen.answers.first)}
    assert (moved == {"none"}) == (motion == "reduce")


@pytest.mark.parametrize("colour", ["red", "#12345", "rgb(0 0 0)", "#8c3b55;}", ""])
def test_what_is_no_colour_changes_nothing(
    show: Show, site: Site, stand_in: StandIn, colour: str
) -> None:
    screen = show(site.page(colour=colour)).opens()
    expect(screen.launcher).to_have_css("background-color", "rgb(140, 59, 85)")


def test_a_talk_can_be_printed(show: Show, served: Served, stand_in: StandIn) -> None:
    screen = show(served.url).is_greeted()
    for number in range(12):
        screen.says(f"line {number}")
    screen.page.emulate_media(media="print")
    expect(screen.words).to_be_hidden()
    assert box(screen.page.locator(".log"))["height"] > 700
    assert style(screen.page.locator(".talk"), "overflowY") == "visible"
