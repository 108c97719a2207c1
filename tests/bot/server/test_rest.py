"""What a patient types is text, whatever it looks like."""

import asyncio
import uuid
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message
from sanic import Sanic

from bot.server.rest import SealedRestInput, as_plain_text, once


@pytest.mark.parametrize(
    "typed", ["/restart", "  /affirm", '/inform{"facts": {}}', "/", "\t/session_start", "//"]
)
def test_a_typed_command_is_no_intent_to_rasa(typed: str) -> None:
    message = Message.build(as_plain_text(typed))
    assert YAMLStoryReader.unpack_regex_message(message) is message
    assert message.get("intent") is None


@pytest.mark.parametrize("typed", ["/restart", " /affirm", "/"])
def test_the_words_stay_as_they_were_typed(typed: str) -> None:
    assert as_plain_text(typed).endswith(typed)


@pytest.mark.parametrize("typed", ["hello", "2/3 times a week", "am/pm", ""])
def test_ordinary_text_is_left_alone(typed: str) -> None:
    assert as_plain_text(typed) == typed


class Agent:
    """As much of Rasa's agent as the channel looks at."""

    def __init__(self, ready: bool) -> None:
        self.ready = ready

    def is_ready(self) -> bool:
        return self.ready

    async def parse_message(self, text: str) -> dict[str, Any]:
        if "zanzibarquark" in text:
            raise RuntimeError(f"cannot read {text}")
        facts = {"entity": "facts", "value": {"said": text}}
        return {"entities": [{"entity": "topics", "value": []}, facts] if "acne" in text else []}


@pytest.fixture
def server() -> Sanic:
    server = Sanic(f"rest-{uuid.uuid4().hex}")
    server.ctx.agent = Agent(ready=True)
    return server


def served(server: Sanic, on_new_message: Any) -> Any:
    server.blueprint(SealedRestInput().blueprint(on_new_message), url_prefix="/webhooks/rest")
    return server.test_client


async def echo(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, f"heard {message.text}")


async def fail(message: UserMessage) -> None:
    raise RuntimeError(f"cannot store {message.text}")


def test_a_message_is_answered(server: Sanic) -> None:
    said = {"sender": "asha", "message": "hello"}
    _, answer = served(server, echo).post("/webhooks/rest/webhook", json=said)
    assert [each["text"] for each in answer.json] == ["heard hello"]


@pytest.mark.parametrize(
    "body", [{"message": "hello"}, {"sender": "asha"}, {"sender": "asha", "message": " "}, []]
)
def test_a_request_without_sender_or_text_is_refused(server: Sanic, body: Any) -> None:
    _, answer = served(server, echo).post("/webhooks/rest/webhook", json=body)
    assert answer.status == 400


def test_without_a_model_nothing_is_called_well(server: Sanic) -> None:
    server.ctx.agent = Agent(ready=False)
    client = served(server, echo)
    assert client.get("/webhooks/rest/")[1].status == 503
    said = {"sender": "asha", "message": "hello"}
    assert client.post("/webhooks/rest/webhook", json=said)[1].status == 503


@pytest.mark.parametrize(
    ("text", "facts"), [("acne", {"said": "acne"}), ("/acne", {"said": "\u2060/acne"}), ("hi", {})]
)
def test_a_message_is_read_apart_from_any_talk(
    server: Sanic, text: str, facts: dict[str, Any]
) -> None:
    _, answer = served(server, fail).post("/webhooks/rest/read", json={"message": text})
    assert answer.json == {"facts": facts}


def test_a_message_that_cannot_be_read_is_in_no_log(
    server: Sanic, caplog: pytest.LogCaptureFixture
) -> None:
    _, answer = served(server, echo).post("/webhooks/rest/read", json={"message": "zanzibarquark"})
    assert answer.status == 500
    assert "RuntimeError" in caplog.text
    assert "zanzibarquark" not in caplog.text


def test_a_failed_turn_is_logged_without_what_was_said(
    server: Sanic, caplog: pytest.LogCaptureFixture
) -> None:
    said = {"sender": "asha", "message": "zanzibarquark"}
    _, answer = served(server, fail).post("/webhooks/rest/webhook", json=said)
    assert answer.json == []
    assert "RuntimeError" in caplog.text
    assert "zanzibarquark" not in caplog.text


class Counted:
    """Answers how often it was asked; the first `failures` times nothing."""

    def __init__(self, failures: int = 0, seconds: float = 0) -> None:
        self.asked, self.failures, self.seconds = 0, failures, seconds

    async def __call__(self, message: UserMessage) -> None:
        self.asked += 1
        await asyncio.sleep(self.seconds)
        if self.asked > self.failures:
            await message.output_channel.send_text_message(message.sender_id, f"turn {self.asked}")


def ask(client: Any, message_id: object, sender: str = "asha") -> list[str]:
    said = {"sender": sender, "message": "hello", "metadata": {"message_id": message_id}}
    _, answer = client.post("/webhooks/rest/webhook", json=said)
    return [each["text"] for each in answer.json]


def test_a_message_asked_again_gets_its_answer_and_no_second_turn(server: Sanic) -> None:
    turn = Counted()
    client = served(server, turn)
    assert [ask(client, "m1"), ask(client, "m1"), ask(client, "m2")] == [
        ["turn 1"],
        ["turn 1"],
        ["turn 2"],
    ]


def test_the_id_of_anothers_message_answers_nothing_of_theirs(server: Sanic) -> None:
    client = served(server, Counted())
    assert ask(client, "m1") == ["turn 1"]
    assert ask(client, "m1", sender="mina") == ["turn 2"]


def test_a_turn_that_failed_is_tried_again(server: Sanic) -> None:
    client = served(server, Counted(failures=1))
    assert [ask(client, "m1"), ask(client, "m1")] == [[], ["turn 2"]]


def test_messages_without_an_id_are_turns_of_their_own(server: Sanic) -> None:
    client = served(server, Counted())
    assert [ask(client, None), ask(client, None)] == [["turn 1"], ["turn 2"]]


def test_a_turn_goes_on_though_who_asked_is_gone() -> None:
    asyncio.run(_leave())


async def _leave() -> None:
    turn = Counted(seconds=0.05)
    handle = once(turn)

    def message() -> UserMessage:
        return UserMessage("zanzibarquark", None, "asha", metadata={"message_id": "m1"})

    first = asyncio.create_task(handle(message()))
    await asyncio.sleep(0.01)
    first.cancel()
    again = message()
    await asyncio.gather(first, handle(again))
    assert turn.asked == 1
    assert [each["text"] for each in again.output_channel.messages] == ["turn 1"]
