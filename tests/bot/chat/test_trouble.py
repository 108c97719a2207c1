"""What the assistant says when it fails, or says something odd; the stand-in plays Rasa."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from clinic.records import Records
from clinic.settings import Settings
from tests.bot.chat.conftest import LINK_HOST, Show
from tests.bot.chat.site import Site
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

pytestmark = pytest.mark.browser


def test_a_message_that_rasa_fails_is_kept_and_answered_once(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    stand_in.status = 500
    screen.writes("acne")
    expect(screen.notes).to_contain_text("Your message is kept")
    expect(screen.page.locator(".typing")).to_be_hidden()
    stand_in.status = 200
    expect(screen.answers.last).to_contain_text("You said: acne")
    expect(screen.notes).to_have_count(0)
    expect(screen.said).to_have_count(1)
    expect(screen.answers).to_have_count(2)


def test_a_failed_message_survives_a_reload(show: Show, served: Served, stand_in: StandIn) -> None:
    screen = show(served.url).is_greeted()
    stand_in.status = 500
    screen.writes("acne")
    expect(screen.notes).to_be_visible()
    screen.page.reload()
    expect(screen.notes).to_be_visible()
    stand_in.status = 200
    expect(screen.answers.last).to_contain_text("You said: acne")
    expect(screen.said).to_have_count(1)


def test_what_is_written_meanwhile_waits_its_turn(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    stand_in.seconds = 0.4
    for text in ("one", "two", "three"):
        screen.writes(text)
    expect(screen.answers.last).to_contain_text("You said: three")
    assert stand_in.texts == ["hello", "one", "two", "three"]
    spoken = screen.page.locator(".message .bubble").all_inner_texts()
    assert spoken[1:] == [
        each for text in ("one", "two", "three") for each in (text, f"You said: {text}")
    ]


def test_a_greeting_that_failed_comes_once_rasa_is_back(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    stand_in.status = 500
    screen = show(served.url)
    expect(screen.notes).to_contain_text("I am unwell")
    stand_in.status = 200
    screen.is_greeted()
    expect(screen.notes).to_have_count(0)


def test_an_ended_session_begins_another_without_losing_the_message(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    screen.context.clear_cookies()
    screen.writes("acne")
    expect(screen.answers.last).to_contain_text("You said: acne")
    expect(screen.said).to_have_count(1)
    screen.forgives()


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


def test_links_lead_to_the_door_and_to_allowed_hosts_alone(
    show: Show, site: Site, served: Served, stand_in: StandIn
) -> None:
    allowed = [f"https://{LINK_HOST}/care", f"{served.url}/plan"]
    refused = [
        "https://evil.example/x",
        f"http://{LINK_HOST}/plain",
        f"https://{LINK_HOST}.evil.example/",
        f"https://{LINK_HOST}@evil.example/",
        f"https://{LINK_HOST}:8443/",
        f"https://sub.{LINK_HOST}/",
        "javascript:alert(1)",
    ]
    stand_in.body = lambda _: [{"text": f"See {' and '.join([*allowed, *refused])}."}]
    screen = show(site.page()).opens()
    links = screen.answers.last.get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == allowed
    for link in links.all():
        assert link.get_attribute("rel") == "noopener noreferrer"
    for address in refused:
        expect(screen.answers.last).to_contain_text(address)


def test_lists_are_lists_and_a_picture_of_another_host_is_its_words(
    show: Show, site: Site, stand_in: StandIn
) -> None:
    stand_in.body = lambda _: [
        {"text": "Your week:\n• Monday\n• Friday\nThat is all."},
        {"image": "https://evil.example/x.png"},
    ]
    screen = show(site.page()).opens()
    bubble = screen.answers.first.locator(".bubble")
    expect(bubble.get_by_role("listitem")).to_have_text(["Monday", "Friday"])
    expect(bubble.locator("p")).to_have_text(["Your week:", "That is all."])
    expect(screen.answers.last).to_contain_text("Picture of what is said above")


def test_what_is_deleted_in_one_tab_is_gone_in_the_other(
    show: Show, site: Site, served: Served, stand_in: StandIn
) -> None:
    one = show(site.page()).opens().says("acne")
    other = show(site.page(), beside=one).opens()
    expect(other.said).to_have_count(1)

    def erase(_: str) -> list[dict[str, str]]:
        records = Records.open(Settings(var=served.var))
        records.erase(stand_in.heard[-1]["sender"])
        records.dispose()
        return [{"text": "All is deleted."}]

    stand_in.body = erase
    one.writes("delete my data")
    for screen in (one, other):
        expect(screen.answers).to_have_count(1)
        expect(screen.answers).to_contain_text("All is deleted.")
        expect(screen.said).to_have_count(0)
        expect(screen.replies).to_have_text(["Start a new talk"])
    stand_in.be_well()
    one.replies.click()
    expect(one.answers).to_contain_text("You said: hello")
    one.says("oily")


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
