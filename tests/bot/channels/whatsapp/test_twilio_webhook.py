"""Twilio's webhook: what it signed is taken, and nothing else, and what is not kept comes again."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.channels.whatsapp.twilio_channel import WhatsAppTwilio
from bot.channels.whatsapp.twilio_pictures import PURPOSE
from bot.channels.whatsapp.twilio_webhook import MOST_BYTES, router
from bot.gateway.events import Event, Pictured, Reported, Said
from clinic.http.tickets import SECONDS, Tickets
from clinic.settings import Settings
from tests.bot.channels.whatsapp.test_twilio_deliveries import ASHA, payload
from tests.bot.channels.whatsapp.twilio_clinic import DOOR
from tests.imitated.twilio import Twilio
from tests.imitated.twilio_servers import TOKEN

MESSAGES = "/webhooks/twilio"
STATUS = "/webhooks/twilio/status?key=12%3A0"
FORM = "application/x-www-form-urlencoded"


class Door:
    """The routes alone; `taken` is what came in, `answers` what the gateway says to the next."""

    def __init__(self, settings: Settings, twilio: Twilio) -> None:
        self.taken: list[Event] = []
        self.answers: list[bool] = []
        self.channel = WhatsAppTwilio(settings)
        self.tickets = self.channel.tickets
        self.twilio = twilio
        app = FastAPI()
        app.include_router(router(settings, self.channel, self._picture, self._take))
        transport = httpx.ASGITransport(app, raise_app_exceptions=True)
        # a proxy calls it by another name than Twilio does
        self.client = httpx.AsyncClient(transport=transport, base_url="http://inside:8000")

    async def _take(self, event: Event) -> bool:
        self.taken.append(event)
        return self.answers.pop(0) if self.answers else True

    async def _picture(self, sender: str, url: str) -> bytes:
        if (sender, url) != ("asha", "/api/photos/ab/overlay"):
            raise LookupError
        return b"jpeg"

    async def post(
        self,
        form: dict[str, str],
        path: str = MESSAGES,
        *,
        body: bytes | None = None,
        signed: str | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Post a form as Twilio does; `signed` takes the place of its signature."""
        signature = self.twilio.signature(DOOR + path, form) if signed is None else signed
        given = {"content-type": FORM, "x-twilio-signature": signature} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        content = urlencode(form).encode() if body is None else body
        return await self.client.post(path, content=content, headers=given)


@pytest.fixture
async def door(at_twilio: Settings, twilio: Twilio) -> AsyncIterator[Door]:
    door = Door(at_twilio, twilio)
    yield door
    await door.client.aclose()


async def test_a_message_is_taken_and_answered_with_nothing_to_say(door: Door) -> None:
    answer = await door.post(payload("text"))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.text == '<?xml version="1.0" encoding="UTF-8"?><Response />'
    [event] = door.taken
    assert (event.address, event.content) == (ASHA, Said(payload("text")["Body"]))


async def test_words_in_every_script_pass_the_signature(door: Door) -> None:
    said = "मेरी त्वचा & 'ß' + 50% = 😀\nnew line"
    assert (await door.post(payload("text", Body=said))).status_code == 200
    assert door.taken[0].content == Said(said)


async def test_fields_that_are_new_to_us_pass_the_signature(door: Door) -> None:
    assert (await door.post(payload("text", ATotallyNewField="", Zz="1"))).status_code == 200


async def test_all_photographs_of_a_message_are_taken_in_order(door: Door) -> None:
    assert (await door.post(payload("several_images"))).status_code == 200
    assert [isinstance(event.content, Pictured) for event in door.taken] == [True] * 3


async def test_a_status_is_taken_with_the_key_of_its_address(door: Door) -> None:
    assert (await door.post(payload("status_delivered"), STATUS)).status_code == 200
    assert (await door.post(payload("status_failed"), STATUS)).status_code == 200
    assert [event.content for event in door.taken] == [
        Reported("12:0", "accepted"),
        Reported("12:0", "failed", "Twilio's error 63016"),
    ]


async def test_what_the_gateway_does_not_keep_is_asked_for_again(door: Door) -> None:
    door.answers = [False]
    assert (await door.post(payload("text"))).status_code == 503
    assert (await door.post(payload("text"))).status_code == 200
    assert door.taken[0].id == door.taken[1].id


async def test_photographs_after_one_that_was_not_kept_wait_for_it(door: Door) -> None:
    door.answers = [True, False]
    assert (await door.post(payload("several_images"))).status_code == 503
    assert len(door.taken) == 2


async def test_the_fallback_address_takes_a_message_too(door: Door) -> None:
    assert (await door.post(payload("text_at_the_fallback"))).status_code == 200


async def test_a_delivery_again_has_the_same_id_for_the_inbox_to_know_it(door: Door) -> None:
    for _ in range(2):
        assert (await door.post(payload("text"))).status_code == 200
    assert len({event.id for event in door.taken}) == 1


@pytest.mark.parametrize("signed", ["", "x", "é", "0" * 28, "RSOYDt4T1cUTdK1PDd93/VVr8B8="])
@pytest.mark.parametrize(("name", "path"), [("text", MESSAGES), ("status_delivered", STATUS)])
async def test_a_forged_delivery_is_refused(door: Door, name: str, path: str, signed: str) -> None:
    headers = {b"content-type": FORM.encode(), b"x-twilio-signature": signed.encode("latin-1")}
    content = urlencode(payload(name)).encode()
    answer = await door.client.post(path, content=content, headers=headers)
    assert answer.status_code == 403
    assert door.taken == []


async def test_a_delivery_without_a_signature_is_refused(door: Door) -> None:
    answer = await door.client.post(MESSAGES, data=payload("text"))
    assert answer.status_code == 403


async def test_a_signature_holds_for_its_own_words_address_and_key_alone(door: Door) -> None:
    form = payload("text")
    signed = door.twilio.signature(DOOR + MESSAGES, form)
    assert (await door.post(form | {"Body": "Delete my data"}, signed=signed)).status_code == 403
    assert (await door.post(form | {"New": "1"}, signed=signed)).status_code == 403
    assert (await door.post(form, f"{MESSAGES}?a=1", signed=signed)).status_code == 403
    status = payload("status_delivered")
    signed = door.twilio.signature(DOOR + STATUS, status)
    other = "/webhooks/twilio/status?key=13%3A0"
    assert (await door.post(status, other, signed=signed)).status_code == 403
    assert door.taken == []


@pytest.mark.parametrize("kind", ["", "application/json", "multipart/form-data; boundary=x"])
async def test_what_is_no_form_is_refused(door: Door, kind: str) -> None:
    assert (await door.post(payload("text"), content_type=kind)).status_code == 400


@pytest.mark.parametrize("body", [b"", b"Body", b"a=%FF", "Body=é".encode(), b"a=1&" * 400])
async def test_a_form_that_cannot_be_read_is_refused(door: Door, body: bytes) -> None:
    assert (await door.post({}, body=body)).status_code in (400, 403)
    assert door.taken == []


@pytest.mark.parametrize(
    "changes", [{"From": "+919013363029"}, {"MessageSid": ""}, {"NumMedia": "2"}]
)
async def test_what_is_signed_but_no_message_of_whatsapp_is_refused(
    door: Door, changes: dict[str, str]
) -> None:
    assert (await door.post(payload("text", **changes))).status_code == 400
    assert door.taken == []


async def test_a_delivery_that_is_too_large_is_refused_before_it_is_read_to_the_end(
    door: Door,
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * MOST_BYTES:
            sent += 10_000
            yield b"a" * 10_000

    headers = {"content-type": FORM, "x-twilio-signature": "x"}
    answer = await door.client.post(MESSAGES, content=endless(), headers=headers)
    assert answer.status_code == 413
    large = await door.post(payload("text", Body="a" * MOST_BYTES))
    assert large.status_code == 413
    assert door.taken == []


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
async def test_no_body_breaks_the_door(door: Door, body: bytes) -> None:
    assert (await door.post({}, body=body)).status_code in (400, 403)


async def test_nothing_of_a_delivery_is_logged(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    caplog.set_level(logging.DEBUG, "twilio")
    await door.post(payload("text"))
    await door.post(payload("text"), signed="x")
    await door.post(payload("text", MessageSid=""))
    for word in (TOKEN, ASHA, payload("text")["Body"]):
        assert word not in caplog.text


async def test_a_ticket_opens_the_picture_that_it_was_made_for(door: Door) -> None:
    ticket = door.tickets.issue("asha", "/api/photos/ab/overlay")
    answer = await door.client.get(f"/webhooks/twilio/pictures/{ticket}")
    assert (answer.status_code, answer.content) == (200, b"jpeg")
    assert answer.headers["content-type"] == "image/jpeg"


async def test_a_ticket_to_a_picture_that_is_gone_opens_nothing(door: Door) -> None:
    ticket = door.tickets.issue("asha", "/api/photos/cd/overlay")
    assert (await door.client.get(f"/webhooks/twilio/pictures/{ticket}")).status_code == 404


async def test_a_ticket_opens_only_what_its_own_conversation_may_see(door: Door) -> None:
    ticket = door.tickets.issue("mina", "/api/photos/ab/overlay")
    assert (await door.client.get(f"/webhooks/twilio/pictures/{ticket}")).status_code == 404


async def test_an_old_ticket_opens_nothing(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = door.tickets.issue("asha", "/api/photos/ab/overlay")
    late = time.time() + SECONDS + 1
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: late)
    assert (await door.client.get(f"/webhooks/twilio/pictures/{ticket}")).status_code == 404


async def test_a_ticket_that_was_touched_opens_nothing(door: Door) -> None:
    ticket = door.tickets.issue("asha", "/api/photos/ab/overlay")
    for place in (0, 12, 40, len(ticket) - 12):
        other = "A" if ticket[place] != "A" else "B"
        touched = ticket[:place] + other + ticket[place + 1 :]
        assert (await door.client.get(f"/webhooks/twilio/pictures/{touched}")).status_code == 404


async def test_a_ticket_of_another_clinic_opens_nothing(
    door: Door, at_twilio: Settings, tmp_path: Any
) -> None:
    foreign = Tickets(at_twilio.model_copy(update={"var": tmp_path / "other"}), PURPOSE)
    ticket = foreign.issue("asha", "/api/photos/ab/overlay")
    assert (await door.client.get(f"/webhooks/twilio/pictures/{ticket}")).status_code == 404
    assert (await door.client.get("/webhooks/twilio/pictures/é")).status_code == 404


async def test_the_routes_stand_in_no_description(door: Door, at_twilio: Settings) -> None:
    app = FastAPI()
    app.include_router(router(at_twilio, door.channel, door._picture, door._take))
    assert app.openapi()["paths"] == {}
