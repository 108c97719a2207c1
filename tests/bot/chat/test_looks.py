"""The clinic's accent and logo where patients see them: chosen while the house runs, read well."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from clinic.choices import Choices, Logos
from clinic.choices.picture import fitted
from clinic.colours import Scheme, tones
from clinic.settings import Settings
from clinic.staff.audit import HOUSE
from tests.analysis.pictures import encoded, skin
from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
from tests.bot.chat.site import Site
from tests.bot.chat.test_accessibility import RULES, SCHEMES, violations
from tests.bot.chat.test_plan import LIGHT, sheet
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
GREEN, OWN = "#3d6b5e", "#8c3b55"
LOGO = fitted(encoded(skin((400, 100)), "PNG"))


def rgb(colour: str) -> str:
    return f"rgb({', '.join(map(str, bytes.fromhex(colour[1:])))})"


def choose(served: Served, accent: str | None, png: bytes | None) -> None:
    """Choose as another process does, and wait until this house has seen it."""
    settings = Settings(var=served.var)
    choices, logos = Choices.open(settings), Logos.open(settings)
    choices.choose(settings, {"accent": accent}, HOUSE)
    logos.choose(png, HOUSE)
    for store in (choices, logos):
        store.dispose()

    def is_seen() -> bool:
        told = httpx.get(f"{served.url}/api/widget").json()
        return (bool(told["tones"]), told["logo"]) == (bool(accent), bool(png))

    wait_until(is_seen, "the choice")


def sends_in(screen: Screen, colour: str) -> None:
    """See that the button is in a colour, once there is something to send."""
    screen.words.fill("hello")
    send = screen.page.get_by_role("button", name="Send")
    expect(send).to_have_css("background-color", colour)


@pytest.fixture
def looks(served: Served, stand_in: StandIn) -> Iterator[None]:
    """A clinic with a green accent and a logo; afterwards it has neither."""
    choose(served, GREEN, LOGO)
    yield
    choose(served, None, None)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_to_talk_on(show: Show, served: Served, looks: None, scheme: Scheme) -> None:
    screen = show(served.url, color_scheme=scheme).is_greeted()
    sends_in(screen, rgb(tones(GREEN)[scheme]["--accent"]))
    logo = screen.page.get_by_role("img", name="the clinic")
    expect(logo).to_be_visible()
    box = logo.bounding_box()
    assert box and box["height"] <= 44 and box["width"] / box["height"] > 2
    expect(screen.page.locator(".mark")).to_have_count(0)
    screen.writes("hello")
    expect(screen.said).to_be_visible()
    assert violations(screen) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_widget_on_a_strict_website(
    show: Show, site: Site, looks: None, scheme: Scheme
) -> None:
    screen = show(site.page(), color_scheme=scheme)
    # from the first moment on, and what is fetched changes nothing
    expect(screen.launcher).to_have_css("background-color", rgb(GREEN))
    screen.opens()
    expect(screen.page.get_by_role("img", name="the clinic")).to_be_visible()
    sends_in(screen, rgb(tones(GREEN)[scheme]["--accent"]))


def test_what_the_website_says_wins(show: Show, site: Site, looks: None) -> None:
    screen = show(site.page(colour="#00507a", clinic="Aurora"))
    expect(screen.launcher).to_have_css("background-color", "rgb(0, 80, 122)")
    screen.opens()
    sends_in(screen, "rgb(0, 80, 122)")
    expect(screen.page.get_by_role("img", name="Aurora")).to_be_visible()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_printed_plan(
    show: Show, served: Served, stand_in: StandIn, looks: None, scheme: Scheme
) -> None:
    page = sheet(show, served, stand_in, LIGHT).page
    page.emulate_media(color_scheme=scheme)
    logo = page.get_by_role("img", name="the clinic")
    expect(logo).to_have_js_property("naturalWidth", 400)
    button = page.get_by_role("button", name="Print")
    expect(button).to_have_css("color", rgb(tones(GREEN)[scheme]["--accent"]))
    report = Axe().run(page, options=RULES)
    assert report.response["violations"] == []
    page.emulate_media(media="print", color_scheme="dark")
    expect(logo).to_be_visible()
    expect(page.locator(".plan h3 .icon").first).to_have_css("color", rgb(GREEN))


def test_without_them_all_is_dewys_own(
    show: Show, served: Served, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page())
    expect(screen.launcher).to_have_css("background-color", rgb(OWN))
    screen.opens()
    expect(screen.page.locator(".mark")).to_be_visible()
    expect(screen.page.get_by_role("img", name="the clinic")).to_have_count(0)
    sends_in(screen, rgb(OWN))


def test_a_logo_that_cannot_be_had_leaves_dewys_mark(
    show: Show, served: Served, looks: None
) -> None:
    screen = show("about:blank")
    screen.page.route("**/logo", lambda route: route.abort())
    screen.page.goto(served.url)
    screen.is_greeted()
    expect(screen.page.locator(".mark")).to_be_visible()
    screen.forgives()
