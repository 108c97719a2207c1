"""Talks through the webhook: the real gateway and library against the imitated Graph API."""

from __future__ import annotations

import time

import httpx
import pytest

from bot.gateway.pictures import TOO_LARGE
from bot.gateway.words import text
from tests.analysis.pictures import encoded, skin
from tests.bot.channels.whatsapp.conftest import Serve
from tests.bot.gateway.stand_in import StandIn
from tests.imitated.graph import (
    APP_SECRET,
    TOKEN,
    VERIFY_TOKEN,
    GraphApi,
    Person,
    Refused,
    sign,
)
from tests.serving import Serving
from tests.waiting import wait_until


def test_words_are_answered_and_shown_as_read(
    gateway: Serving, asha: Person, stand_in: StandIn
) -> None:
    asha.says("acne & redness")
    assert asha.until(1) == ["You said: acne & redness"]
    wait_until(lambda: asha.is_reading)
    assert stand_in.heard[0]["input_channel"] == "whatsapp"
    assert asha.number not in str(stand_in.heard)


class TestVerification:
    @pytest.fixture
    def url(self, gateway: Serving) -> str:
        return f"{gateway.url}/webhooks/whatsapp"

    def test_the_challenge_is_answered(self, url: str) -> None:
        asked = {
            "hub.mode": "subscribe",
            "hub.verify_token": VERIFY_TOKEN,
            "hub.challenge": "1158201444",
        }
        answer = httpx.get(url, params=asked)
        assert (answer.status_code, answer.text) == (200, "1158201444")
        assert answer.headers["content-type"].startswith("text/plain")

    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"hub.mode": "subscribe", "hub.verify_token": "guessed", "hub.challenge": "1"},
            {"hub.mode": "unsubscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1"},
            {"hub.mode": "subscribe", "hub.challenge": "1"},
            {"hub.mode": "subscribe", "hub.verify_token": "ü", "hub.challenge": "1"},
        ],
    )
    def test_nobody_else_is(self, url: str, asked: dict[str, str]) -> None:
        assert httpx.get(url, params=asked).status_code == 403


def body_of(graph: GraphApi, asha: Person, said: str = "acne") -> bytes:
    return graph.body(messages=[asha.message(type="text", text={"body": said})])


@pytest.mark.parametrize("signature", [None, "", "sha256=", "guessed", "sha1=00", "sha256=ü"])
def test_only_what_meta_signs_is_heard(
    gateway: Serving, graph: GraphApi, asha: Person, stand_in: StandIn, signature: str | None
) -> None:
    body = body_of(graph, asha)
    headers = {} if signature is None else {"X-Hub-Signature-256": signature.encode()}
    assert httpx.post(graph.webhook, content=body, headers=headers).status_code == 401
    forged = {"X-Hub-Signature-256": sign(body, "another secret")}
    assert httpx.post(graph.webhook, content=body, headers=forged).status_code == 401
    changed = {"X-Hub-Signature-256": sign(body)}
    assert httpx.post(graph.webhook, content=body + b" ", headers=changed).status_code == 401
    assert stand_in.heard == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff", 400),
        (b'{"entry": 7}', 400),
        (b'{"entry": []}', 200),
        (b'{"entry": [{"changes": [{"field": "messages", "value": {}}]}]}', 200),
        (b" " * (3 * 1024 * 1024 + 1), 413),
    ],
)
def test_what_is_malformed_is_refused_or_passed_over(
    gateway: Serving, graph: GraphApi, stand_in: StandIn, body: bytes, status: int
) -> None:
    answer = httpx.post(graph.webhook, content=body, headers={"X-Hub-Signature-256": sign(body)})
    assert answer.status_code == status
    assert stand_in.heard == []


def test_a_delivery_again_changes_nothing(
    gateway: Serving, graph: GraphApi, asha: Person, stand_in: StandIn
) -> None:
    body = body_of(graph, asha)
    graph.tells_statuses = False
    for _ in range(4):
        graph.redeliver(body)
    assert asha.until(1) == ["You said: acne"]
    wait_until(lambda: len(graph.statuses) == 4)
    assert graph.statuses == [200] * 4
    assert stand_in.texts == ["acne"] and asha.texts == ["You said: acne"]


def test_a_batch_is_answered_each_in_its_order(
    gateway: Serving, graph: GraphApi, asha: Person
) -> None:
    mina = graph.person()
    messages = [asha.message(type="text", text={"body": f"said {n}"}) for n in (3, 1, 2)]
    for message, at in zip(messages, (3, 1, 2), strict=True):
        message["timestamp"] = str(1764144000 + at)
    other = mina.message(type="text", text={"body": "hello"})
    graph.delivers(messages=[*messages, other])
    assert asha.until(3) == ["You said: said 1", "You said: said 2", "You said: said 3"]
    assert mina.until(1) == ["You said: hello"]


def test_while_rasa_is_down_meta_delivers_again_and_the_patient_is_answered_once(
    gateway: Serving, graph: GraphApi, asha: Person, stand_in: StandIn
) -> None:
    graph.tells_statuses = False
    stand_in.status = 500
    asha.says("acne")
    wait_until(lambda: graph.statuses.count(503) > 1)
    stand_in.status = 200
    asha.until(1)
    wait_until(lambda: graph.statuses[-1] == 200)
    time.sleep(0.3)
    assert asha.texts == ["You said: acne"]


class TestChoices:
    def ask(self, asha: Person, stand_in: StandIn, *titles: str) -> None:
        choices = [{"title": each, "payload": f"I say {each}"} for each in titles]
        stand_in.begin_with([{"text": "Well?", "buttons": choices}])
        asha.says("hello")
        asha.until(1)

    @pytest.mark.parametrize(
        ("titles", "kind"), [(("Yes", "No"), "button"), (("a", "b", "c", "d"), "list")]
    )
    def test_buttons_and_lists_say_what_they_stand_for(
        self, gateway: Serving, asha: Person, stand_in: StandIn, titles: tuple[str], kind: str
    ) -> None:
        self.ask(asha, stand_in, *titles)
        assert asha.shown[0].kind == kind
        asha.presses(titles[-1])
        assert asha.until(2)[-1] == f"You said: I say {titles[-1]}"

    def test_a_late_one_answers_no_other_question(
        self, gateway: Serving, asha: Person, stand_in: StandIn
    ) -> None:
        self.ask(asha, stand_in, "Yes", "No")
        asha.says("yes, I do")
        asha.until(2)
        asha.presses("No")
        assert asha.until(3)[-1] == text("messengers.earlier_question")
        assert stand_in.texts == ["hello", "yes, I do"]

    def test_others_are_answered_by_a_number(
        self, gateway: Serving, asha: Person, stand_in: StandIn
    ) -> None:
        long = "a title that is much too long for a row"
        self.ask(asha, stand_in, "Yes", long)
        assert f"2. {long}" in asha.texts[0]
        asha.says("2")
        assert asha.until(2)[-1] == f"You said: I say {long}"


class TestPhotographs:
    def test_one_is_taken_in(self, gateway: Serving, asha: Person, stand_in: StandIn) -> None:
        asha.sends_photo(encoded(skin()), caption="my chin")
        assert asha.until(1) == ["You said: my chin"]
        assert len(stand_in.heard[0]["metadata"]["photo"]) == 32

    def test_one_whose_address_has_expired_is_fetched_anew(
        self, gateway: Serving, graph: GraphApi, asha: Person
    ) -> None:
        graph.media_seconds = 0
        asha.sends_photo(encoded(skin()), caption="my chin")
        wait_until(lambda: 503 in graph.statuses)
        graph.media_seconds = 300
        assert asha.until(1) == ["You said: my chin"]

    def test_one_that_is_too_large_is_not_even_fetched(
        self, gateway: Serving, graph: GraphApi, asha: Person, stand_in: StandIn
    ) -> None:
        asha.sends_photo(b"\xff\xd8" + bytes(30 * 1024 * 1024))
        assert asha.until(1) == [TOO_LARGE]
        assert stand_in.heard == []

    def test_what_is_no_picture_is_said_so(self, gateway: Serving, asha: Person) -> None:
        asha.sends_photo(b"no picture")
        assert asha.until(1) == [text("refusals.photo_kind")]


def test_words_that_are_written_anew_are_answered_anew(
    gateway: Serving, asha: Person, stand_in: StandIn
) -> None:
    message = asha.says("I sleep 5 hours")
    asha.until(1)
    asha.edits(message, "I sleep 7 hours")
    assert asha.until(2)[-1] == "You said: I sleep 7 hours"
    assert stand_in.texts[-1] == "I sleep 7 hours"


def test_who_hides_the_number_is_answered(
    gateway: Serving, asha: Person, stand_in: StandIn
) -> None:
    asha.hides_number = True
    asha.says("acne")
    assert asha.until(1) == ["You said: acne"]
    assert asha.user_id not in str(stand_in.heard)


def test_in_a_group_it_says_only_that_it_talks_in_private(
    gateway: Serving, graph: GraphApi, asha: Person, stand_in: StandIn
) -> None:
    group = graph.group()
    asha.says("what helps with acne?", group_id=group)
    wait_until(lambda: graph.groups[group])
    assert [each.text for each in graph.groups[group]] == [text("messengers.only_private")]
    assert stand_in.heard == [] and asha.shown == []


def test_voice_gets_a_friendly_word_and_a_reaction_none(
    gateway: Serving, asha: Person, stand_in: StandIn
) -> None:
    asha.reacts("👍", "wamid.x")
    asha.sends(type="audio", audio={"id": "7", "mime_type": "audio/ogg", "voice": True})
    assert asha.until(1) == [text("messengers.unread")]
    assert stand_in.heard == []


@pytest.mark.parametrize(
    ("failure", "seconds"),
    [(Refused(429, 130429), 5), (Refused(400, 131056), 6), (Refused(500, 131000), 0)],
)
def test_limits_and_failures_of_the_platform_are_waited_for(
    gateway: Serving, graph: GraphApi, asha: Person, failure: Refused, seconds: int
) -> None:
    graph.failures = [failure]
    before = time.monotonic()
    asha.says("acne")
    assert asha.until(1) == ["You said: acne"]
    assert time.monotonic() - before >= seconds


def test_what_the_platform_has_though_the_connection_broke_is_not_sent_again(
    gateway: Serving, graph: GraphApi, asha: Person
) -> None:
    graph.failures = ["broken"]
    asha.says("acne")
    asha.until(1)
    asha.says("oily")
    assert asha.until(2) == ["You said: acne", "You said: oily"]


def test_no_log_holds_a_secret_a_patients_words_or_number(
    serve: Serve, graph: GraphApi, asha: Person
) -> None:
    served = serve(DEWY_LOG_LEVEL="DEBUG")
    graph.failures = [Refused(400, 131009, "zanzibarquark is bad")]
    asha.says("zanzibarquark")
    asha.says("again zanzibarquark")
    asha.until(1)
    served.stop()
    served.process.wait(30)
    assert "error 131009" in served.log
    for secret in (TOKEN, APP_SECRET, VERIFY_TOKEN, "zanzibarquark", asha.number):
        assert secret not in served.log
