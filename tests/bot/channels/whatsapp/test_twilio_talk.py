"""A talk over WhatsApp by Twilio: from a telephone through the whole gateway, and back to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.keeping import Examination, shrink
from bot.app import create_app
from bot.gateway import conversation, dispatch
from bot.gateway import rasa as rasa_module
from bot.gateway.rasa import Rasa
from bot.gateway.words import text
from clinic.photographs import Photographs
from clinic.records import Records
from clinic.records.database import open_database
from clinic.records.models import Alarm
from clinic.settings import Settings
from tests.bot.channels.whatsapp.twilio_clinic import connect
from tests.bot.gateway.conftest import PATIENCE
from tests.bot.gateway.stand_in import StandIn
from tests.house import free_port
from tests.imitated.twilio import NUMBER, Twilio
from tests.imitated.twilio_servers import ApiError

ASHA = "+919013363029"
MINA = "+4915112345678"
OVERRIDES = "#rc=5&rp=all"


class Clinic:
    """A house whose number is at Twilio, and the telephones of its patients."""

    def __init__(self, twilio: Twilio, settings: Settings, app: FastAPI) -> None:
        self.twilio, self.settings, self.app = twilio, settings, app

    async def does(self, what: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Let a patient do something, on a telephone of their own."""
        return await asyncio.to_thread(what, *given, **more)

    async def says(self, words: str, number: str = ASHA) -> int:
        status: int = await self.does(self.twilio.says, number, words)
        return status

    def shown(self, number: str = ASHA) -> list[str]:
        return self.twilio.telephones[number].shown

    async def until_shown(self, *texts: str, number: str = ASHA) -> None:
        await self.until(lambda: len(self.shown(number)) >= len(texts))
        await asyncio.sleep(0.1)
        assert self.shown(number) == list(texts)

    async def until(self, true: Callable[[], Any]) -> None:
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.02)

    def alarms(self) -> list[list[str]]:
        engine = open_database(self.settings.records_url)
        with Session(engine) as session:
            found = [alarm.reasons for alarm in session.scalars(select(Alarm))]
        engine.dispose()
        return found


@asynccontextmanager
async def opened(settings: Settings, twilio: Twilio) -> AsyncIterator[Clinic]:
    port = free_port()
    door = f"http://127.0.0.1:{port}"
    settings = connect(settings, twilio, door)
    twilio.webhook = f"{door}/webhooks/twilio{OVERRIDES}"
    app = create_app(settings, Rasa(settings, patience=PATIENCE))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", access_log=False))
    # without the signal handlers of a process of its own
    serving = asyncio.create_task(server._serve())
    try:
        async with asyncio.timeout(20):
            while not server.started:
                await asyncio.sleep(0.01)
        yield Clinic(twilio, settings, app)
    finally:
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await serving


@pytest.fixture
async def clinic(
    settings: Settings, twilio: Twilio, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Clinic]:
    monkeypatch.setattr(conversation, "FIRST_PAUSE_SECONDS", 0.02)
    monkeypatch.setattr(conversation, "ALBUM_SECONDS", 0.2)
    monkeypatch.setattr(rasa_module, "LOOK_SECONDS", 0.05)
    async with opened(settings, twilio) as clinic:
        yield clinic


def jpeg(size: tuple[int, int] = (640, 480)) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, "tan").save(data, "JPEG")
    return data.getvalue()


async def test_words_are_answered_on_the_telephone_that_said_them(
    clinic: Clinic, stand_in: StandIn
) -> None:
    assert await clinic.says("acne") == 200
    assert await clinic.says("dry skin", MINA) == 200
    await clinic.until_shown("You said: acne")
    await clinic.until_shown("You said: dry skin", number=MINA)
    assert {asked["input_channel"] for asked in stand_in.heard} == {"whatsapp"}
    assert ASHA not in str(stand_in.heard)


async def test_a_message_that_twilio_delivers_twice_is_answered_once(
    clinic: Clinic, stand_in: StandIn
) -> None:
    form = clinic.twilio.message(ASHA, "acne")
    for _ in range(2):
        assert await clinic.does(clinic.twilio.delivers, form) == 200
    await clinic.until_shown("You said: acne")
    assert stand_in.texts == ["acne"]


async def test_a_choice_is_made_by_its_number(clinic: Clinic, stand_in: StandIn) -> None:
    buttons = [{"title": "Oily", "payload": "oily skin"}, {"title": "Dry", "payload": "dry skin"}]
    stand_in.begin_with([{"text": "How is it?", "buttons": buttons}])
    await clinic.says("hello")
    await clinic.until_shown(f"How is it?\n\n{text('messengers.numbered')}\n1. Oily\n2. Dry")
    assert await clinic.does(clinic.twilio.presses, ASHA, "Dry") == 200
    await clinic.until(lambda: stand_in.texts == ["hello", "dry skin"])


async def test_photographs_arrive_by_twilios_media(clinic: Clinic, stand_in: StandIn) -> None:
    statuses = await clinic.does(
        clinic.twilio.sends_photos, ASHA, jpeg(), jpeg(), caption="left and right"
    )
    assert statuses == [200, 200]
    await clinic.until(lambda: len(stand_in.heard) == 2)
    assert stand_in.texts[0] == "left and right"
    assert len({asked["metadata"]["photo"] for asked in stand_in.heard}) == 2


async def test_several_photographs_in_one_message_are_an_album(
    clinic: Clinic, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # each is fetched by a call of its own, on a machine that may be slow
    monkeypatch.setattr(conversation, "ALBUM_SECONDS", 2)
    media = [("image/jpeg", jpeg())] * 3
    form = clinic.twilio.with_media(ASHA, media, "from all sides")
    assert await clinic.does(clinic.twilio.delivers, form) == 200
    await clinic.until(lambda: len(stand_in.heard) == 3)
    assert [bool(each["metadata"].get("more")) for each in stand_in.heard] == [True, True, False]


async def test_a_voice_message_is_answered_with_what_can_be_read(
    clinic: Clinic, stand_in: StandIn
) -> None:
    form = clinic.twilio.with_media(ASHA, [("audio/ogg", b"OggS")])
    assert await clinic.does(clinic.twilio.delivers, form) == 200
    await clinic.until_shown(text("messengers.unread"))
    assert stand_in.heard == []


async def test_a_picture_in_an_answer_is_fetched_by_twilio_and_shown(
    clinic: Clinic, stand_in: StandIn
) -> None:
    await clinic.says("hello")
    await clinic.until_shown("You said: hello")
    sender = stand_in.heard[0]["sender"]
    photo = await asyncio.to_thread(looked_at, clinic, sender)
    stand_in.begin_with(
        [{"text": "I see some redness."}, {"image": f"/api/photos/{photo}/overlay"}]
    )
    await clinic.says("what do you see?")
    await clinic.until(lambda: clinic.twilio.telephones[ASHA].pictures)
    [picture] = clinic.twilio.telephones[ASHA].pictures
    assert Image.open(BytesIO(picture)).format == "JPEG"
    assert clinic.shown() == ["You said: hello", "I see some redness.", text("picture")]


def looked_at(clinic: Clinic, sender: str) -> str:
    """Keep a photograph of a conversation with what was seen on it."""
    store, records = Photographs.open(clinic.settings), Records.open(clinic.settings)
    records.give_consent(sender, "whatsapp", kind="photo", version="1", text="?", given=True)
    photo = store.receive(sender, "whatsapp", shrink(jpeg()))
    store.keep(sender, photo)
    seen = Examination({"quality": {"ok": True}}, jpeg(), jpeg((90, 120)), {})
    store.add_examination(sender, photo, seen)
    for each in (store, records):
        each.dispose()
    return photo


async def test_a_message_that_twilio_took_but_could_not_bring_alarms_the_clinic(
    clinic: Clinic,
) -> None:
    clinic.twilio.telephones[ASHA].is_on_whatsapp = False
    await clinic.says("acne")
    await clinic.until(clinic.alarms)
    assert clinic.shown() == []


async def test_where_the_connection_ended_twilios_status_tells_whether_it_went_out(
    clinic: Clinic,
) -> None:
    await clinic.says("hello")
    await clinic.until_shown("You said: hello")
    clinic.twilio.carrying_seconds = 0.3
    clinic.twilio.fail_next = ["take it and hang up"]
    await clinic.says("acne")
    # far sooner than what is not sure would be sent again
    assert dispatch.REPORT_WITHIN.total_seconds() >= 20
    await clinic.until_shown("You said: hello", "You said: acne")
    await clinic.says("oily")
    await clinic.until_shown("You said: hello", "You said: acne", "You said: oily")


async def test_what_twilio_cannot_take_now_goes_out_later(clinic: Clinic) -> None:
    clinic.twilio.fail_next = [ApiError(429, 20429, "Too many", retry_after=1)]
    await clinic.says("acne")
    await clinic.until_shown("You said: acne")


async def test_while_rasa_is_down_twilio_is_asked_again_and_the_answer_comes_once(
    clinic: Clinic, stand_in: StandIn
) -> None:
    stand_in.begin_with(500, 500, 500)
    form = clinic.twilio.message(ASHA, "acne")
    clinic.twilio.webhook = clinic.twilio.webhook.replace("rc=5", "rc=0")
    assert await clinic.does(clinic.twilio.delivers, form) == 503
    # though Twilio should never come again: it is kept
    await clinic.until_shown("You said: acne")
    assert await clinic.does(clinic.twilio.delivers, form) == 200
    await clinic.until_shown("You said: acne")


async def test_a_door_that_was_closed_for_a_moment_gets_the_message_by_twilios_retries(
    settings: Settings, twilio: Twilio
) -> None:
    async with opened(settings, twilio) as clinic:
        open_door = twilio.webhook
        twilio.webhook = f"http://127.0.0.1:{free_port()}/webhooks/twilio#rc=2&rp=ct"
        twilio.fallback = open_door
        assert await clinic.says("acne") == 200
        await clinic.until_shown("You said: acne")


async def test_the_website_offers_the_number_to_go_on_with_a_code(clinic: Clinic) -> None:
    ways = clinic.app.state.door.messengers.ways("abc2345678")
    assert ways == {"whatsapp": f"https://wa.me/{NUMBER[1:]}?text=link%20abc2345678"}
