"""Talks through the webhook: the real gateway and library against the imitated Bot API."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest

from bot.gateway.pictures import TOO_LARGE
from bot.gateway.typed import PICTURED
from bot.gateway.words import text
from tests.analysis.pictures import encoded, skin
from tests.bot.channels.telegram.conftest import Serve
from tests.bot.gateway.stand_in import StandIn
from tests.imitated.telegram import TOKEN, Refused, TelegramApi
from tests.imitated.telegram_people import Chat
from tests.serving import Serving
from tests.waiting import wait_until

CHAT = {"id": 7000000001, "type": "private"}
# the library reads it, and what it says is no text
BROKEN = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": CHAT, "text": 7}}
UPDATE = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "hi"}}


def calls(api: TelegramApi, method: str) -> list[dict[str, Any]]:
    return [given for name, given in api.calls if name == method]


def test_words_are_answered_and_typing_is_shown(
    gateway: Serving, asha: Chat, api: TelegramApi
) -> None:
    asha.says("acne & <redness>")
    assert asha.until(1) == ["You said: acne & <redness>"]
    wait_until(lambda: calls(api, "sendChatAction"))


def test_the_webhook_is_set_on_start_and_taken_away_on_stop(serve: Serve, api: TelegramApi) -> None:
    served = serve()
    api.until_connected()
    assert api.webhook["url"] == f"{served.url}/webhooks/telegram"
    assert json.loads(api.webhook["allowed_updates"])
    served.stop()
    served.process.wait(30)
    assert api.webhook == {}


def test_it_is_left_alone_where_the_clinic_sets_it_itself(serve: Serve, api: TelegramApi) -> None:
    serve(DEWY_TELEGRAM_REGISTER="false")
    wait_until(lambda: calls(api, "getMe"))
    time.sleep(0.2)
    assert not calls(api, "setWebhook") and not calls(api, "deleteWebhook")


def test_a_telegram_that_is_out_of_reach_holds_nobody_up(serve: Serve, api: TelegramApi) -> None:
    api.failures["getMe"] = [Refused(502, "Bad Gateway"), Refused(502, "Bad Gateway")]
    assert httpx.get(f"{serve().url}/health").status_code == 200
    api.until_connected()


@pytest.mark.parametrize("secret", [None, "", "guessed", "ü"])
def test_only_telegram_is_heard(gateway: Serving, stand_in: StandIn, secret: str | None) -> None:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
    answer = httpx.post(f"{gateway.url}/webhooks/telegram", json=UPDATE, headers=headers)
    assert answer.status_code == 401
    assert stand_in.heard == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": "x"}', 200),
        (b'{"update_id": 1, "message": 7}', 200),
        (json.dumps(BROKEN).encode(), 200),
        (b'{"update_id": 1, "message": {"message_id": {}}}', 200),
        (b" " * (1024 * 1024 + 1), 413),
    ],
)
def test_what_is_malformed_is_refused_or_passed_over(
    gateway: Serving, api: TelegramApi, stand_in: StandIn, body: bytes, status: int
) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": api.webhook["secret_token"]}
    answer = httpx.post(f"{gateway.url}/webhooks/telegram", content=body, headers=headers)
    assert answer.status_code == status
    assert stand_in.heard == []


def test_a_delivery_again_changes_nothing(
    gateway: Serving, asha: Chat, api: TelegramApi, stand_in: StandIn
) -> None:
    update = {"update_id": 7, "message": asha.message(text="acne")}
    for _ in range(4):
        api.redeliver(update)
    assert asha.until(1) == ["You said: acne"]
    wait_until(lambda: len(api.statuses) == 4)
    assert api.statuses == [200] * 4
    assert stand_in.texts == ["acne"]
    assert asha.texts == ["You said: acne"]


def test_while_rasa_is_down_telegram_delivers_again_and_the_patient_is_answered_once(
    gateway: Serving, asha: Chat, api: TelegramApi, stand_in: StandIn
) -> None:
    stand_in.status = 500
    asha.says("acne")
    wait_until(lambda: api.statuses.count(503) > 1)
    stand_in.status = 200
    asha.until(1)
    wait_until(lambda: api.statuses[-1] == 200)
    time.sleep(0.3)
    assert asha.texts == ["You said: acne"]


def test_buttons_are_pressed_and_show_it(
    gateway: Serving, asha: Chat, api: TelegramApi, stand_in: StandIn
) -> None:
    choices = [{"title": "Agree", "payload": "Yes, I agree"}, {"title": "No", "payload": "No"}]
    stand_in.begin_with([{"text": "Is it all right?", "buttons": choices}])
    asha.says("hello")
    asha.until(1)
    asha.presses("Agree")
    assert asha.until(2)[-1] == "You said: Yes, I agree"
    wait_until(lambda: asha.shown[0].buttons == {"✓ Agree": "-"})
    wait_until(lambda: not api.open_queries)
    asha.presses("✓ Agree")
    wait_until(lambda: not api.open_queries)
    assert stand_in.texts == ["hello", "Yes, I agree"]


def test_a_button_of_an_earlier_question_is_taken_away(
    gateway: Serving, asha: Chat, api: TelegramApi, stand_in: StandIn
) -> None:
    stand_in.begin_with([{"text": "Well?", "buttons": [{"title": "No", "payload": "No"}]}])
    asha.says("hello")
    asha.until(1)
    asha.says("yes, I do")
    asha.until(2)
    asha.presses("No")
    assert asha.until(3)[-1] == text("messengers.earlier_question")
    wait_until(lambda: asha.shown[0].buttons == {} and not api.open_queries)
    assert stand_in.texts == ["hello", "yes, I do"]


class TestPhotographs:
    @pytest.mark.parametrize("as_file", [False, True])
    def test_one_is_taken_in_the_largest_there_is(
        self, gateway: Serving, asha: Chat, stand_in: StandIn, as_file: bool
    ) -> None:
        if as_file:
            asha.sends_file(encoded(skin()), "image/jpeg", caption="my chin")
        else:
            asha.sends_photo(encoded(skin()), caption="my chin")
        assert asha.until(1) == ["You said: my chin"]
        assert len(stand_in.heard[0]["metadata"]["photo"]) == 32

    def test_an_album_is_looked_at_once_it_is_whole(
        self, gateway: Serving, asha: Chat, stand_in: StandIn
    ) -> None:
        for _ in range(3):
            asha.sends_photo(encoded(skin()), album="a")
        asha.until(3)
        more = [each["metadata"].get("more") for each in stand_in.heard]
        assert more == [True, True, None]

    def test_one_that_is_too_large_is_said_so(
        self, gateway: Serving, asha: Chat, stand_in: StandIn
    ) -> None:
        asha.sends_file(b"\xff\xd8" + bytes(20 * 1024 * 1024), "image/jpeg")
        assert asha.until(1) == [TOO_LARGE]
        assert stand_in.heard == []

    def test_one_that_telegram_cannot_give_now_is_fetched_when_it_comes_again(
        self, gateway: Serving, asha: Chat, api: TelegramApi
    ) -> None:
        api.failures["getFile"] = [Refused(502, "Bad Gateway")]
        asha.sends_photo(encoded(skin()))
        assert asha.until(1) == [f"You said: {PICTURED}"]
        assert 503 in api.statuses

    def test_one_whose_address_has_expired_is_fetched_anew(
        self, gateway: Serving, asha: Chat, api: TelegramApi
    ) -> None:
        api.file_seconds = 0
        asha.sends_photo(encoded(skin()))
        wait_until(lambda: 503 in api.statuses)
        api.file_seconds = 3600
        assert asha.until(1) == [f"You said: {PICTURED}"]


def test_an_edit_is_a_correction(gateway: Serving, asha: Chat, stand_in: StandIn) -> None:
    message = asha.says("I sleep 5 hours")
    asha.until(1)
    asha.edits(message, "I sleep 6 hours")
    asha.until(2)
    assert stand_in.heard[1]["metadata"]["corrects"] == {"text": "I sleep 5 hours", "asked": None}


def test_voice_gets_a_friendly_word(gateway: Serving, asha: Chat, api: TelegramApi) -> None:
    voice = {**api.file(b"OggS"), "duration": 3}
    asha.sends(voice=voice)
    assert asha.until(1) == [text("messengers.unread")]


def test_who_blocks_the_bot_is_left_alone_and_answered_when_back(
    gateway: Serving, asha: Chat, stand_in: StandIn
) -> None:
    asha.says("acne")
    asha.until(1)
    stand_in.seconds = 0.3
    asha.says("oily")
    asha.blocks()
    time.sleep(0.6)
    stand_in.seconds = 0
    asha.comes_back()
    asha.says("I am back")
    assert asha.until(2)[-1] == "You said: I am back"


def test_a_limit_of_telegrams_is_obeyed(gateway: Serving, asha: Chat, api: TelegramApi) -> None:
    limited = Refused(429, "Too Many Requests: retry after 2", retry_after=2)
    api.failures["sendMessage"] = [limited]
    before = time.monotonic()
    asha.says("acne")
    assert asha.until(1) == ["You said: acne"]
    assert time.monotonic() - before >= 2


def test_long_words_come_in_parts_in_their_order(
    gateway: Serving, asha: Chat, stand_in: StandIn
) -> None:
    sentences = [f"This is sentence number {number} & it is true." for number in range(300)]
    stand_in.begin_with([{"text": " ".join(sentences)}])
    asha.says("tell me all")
    wait_until(lambda: "number 299" in "".join(asha.texts))
    assert " ".join(asha.texts) == " ".join(sentences)
    assert all(part.endswith("true.") for part in asha.texts)


def test_no_log_holds_the_token_a_patients_words_or_chat(
    serve: Serve, asha: Chat, api: TelegramApi
) -> None:
    served = serve(DEWY_LOG_LEVEL="DEBUG")
    api.until_connected()
    api.failures["sendMessage"] = [Refused(400, "Bad Request: can't parse zanzibarquark")]
    asha.says("zanzibarquark")
    asha.says("again zanzibarquark")
    asha.until(1)
    served.stop()
    served.process.wait(30)
    assert "BadRequest" in served.log
    for secret in (TOKEN, TOKEN.partition(":")[2], "zanzibarquark", str(asha.id)):
        assert secret not in served.log
