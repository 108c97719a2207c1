"""The widget on a clinic's website: another origin, with a strict policy and rough styles."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from clinic.migrate import upgrade
from clinic.settings import Settings
from tests.bot.chat.conftest import Show
from tests.bot.chat.site import Site
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

pytestmark = pytest.mark.browser


def buttons(*titles: str) -> list[dict[str, object]]:
    choices = [{"title": each, "payload": each.lower()} for each in titles]
    return [{"text": "How often?", "buttons": choices}]


def test_the_launcher_is_there_before_anything_else_is_loaded(show: Show, site: Site) -> None:
    screen = show("about:blank")
    # never answered
    screen.page.route(re.compile(r"widget\.js|/api/"), lambda _: None)
    screen.page.goto(site.page(clinic="Lumina"))
    expect(screen.page.get_by_role("button", name="Dewy, Lumina")).to_be_visible()
    screen.page.close()


def test_the_sites_styles_stay_outside(show: Show, site: Site) -> None:
    screen = show(site.page())
    box = screen.launcher.bounding_box()
    assert box and (box["width"], box["height"]) == (60, 60)
    assert box["x"] + box["width"] == screen.page.viewport_size["width"] - 20  # type: ignore[index]
    screen.opens()
    looks = screen.answers.locator(".bubble").first.evaluate(
        """(node) => {
            const { color, fontFamily, textTransform, letterSpacing, fontSize } = getComputedStyle(node);
            return [color, fontFamily.includes("cursive"), textTransform, letterSpacing, fontSize];
        }"""
    )
    assert looks == ["rgb(56, 41, 43)", False, "none", "normal", "16px"]


def test_the_site_stays_as_it_was(show: Show, site: Site) -> None:
    count = """() => ({
        globals: Object.keys(window).sort(),
        head: document.head.outerHTML,
        body: [...document.body.children].map(({ localName }) => localName),
        styles: [document.documentElement.style.cssText, document.body.style.cssText],
        sheets: document.adoptedStyleSheets.length,
    })"""
    screen = show("about:blank")
    screen.page.route("**/dewy.js", lambda route: route.fulfill(body=""))
    screen.page.goto(site.page())
    before = screen.page.evaluate(count)
    screen.page.unroute_all()
    screen.page.goto(site.page())
    screen.opens().says("acne")
    after = screen.page.evaluate(count)
    assert before["body"] == ["main"]
    assert after == before | {"body": ["main", "dewy-chat"]}


def test_a_second_script_tag_does_nothing(show: Show, site: Site) -> None:
    screen = show(site.page(tags=3)).opens()
    expect(screen.page.locator("dewy-chat")).to_have_count(1)
    expect(screen.answers).to_have_count(1)


def test_the_tag_says_side_name_label_and_colour(show: Show, site: Site) -> None:
    screen = show(site.page(position="start", clinic="Aurora", label="Ask us", colour="#0a5"))
    expect(screen.page.get_by_role("button", name="Ask us")).to_be_visible()
    box = screen.launcher.bounding_box()
    assert box and box["x"] == 20
    expect(screen.launcher).to_have_css("background-color", "rgb(0, 170, 85)")
    screen.opens()
    expect(screen.dialog).to_have_accessible_name("Talk with Dewy of Aurora")
    expect(screen.page.get_by_role("heading", level=2).first).to_have_text("Dewy for Aurora")


def test_nothing_is_begun_before_the_patient_opens_it(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page())
    expect(screen.page.get_by_role("button", name="Talk with Dewy")).to_be_visible()
    assert screen.context.cookies() == [] and stand_in.heard == []
    screen.opens()
    assert stand_in.texts == ["hello"]


def test_answers_that_nobody_read_are_counted_and_announced(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page()).opens()
    stand_in.seconds = 1
    screen.writes("acne").closes()
    badge, status = screen.page.locator(".badge"), screen.page.locator(".dewy > [role=status]")
    expect(badge).to_have_text("1")
    expect(status).to_have_text("1 new answer")
    expect(screen.launcher).to_have_accessible_name("Talk with Dewy of the clinic, 1 new answer")
    screen.page.reload()
    expect(badge).to_have_text("1")
    screen.opens()
    expect(badge).to_be_hidden()
    screen.closes()
    screen.page.reload()
    expect(screen.page.get_by_role("button", name="Talk with Dewy")).to_be_visible()
    expect(badge).to_be_hidden()


def test_a_reload_in_the_middle_goes_on_where_it_was(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    screen = show(site.page()).opens().says("acne")
    stand_in.body = lambda _: buttons("Daily", "Never")
    screen.says("glycolic acid")
    screen.words.fill("and I")
    screen.page.reload()
    expect(screen.dialog).to_be_visible()
    expect(screen.said).to_have_count(2)
    expect(screen.answers).to_have_count(3)
    expect(screen.replies).to_have_text(["Daily", "Never"])
    expect(screen.words).to_have_value("and I")
    assert stand_in.texts == ["hello", "acne", "glycolic acid"]


def test_a_quick_reply_cannot_be_used_twice(show: Show, site: Site, stand_in: StandIn) -> None:
    stand_in.body = lambda text: buttons("Daily", "Never") if text == "hello" else [{"text": "ok"}]
    screen = show(site.page()).opens()
    screen.replies.first.evaluate("(node) => { node.click(); node.click(); }")
    expect(screen.answers).to_have_count(2)
    expect(screen.replies).to_have_count(0)
    assert stand_in.texts == ["hello", "daily"]


def test_the_keyboard_is_enough(show: Show, site: Site, stand_in: StandIn) -> None:
    stand_in.body = lambda text: buttons("Daily", "Never") if text == "hello" else [{"text": "ok"}]
    screen = show(site.page())
    keys = screen.page.keyboard
    keys.press("Tab")
    expect(screen.launcher).to_be_focused()
    keys.press("Enter")
    expect(screen.words).to_be_focused()
    screen.is_greeted()
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    expect(screen.replies.last).to_be_focused()
    keys.press("Enter")
    expect(screen.answers).to_have_count(2)
    expect(screen.words).to_be_focused()
    keys.type("acne")
    keys.press("Shift+Enter")
    keys.type("oily")
    keys.press("Enter")
    expect(screen.said.last).to_contain_text("acne\noily", use_inner_text=True)
    keys.press("Escape")
    expect(screen.dialog).to_be_hidden()
    expect(screen.launcher).to_be_focused()


def test_the_menu_says_plain_words(show: Show, site: Site, stand_in: StandIn) -> None:
    screen = show(site.page()).opens()
    for entry in ("What have you noted?", "Talk to a person", "Start again", "Delete my data"):
        before = screen.answers.count()
        screen.asks(entry).is_answered(before)
    assert [each.lower() for each in stand_in.texts[-4:]] == [
        "what have you noted?",
        "i want to talk to a person",
        "start again",
        "delete my data",
    ]


def test_escape_closes_the_menu_alone(show: Show, site: Site) -> None:
    screen = show(site.page()).opens()
    screen.page.get_by_role("button", name="More").click()
    expect(screen.page.get_by_role("menuitem").first).to_be_focused()
    screen.page.keyboard.press("ArrowUp")
    expect(screen.page.get_by_role("menuitem").last).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(screen.page.get_by_role("menuitem")).to_have_count(0)
    expect(screen.page.get_by_role("button", name="More")).to_be_focused()
    expect(screen.dialog).to_be_visible()


def test_the_site_does_not_print_it(show: Show, site: Site) -> None:
    screen = show(site.page())
    screen.page.emulate_media(media="print")
    expect(screen.launcher).to_be_hidden()


def test_where_the_session_is_a_token_it_is_kept_by_the_widget(
    show: Show, stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("token")
    upgrade(Settings(var=folder))
    with (
        Site() as site,
        Served(folder, stand_in, DEWY_ORIGINS=site.origin, DEWY_SESSION="token") as served,
    ):
        site.door = served.url
        screen = show(site.page()).opens().says("acne")
        assert screen.context.cookies() == []
        kept = json.loads(screen.page.evaluate("JSON.stringify(localStorage)"))
        assert kept[f"dewy {served.url} token"]
        screen.page.reload()
        expect(screen.said).to_have_count(1)
        screen.page.evaluate(f"localStorage.removeItem('dewy {served.url} token')")
        screen.writes("oily")
        expect(screen.answers.last).to_contain_text("You said: oily")
        screen.page.close()
        screen.forgives()
