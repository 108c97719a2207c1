"""Messages and answers on a bad line: none lost, none doubled, and the patient knows how it stands."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Route, expect

from tests.bot.chat.conftest import Show
from tests.bot.chat.screen import Screen
from tests.bot.chat.site import Site
from tests.bot.gateway.served import Served
from tests.bot.gateway.stand_in import StandIn

pytestmark = pytest.mark.browser
OFFLINE = "net::ERR_INTERNET_DISCONNECTED"


def refuse(route: Route, status: int, problem: str, **headers: str) -> None:
    route.fulfill(status=status, json={"problem": problem}, headers=headers)


def spoken(screen: Screen) -> list[str]:
    return screen.page.locator(".message .bubble").all_inner_texts()


def test_what_is_written_offline_is_kept_and_sent_once(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    screen.context.set_offline(True)
    screen.writes("acne").writes("oily")
    expect(screen.notes).to_have_count(1)
    expect(screen.notes).to_contain_text("Not sent yet")
    expect(screen.notes.get_by_role("button", name="Try now")).to_be_visible()
    screen.context.set_offline(False)
    expect(screen.answers.last).to_contain_text("You said: oily")
    expect(screen.notes).to_have_count(0)
    assert spoken(screen)[1:] == ["acne", "You said: acne", "oily", "You said: oily"]
    assert stand_in.texts == ["hello", "acne", "oily"]
    screen.forgives(OFFLINE)


def test_a_reload_loses_nothing_that_is_not_sent(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    screen.page.route("**/api/messages", lambda route: route.abort())
    screen.writes("acne")
    expect(screen.notes).to_be_visible()
    screen.page.unroute_all()
    screen.page.reload()
    expect(screen.answers.last).to_contain_text("You said: acne")
    expect(screen.said).to_have_count(1)
    assert stand_in.texts == ["hello", "acne"]
    screen.forgives()


def test_a_message_whose_receipt_was_lost_is_said_once(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "")["id"])
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.fallback()

    screen.page.route("**/api/messages", lose)
    screen.writes("acne")
    expect(screen.answers.last).to_contain_text("You said: acne")
    screen.says("oily")
    assert spoken(screen)[1:] == ["acne", "You said: acne", "oily", "You said: oily"]
    assert stand_in.texts == ["hello", "acne", "oily"]
    screen.page.unroute_all()
    screen.forgives()


def test_a_message_keeps_its_id_through_all_attempts(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    ids: list[str] = []

    def fail_twice(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "")["id"])
        if len(ids) < 3:
            refuse(route, 503, "Not now.")
        else:
            route.fallback()

    screen.page.route("**/api/messages", fail_twice)
    screen.writes("acne")
    expect(screen.notes).to_contain_text("Not now.")
    expect(screen.answers.last).to_contain_text("You said: acne")
    assert len(ids) == 3 and len(set(ids)) == 1
    screen.forgives()


def test_who_writes_too_much_waits_as_long_as_told(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show(served.url).is_greeted()
    seen: list[float] = []

    def limit(route: Route) -> None:
        seen.append(screen.page.evaluate("performance.now()"))
        if len(seen) == 1:
            refuse(route, 429, "That was a lot. Please wait 4 seconds.", **{"Retry-After": "4"})
        else:
            route.fallback()

    screen.page.route("**/api/messages", limit)
    screen.writes("acne")
    expect(screen.notes).to_contain_text("Please wait 4 seconds.")
    screen.notes.get_by_role("button", name="Try now").click()
    expect(screen.answers.last).to_contain_text("You said: acne")
    assert seen[1] - seen[0] >= 4000
    assert stand_in.texts == ["hello", "acne"]
    screen.forgives()


@pytest.mark.parametrize("status", [400, 403, 409, 413, 415])
def test_a_message_that_can_never_be_taken_is_given_back(
    show: Show, served: Served, stand_in: StandIn, status: int
) -> None:
    screen = show(served.url).is_greeted()
    screen.page.route("**/api/messages", lambda route: refuse(route, status, "Please say less."))
    screen.writes("acne")
    expect(screen.page.get_by_role("alert")).to_have_text("Please say less.")
    expect(screen.words).to_have_value("acne")
    expect(screen.said).to_have_count(0)
    screen.page.unroute_all()
    screen.words.press("Enter")
    expect(screen.answers.last).to_contain_text("You said: acne")
    expect(screen.page.get_by_text("Please say less.")).to_have_count(0)
    screen.forgives()


def test_a_lost_connection_is_said_after_a_while_and_comes_back(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show("about:blank")
    screen.page.route("**/api/talk/events", lambda route: route.abort())
    screen.page.goto(served.url)
    expect(screen.page.locator(".talk")).to_be_visible()
    expect(screen.line).to_be_empty()
    expect(screen.line).to_contain_text("Connecting again")
    screen.page.unroute_all()
    screen.line.get_by_role("button", name="Try now").click()
    screen.is_greeted()
    expect(screen.line).to_be_empty()
    screen.forgives()


def test_a_door_that_turns_the_site_away_says_so(show: Show, served: Served) -> None:
    screen = show("about:blank")
    screen.page.route("**/api/session", lambda route: refuse(route, 403, "Not from this site."))
    screen.page.goto(served.url)
    expect(screen.line).to_contain_text("Not from this site.")
    screen.page.unroute_all()
    screen.line.get_by_role("button", name="Try again").click()
    screen.is_greeted()
    screen.forgives()


def test_where_nothing_can_be_streamed_it_asks_again_and_again(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show("about:blank")
    screen.page.route(
        "**/api/talk/events", lambda route: route.fulfill(body="no", content_type="text/plain")
    )
    screen.page.goto(served.url)
    screen.is_greeted().says("acne")
    expect(screen.answers.last).to_contain_text("You said: acne")
    expect(screen.said).to_have_count(1)


def test_a_silent_connection_is_dropped_and_opened_again(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    screen = show("about:blank")
    opened: list[str] = []
    screen.page.on(
        "request", lambda each: opened.append(each.url) if "events" in each.url else None
    )
    screen.page.clock.install()
    screen.page.goto(served.url)
    screen.is_greeted()
    # time passes for the page alone: the door's signs of life seem to stay out
    screen.page.clock.run_for(44_000)
    assert len(opened) == 1
    screen.page.clock.run_for(5_000)
    screen.says("acne")
    assert len(opened) == 2
    expect(screen.said).to_have_count(1)


def test_two_browsers_have_nothing_of_each_other(
    show: Show, served: Served, stand_in: StandIn
) -> None:
    one, other = show(served.url).is_greeted(), show(served.url).is_greeted()
    one.says("acne")
    other.says("oily")
    assert spoken(one)[1:] == ["acne", "You said: acne"]
    assert spoken(other)[1:] == ["oily", "You said: oily"]
    assert len({each["sender"] for each in stand_in.heard}) == 2


def test_two_tabs_show_the_same_talk(show: Show, site: Site, stand_in: StandIn) -> None:
    one = show(site.page()).opens()
    other = show(site.page(), beside=one).opens()
    one.says("acne")
    expect(other.answers.last).to_contain_text("You said: acne")
    other.says("oily")
    expect(one.answers.last).to_contain_text("You said: oily")
    assert spoken(one) == spoken(other)
    assert stand_in.texts == ["hello", "acne", "oily"]


def test_what_one_tab_reads_is_read_in_the_other(show: Show, site: Site, stand_in: StandIn) -> None:
    one = show(site.page()).opens().closes()
    other = show(site.page(), beside=one).opens().says("acne")
    expect(one.page.locator(".badge")).to_be_hidden()
    other.closes()


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_events_are_read_in_whatever_pieces_they_come(
    show: Show, served: Served, stand_in: StandIn, size: int
) -> None:
    stream = ': hi\r\n\r\nevent: turn\r\ndata: {"text":\r\ndata: "ä\u2028 b"}\r\n\r\n\nevent:talk\ndata:1\n\n'
    heard = show(served.url).page.evaluate(
        """async ([stream, size]) => {
            const { Parser } = await import("/widget/sse.js");
            const heard = [];
            const parser = new Parser((name, data) => heard.push([name, JSON.parse(data)]));
            for (let at = 0; at < stream.length; at += size) parser.feed(stream.slice(at, at + size));
            return heard;
        }""",
        [stream, size],
    )
    assert heard == [["turn", {"text": "ä\u2028 b"}], ["talk", 1]]
