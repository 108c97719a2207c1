"""Who leads chooses the clinic's colour and logo in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from clinic.settings import Settings
from clinic.staff.accounts import Accounts
from clinic.staff.audit import HOUSE
from clinic.staff.roles import Role
from tests.analysis.pictures import encoded, skin
from tests.bot.chat.conftest import Show, browser, door, served, show, stand_in
from tests.bot.chat.screen import Screen
from tests.bot.chat.test_accessibility import RULES
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn
from tests.clinic.staff.conftest import PASSWORD

__all__ = ["browser", "door", "served", "show", "stand_in"]

pytestmark = pytest.mark.browser
LOGIN = "lead@clinic.example"


@pytest.fixture
def settings_page(show: Show, served: Served, stand_in: StandIn) -> Screen:
    accounts = Accounts.open(Settings(var=served.var))
    accounts.set_password(accounts.add(LOGIN, "Asha Lead", Role.ADMIN, HOUSE), PASSWORD)
    accounts.dispose()
    screen = show(f"{served.url}/staff/settings")
    screen.page.get_by_label("Login").fill(LOGIN)
    screen.page.get_by_label("Password").fill(PASSWORD)
    screen.page.get_by_role("button", name="Sign in").click()
    return screen


def test_colour_and_logo_are_chosen(settings_page: Screen, tmp_path: Path) -> None:
    page = settings_page.page
    looks = page.get_by_role("region", name="Looks")
    text = looks.get_by_label("Accent colour", exact=True)
    picker = looks.get_by_label("Accent colour, to pick")
    # Dewy's own, until another is chosen
    expect(text).to_have_value("")
    expect(picker).to_have_value("#8c3b55")
    text.fill("#3d6b5e")
    expect(picker).to_have_value("#3d6b5e")
    picker.fill("#00507a")
    expect(text).to_have_value("#00507a")
    looks.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text(
        "The settings are changed. They hold from now on."
    )
    expect(text).to_have_value("#00507a")

    (tmp_path / "words.png").write_text("no picture")
    (tmp_path / "logo.png").write_bytes(encoded(skin((400, 100)), "PNG"))
    looks.get_by_label("Logo").set_input_files(tmp_path / "words.png")
    looks.get_by_role("button", name="Put the logo up").click()
    expect(looks).to_contain_text("The file is no PNG, JPEG or WebP picture.")
    looks.get_by_label("Logo").set_input_files(tmp_path / "logo.png")
    looks.get_by_role("button", name="Put the logo up").click()
    expect(page.get_by_role("status")).to_have_text("The logo is up.")
    logo = page.get_by_role("img", name="the clinic")
    expect(logo).to_have_js_property("naturalWidth", 400)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two
        assert Axe().run(page, options=RULES).response["violations"] == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert Axe().run(page, options=RULES).response["violations"] == []

    looks.get_by_role("button", name="Take it down").click()
    expect(page.get_by_role("status")).to_have_text("The logo is taken down.")
    expect(logo).to_have_count(0)
    # the picture that was none is answered with 422
    settings_page.forgives()
