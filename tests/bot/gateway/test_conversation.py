"""A turn: answered once, in order, kept, and honest about a Rasa that fails."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import httpx
import pytest

from bot.gateway import conversation
from bot.gateway.words import text
from clinic.records import Records
from clinic.settings import Settings
from tests.bot.gateway.conftest import PATIENCE, Visit
from tests.bot.gateway.stand_in import StandIn


def message(text: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "text": text}


async def opened(client: httpx.AsyncClient) -> httpx.AsyncClient:
    await client.get("/api/talk")
    return client


async def post(client: httpx.AsyncClient, said: dict[str, str]) -> httpx.Response:
    return await client.post("/api/messages", json=said)


def texts(answer: httpx.Response) -> list[str]:
    return [text for each in answer.json()["messages"] for text in each["texts"]]


async def turns(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    talk: list[dict[str, Any]] = (await client.get("/api/talk")).json()["turns"]
    return talk


async def test_a_first_visit_is_greeted_without_typing(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    [turn] = await turns(client)
    assert turn["text"] is None
    assert turn["messages"][0]["texts"] == ["You said: hello"]
    assert stand_in.heard[0]["input_channel"] == "web"


async def test_the_greeting_comes_once(client: httpx.AsyncClient, stand_in: StandIn) -> None:
    await opened(client)
    await asyncio.gather(*(client.get("/api/talk") for _ in range(5)))
    assert stand_in.texts == ["hello"]


async def test_a_message_is_answered_and_kept(client: httpx.AsyncClient) -> None:
    await opened(client)
    said = message("acne")
    answer = await post(client, said)
    assert answer.json()["kept"] is True
    assert texts(answer) == ["You said: acne"]
    assert (await turns(client))[-1] == {**said, "messages": answer.json()["messages"]}


async def test_the_same_message_again_is_not_asked_again(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await opened(client)
    said = message("acne")
    answers = [(await post(client, said)).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert stand_in.texts == ["hello", "acne"]


async def test_the_same_message_in_flight_is_not_asked_again(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await opened(client)
    stand_in.seconds = 0.2
    said = message("acne")
    answers = await asyncio.gather(*(post(client, said) for _ in range(4)))
    assert {answer.text for answer in answers} == {answers[0].text}
    assert stand_in.texts == ["hello", "acne"]


async def test_one_id_for_two_texts_is_refused(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await opened(client)
    said = message("acne")
    await post(client, said)
    assert (await post(client, {**said, "text": "rosacea"})).status_code == 409
    assert stand_in.texts == ["hello", "acne"]


async def test_a_conversation_is_answered_in_its_order(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await opened(client)
    stand_in.seconds = 0.02
    said = [message(str(number)) for number in range(8)]
    await asyncio.gather(*(post(client, each) for each in said))
    assert stand_in.texts[1:] == [each["text"] for each in said]
    assert [turn["text"] for turn in (await turns(client))[1:]] == stand_in.texts[1:]


async def test_one_slow_conversation_holds_nobody_else_up(visit: Visit, stand_in: StandIn) -> None:
    patients = [await opened(visit()) for _ in range(4)]
    stand_in.seconds = 0.5
    began = asyncio.get_running_loop().time()
    answers = await asyncio.gather(*(post(each, message("acne")) for each in patients))
    assert {answer.status_code for answer in answers} == {200}
    assert asyncio.get_running_loop().time() - began < 4 * 0.5


@pytest.mark.parametrize(
    "failure",
    [
        {"body": lambda _: []},
        {"body": lambda _: {"status": "failure"}},
        {"body": lambda _: ["text"]},
        {"body": lambda _: b"<html>"},
        {"status": 500},
        {"status": 400},
        {"seconds": 2 * PATIENCE.read},
    ],
    ids=["nothing", "no list", "no elements", "no JSON", "500", "400", "too late"],
)
async def test_a_failing_rasa_is_an_apology_and_the_message_is_kept(
    client: httpx.AsyncClient, stand_in: StandIn, failure: dict[str, Any]
) -> None:
    await opened(client)
    well = {name: getattr(stand_in, name) for name in failure}
    for name, value in failure.items():
        setattr(stand_in, name, value)
    said = message("acne")
    answer = await post(client, said)
    assert answer.status_code == 503
    assert "kept" in answer.json()["problem"] and "112" in answer.json()["problem"]
    assert (await turns(client))[-1] == {**said, "messages": None}
    for name, value in well.items():
        setattr(stand_in, name, value)
    assert texts(await post(client, said)) == ["You said: acne"]
    assert len(await turns(client)) == 2


async def test_a_rasa_that_is_gone_is_an_apology(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await opened(client)
    stand_in.close()
    assert (await post(client, message("acne"))).status_code == 503


async def test_a_greeting_that_failed_keeps_the_session_and_comes_later(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    stand_in.status = 500
    answer = await client.get("/api/talk")
    assert (answer.status_code, answer.json()) == (
        503,
        {"problem": text("refusals.greeting_failed")},
    )
    token = client.cookies["dewy"]
    stand_in.status = 200
    assert [turn["id"] for turn in await turns(client)] == [conversation.GREETING_ID]
    assert client.cookies["dewy"] == token


async def test_a_turn_is_finished_though_the_patient_leaves(
    client: httpx.AsyncClient, stand_in: StandIn
) -> None:
    await opened(client)
    stand_in.seconds = 0.2
    said = message("acne")
    request = asyncio.create_task(post(client, said))
    while "acne" not in stand_in.texts:
        await asyncio.sleep(0.01)
    request.cancel()
    assert texts(await post(client, said)) == ["You said: acne"]
    assert stand_in.texts == ["hello", "acne"]


class TestErasure:
    """The action deletes the records while the turn is on its way."""

    @pytest.fixture(autouse=True)
    def _erasing(self, stand_in: StandIn, settings: Settings) -> None:
        def answer(text: str) -> list[dict[str, str]]:
            if text == "yes, delete everything":
                records = Records.open(settings)
                records.erase(stand_in.heard[-1]["sender"])
                records.dispose()
            return [{"text": f"You said: {text}"}]

        stand_in.body = answer

    async def test_its_answer_is_shown_and_nothing_is_written_again(
        self, client: httpx.AsyncClient
    ) -> None:
        await opened(client)
        await post(client, message("acne"))
        answer = await post(client, message("yes, delete everything"))
        assert answer.json()["kept"] is False
        assert texts(answer) == ["You said: yes, delete everything"]
        [greeting] = await turns(client)
        assert greeting["text"] is None

    async def test_asking_again_does_not_begin_anew(
        self, client: httpx.AsyncClient, stand_in: StandIn
    ) -> None:
        await opened(client)
        said = message("yes, delete everything")
        first = await post(client, said)
        assert (await post(client, said)).json() == first.json()
        assert stand_in.texts == ["hello", "yes, delete everything"]

    async def test_few_are_held_in_memory(
        self, client: httpx.AsyncClient, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(conversation, "ERASURES", 1)
        await opened(client)
        erasures = [message("yes, delete everything") for _ in range(2)]
        for each in [*erasures, *erasures]:
            assert (await post(client, each)).json()["kept"] is False
        # the second took the first one's place, so the first was asked again, then the second
        assert stand_in.texts[1:] == ["yes, delete everything"] * 4
