"""Only what a patient can have typed gets in; everything else gets a plain sentence."""

from __future__ import annotations

import json
import unicodedata
import uuid
from pathlib import Path

import httpx
import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

import bot.channels.web
from bot.channels.web.incoming import read
from bot.gateway.refusals import RefusalError
from bot.gateway.typed import EMPTY, LONGEST, PICTURED, TOO_LONG, UNREADABLE, checked
from tests.bot.channels.web.visitor import begin, turns
from tests.bot.gateway.stand_in import StandIn

ID = str(uuid.uuid4())
PAYLOADS = Path(bot.channels.web.__file__).with_name("payloads")


def body(text: object, message_id: object = ID) -> bytes:
    return json.dumps({"id": message_id, "text": text}).encode()


@pytest.mark.parametrize(
    ("name", "said", "photo"),
    [
        ("message", "I scrub every day, and I sleep 5 hours", False),
        ("message_with_photo", "my left cheek", True),
        ("photo_without_words", PICTURED, True),
    ],
)
async def test_each_recorded_payload_is_a_message(name: str, said: str, photo: bool) -> None:
    sent = (PAYLOADS / f"{name}.json").read_bytes()

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": sent}

    headers = [(b"content-type", b"application/json")]
    turn = await read(Request({"type": "http", "headers": headers}, receive))
    assert (turn.text, bool(turn.photo)) == (said, photo)
    assert {file.stem for file in PAYLOADS.glob("*.json")} >= {name}


@pytest.mark.parametrize(
    ("sent", "status", "problem"),
    [
        (body(""), 400, EMPTY),
        (body(" \n\t "), 400, EMPTY),
        (body("\u200b\u2060\ufeff"), 400, EMPTY),
        (body("x" * (LONGEST + 1)), 413, TOO_LONG),
        (body("🙂" * (LONGEST + 1)), 413, TOO_LONG),
        (body("x" * 100_000), 413, TOO_LONG),
        (body("acne\x00"), 400, UNREADABLE),
        (body("\x1b[2J"), 400, UNREADABLE),
        (body("\ud800"), 400, UNREADABLE),
        (b'{"id": "' + ID.encode() + b'", "text": "\xff\xfe"}', 400, UNREADABLE),
        (body(7), 400, UNREADABLE),
        (body(None), 400, UNREADABLE),
        (body("hello", "no-uuid"), 400, UNREADABLE),
        (b'{"text": "hello"}', 400, UNREADABLE),
        (body("hello")[:-1] + b', "photo": 7}', 400, UNREADABLE),
        (body("")[:-1] + b', "photo": ""}', 400, EMPTY),
        (b"[]", 400, UNREADABLE),
        (b"", 400, UNREADABLE),
        (b"{", 400, UNREADABLE),
    ],
)
async def test_what_is_no_message_is_refused_and_never_reaches_rasa(
    client: httpx.AsyncClient, stand_in: StandIn, sent: bytes, status: int, problem: str
) -> None:
    await begin(client)
    answer = await client.post(
        "/api/messages", content=sent, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()) == (status, {"problem": problem})
    assert stand_in.texts == ["hello"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_form_of_another_site_cannot_send_a_message(
    client: httpx.AsyncClient, kind: str
) -> None:
    await begin(client)
    answer = await client.post(
        "/api/messages", content=body("hello"), headers={"Content-Type": kind}
    )
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "text",
    [
        "x" * LONGEST,
        "🙂" * LONGEST,
        "one\ntwo\tthree",
        "मेरी त्वचा रूखी है",
        "👩🏽‍⚕️",
        "<script>alert(1)</script>",
        "/restart",
    ],
)
async def test_what_people_type_gets_through_as_it_is(
    client: httpx.AsyncClient, stand_in: StandIn, text: str
) -> None:
    await begin(client)
    answer = await client.post("/api/messages", json={"id": ID, "text": text})
    assert answer.status_code == 202
    await turns(client)
    assert stand_in.texts[-1] == text


def test_windows_line_breaks_and_white_space_around_are_made_plain() -> None:
    assert checked("  one\r\ntwo\rthree \n") == "one\ntwo\nthree"


@given(st.text(max_size=2 * LONGEST))
def test_text_that_gets_in_can_be_stored_and_seen(text: str) -> None:
    try:
        taken = checked(text)
    except RefusalError:
        return
    assert 0 < len(taken) <= LONGEST
    assert taken.encode()
    assert not any(
        unicodedata.category(each) == "Cc" for each in taken.replace("\n", "").replace("\t", "")
    )
    assert checked(taken) == taken
