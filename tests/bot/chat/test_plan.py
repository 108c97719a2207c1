"""The plan as a page of its own, to print: one sheet of A4 for most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

import regimen
from clinic.records import Records
from clinic.settings import Settings
from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
from tests.bot.chat.site import Site
from tests.bot.chat.test_accessibility import RULES, SCHEMES
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

pytestmark = pytest.mark.browser
LIGHT = {
    "products": [{"id": "cleanser", "status": "current", "per_week": 7}],
    "spf_use": "daily",
    "concerns": ["dullness"],
}


def using(*products: str) -> list[dict[str, Any]]:
    return [{"id": each, "status": "current", "per_week": 7} for each in products]


# as much as one patient may bring
HEAVY = {
    "products": using(
        *("glycolic_acid", "peel_solution", "physical_scrub", "tretinoin", "benzoyl_peroxide"),
        *("hydroquinone", "vitamin_c", "niacinamide", "toner", "essence", "face_oil"),
    ),
    "medications": [{"id": "doxycycline", "status": "current"}],
    "procedures": [
        {"id": "chemical_peel", "status": "booked"},
        {"id": "laser", "status": "wanted"},
    ],
    "conditions": ["rosacea", "keloids", "cold_sores"],
    "concerns": ["melasma", "acne", "fine_lines", "dullness", "texture"],
    "symptoms": ["redness", "breakouts"],
    "skin_type": ["sensitive"],
    "spf_use": "sometimes",
    "spf_value": 15,
    "spf_reapply": False,
    "smoking": "current",
    "stress": "high",
    "sleep_hours": 5,
    "event": {"id": "wedding", "days": 10},
    "diet": ["high_sugar"],
    "age": 29,
}


def gives(screen: Screen, served: Served, stand_in: StandIn, advice: Mapping[str, Any]) -> None:
    """Put a plan into the records of a patient who was just greeted."""
    records = Records.open(Settings(var=served.var))
    intake = records.begin_intake(stand_in.heard[-1]["sender"], "web")
    records.complete(intake, advice)
    records.dispose()


def sheet(show: Show, served: Served, stand_in: StandIn, facts: Mapping[str, Any]) -> Screen:
    """Give a patient a plan, and open it to print."""
    screen = show(served.url).is_greeted()
    gives(screen, served, stand_in, regimen.advise(regimen.check(facts)))
    link = screen.page.evaluate(
        "fetch('/api/plan/link', { method: 'POST' }).then((it) => it.json())"
    )
    screen.page.goto(link["url"])
    return screen


def card(screen: Screen, served: Served, stand_in: StandIn) -> Locator:
    """Have a plan shown in the talk; return the button that opens it."""
    advice = regimen.advise(regimen.check(LIGHT))
    gives(screen, served, stand_in, advice)
    plan = {**advice, "treatments": []}
    stand_in.body = lambda _: [{"text": "MORNING"}, {"custom": {"plan": plan}}]
    screen.says("yes")
    return screen.plan.get_by_role("button", name="Open to print")


def test_the_card_opens_it_in_a_tab_of_its_own(
    show: Show, site: Site, served: Served, stand_in: StandIn
) -> None:
    screen = show(site.page()).opens()
    button = card(screen, served, stand_in)
    with screen.page.expect_popup() as popup:
        button.click()
    expect(popup.value.get_by_role("article", name="Your plan")).to_be_visible()
    assert popup.value.evaluate("window.opener") is None


def test_a_tab_that_the_browser_held_back_can_be_opened_by_a_link(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    screen.page.evaluate("window.open = () => null")
    card(screen, served, stand_in).click()
    with screen.context.expect_page() as page:
        screen.plan.get_by_role("link", name="Open your plan here").click()
    expect(page.value.get_by_role("article", name="Your plan")).to_be_visible()
    expect(screen.plan.get_by_role("link", name="Open your plan here")).to_have_count(0)


def test_a_plan_that_is_gone_is_said_on_the_card(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    button = card(screen, served, stand_in)
    screen.page.route(
        "**/api/plan/link", lambda route: route.fulfill(status=404, json={"problem": "It is gone."})
    )
    button.click()
    expect(screen.plan.get_by_role("status")).to_have_text("It is gone.")
    screen.forgives()


def test_it_says_whose_and_when(show: Show, served: Served, stand_in: StandIn) -> None:
    page = sheet(show, served, stand_in, LIGHT).page
    expect(page.get_by_role("heading", level=1)).to_have_text("Your skin plan from the clinic")
    expect(page.get_by_text("Given on")).to_have_text(re.compile(r"Given on \d+ \w+ \d{4}$"))
    expect(page.get_by_role("button", name="Open to print")).to_have_count(0)


def test_it_prints_itself_without_what_only_a_screen_needs(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    page = sheet(show, served, stand_in, LIGHT).page
    page.evaluate("window.print = () => { window.printing = true; }")
    button = page.get_by_role("button", name="Print")
    button.click()
    assert page.evaluate("window.printing")
    page.emulate_media(media="print")
    expect(button).to_be_hidden()
    expect(page.get_by_role("link", name="Back to the talk")).to_be_hidden()
    expect(page.get_by_text("Given on")).to_be_visible()


@pytest.mark.parametrize(("facts", "most"), [(LIGHT, 1), (HEAVY, 3)], ids=["light", "heavy"])
def test_it_fits_on_paper(
    show: Show, served: Served, stand_in: StandIn, facts: Mapping[str, Any], most: int
) -> None:
    pdf = sheet(show, served, stand_in, facts).page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= most


@pytest.mark.parametrize("width", [320, 900])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_everybody_can_read_it(
    show: Show, served: Served, stand_in: StandIn, scheme: str, width: int
) -> None:
    page = sheet(show, served, stand_in, HEAVY).page
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of SCHEMES
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_plan_of_another_shape_is_an_apology(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = sheet(show, served, stand_in, LIGHT)
    expect(screen.plan).to_be_visible()
    other = show(served.url).is_greeted()
    odd = {
        "triage": {"level": "routine", "reasons": []},
        "warnings": [{"id": "x", "severity": "stop", "message": "x"}],
    }
    gives(other, served, stand_in, odd)
    link = other.page.evaluate(
        "fetch('/api/plan/link', { method: 'POST' }).then((it) => it.json())"
    )
    other.page.goto(link["url"])
    expect(other.page.get_by_text("I cannot show your plan here")).to_be_visible()


def test_without_a_plan_the_way_back_is_there(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(f"{served.url}/plan")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("There is no plan to show")
    assert Axe().run(screen.page, options=RULES).response["violations"] == []
    screen.page.get_by_role("link", name="Back to the talk").click()
    screen.is_greeted()
    screen.forgives()
