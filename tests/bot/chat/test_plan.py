"""The plan as a page of its own, to print: one sheet of A4 for most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import regimen
from bot.gateway.sessions import sender_of
from clinic.records import Records
from clinic.settings import Settings
from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
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


def sheet(show: Show, served: Served, facts: Mapping[str, Any]) -> Screen:
    """Give a patient a plan, and open it to print."""
    screen = show(served.url).is_greeted()
    [token] = [each["value"] for each in screen.context.cookies() if each["name"] == "dewy"]
    records = Records.open(Settings(var=served.var))
    intake = records.begin_intake(sender_of(token), "web")
    records.complete(intake, regimen.advise(regimen.check(facts)))
    records.dispose()
    screen.page.goto(f"{served.url}/plan")
    expect(screen.plan).to_be_visible()
    return screen


def test_the_card_opens_it(show: Show, served: Served, stand_in: StandIn) -> None:
    plan = {**regimen.advise(regimen.check(LIGHT)), "treatments": []}
    screen = show(served.url).is_greeted()
    stand_in.body = lambda _: [{"text": "MORNING"}, {"custom": {"plan": plan}}]
    screen.says("yes")
    link = screen.plan.get_by_role("link", name="Open to print")
    expect(link).to_have_attribute("href", "/plan")


def test_it_says_whose_and_when(show: Show, served: Served, stand_in: StandIn) -> None:
    page = sheet(show, served, LIGHT).page
    expect(page.get_by_role("heading", level=1)).to_have_text("Your skin plan from the clinic")
    expect(page.get_by_text("Given on")).to_have_text(re.compile(r"Given on \d+ \w+ \d{4}$"))
    expect(page.get_by_role("link", name="Open to print")).to_have_count(0)


def test_it_prints_itself_without_what_only_a_screen_needs(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    page = sheet(show, served, LIGHT).page
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
    pdf = sheet(show, served, facts).page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= most


@pytest.mark.parametrize("width", [320, 900])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_everybody_can_read_it(
    show: Show, served: Served, stand_in: StandIn, scheme: str, width: int
) -> None:
    page = sheet(show, served, HEAVY).page
    page.set_viewport_size({"width": width, "height": 700})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of SCHEMES
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_plan_of_another_shape_is_an_apology(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    [token] = [each["value"] for each in screen.context.cookies() if each["name"] == "dewy"]
    records = Records.open(Settings(var=served.var))
    intake = records.begin_intake(sender_of(token), "web")
    records.complete(
        intake,
        {
            "triage": {"level": "routine", "reasons": []},
            "warnings": [{"id": "x", "severity": "stop", "message": "x"}],
        },
    )
    records.dispose()
    screen.page.goto(f"{served.url}/plan")
    expect(screen.page.get_by_text("I cannot show your plan here")).to_be_visible()


def test_without_a_plan_the_way_back_is_there(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(f"{served.url}/plan")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("There is no plan yet")
    assert Axe().run(screen.page, options=RULES).response["violations"] == []
    screen.page.get_by_role("link", name="Back to the talk").click()
    screen.is_greeted()
    screen.problems = [each for each in screen.problems if "Failed to load resource" not in each]
