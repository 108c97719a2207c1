"""A talk over WhatsApp by Twilio: from a telephone through the whole gateway, and back to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.keeping import Examination, shrink
from bot.gateway import conversation, dispatch
from bot.gateway import rasa as rasa_module
from bot.gateway.words import text
from clinic.photographs import Photographs
from clinic.records import Records
from clinic.records.database import open_database
from clinic.records.models import Alarm
from clinic.settings import Settings
from tests.analysis.pictures import encoded, skin
from tests.bot.channels.whatsapp.twilio_clinic import connected
from tests.bot.gateway.served import served_here
from tests.bot.gateway.stand_in import StandIn
from tests.house import free_port
from tests.imitated.twilio import NUMBER, Twilio
from tests.imitated.twilio_servers import ApiError
from tests.waiting import wait_until

ASHA = "+919013363029"
MINA = "+4915112345678"
OVERRIDES = "#rc=5&rp=all"


class Clinic:
    """A house whose number is at Twilio, and the telephones of its patients."""

    def __init__(self, twilio: Twilio, settings: Settings, app: FastAPI) -> None:
        self.twilio, self.settings, self.app = twilio, settings, app

    def says(self, words: str, number: str = ASHA) -> int:
        return self.twilio.says(number, words)

    def shown(self, number: str = ASHA) -> list[str]:
        return self.twilio.telephones[number].shown

    def until_shown(self, *texts: str, number: str = ASHA) -> None:
        wait_until(lambda: len(self.shown(number)) >= len(texts))
        time.sleep(0.1)
        assert self.shown(number) == list(texts)

    def alarms(self) -> list[list[str]]:
        engine = open_database(self.settings.records_url)
        with Session(engine) as session:
            found = [alarm.reasons for alarm in session.scalars(select(Alarm))]
        engine.dispose()
        return found


@contextmanager
def opened(settings: Settings, twilio: Twilio) -> Iterator[Clinic]:
    with served_here(settings, **connected(twilio)) as gateway:
        twilio.webhook = f"{gateway.url}/webhooks/twilio{OVERRIDES}"
        yield Clinic(twilio, settings, gateway.app)


@pytest.fixture
def clinic(settings: Settings, twilio: Twilio, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    monkeypatch.setattr(conversation, "FIRST_PAUSE_SECONDS", 0.02)
    monkeypatch.setattr(conversation, "ALBUM_SECONDS", 0.2)
    monkeypatch.setattr(rasa_module, "LOOK_SECONDS", 0.05)
    with opened(settings, twilio) as clinic:
        yield clinic


def test_words_are_answered_on_the_telephone_that_said_them(
    clinic: Clinic, stand_in: StandIn
) -> None:
    assert clinic.says("acne") == 200
    assert clinic.says("dry skin", MINA) == 200
    clinic.until_shown("You said: acne")
    clinic.until_shown("You said: dry skin", number=MINA)
    assert {asked["input_channel"] for asked in stand_in.heard} == {"whatsapp"}
    assert ASHA not in str(stand_in.heard)


def test_a_message_that_twilio_delivers_twice_is_answered_once(
    clinic: Clinic, stand_in: StandIn
) -> None:
    form = clinic.twilio.message(ASHA, "acne")
    for _ in range(2):
        assert clinic.twilio.delivers(form) == 200
    clinic.until_shown("You said: acne")
    assert stand_in.texts == ["acne"]


def test_a_choice_is_made_by_its_number(clinic: Clinic, stand_in: StandIn) -> None:
    buttons = [{"title": "Oily", "payload": "oily skin"}, {"title": "Dry", "payload": "dry skin"}]
    stand_in.begin_with([{"text": "How is it?", "buttons": buttons}])
    clinic.says("hello")
    clinic.until_shown(f"How is it?\n\n{text('messengers.numbered')}\n1. Oily\n2. Dry")
    assert clinic.twilio.presses(ASHA, "Dry") == 200
    wait_until(lambda: stand_in.texts == ["hello", "dry skin"])


def test_photographs_arrive_by_twilios_media(clinic: Clinic, stand_in: StandIn) -> None:
    statuses = clinic.twilio.sends_photos(
        ASHA, encoded(skin()), encoded(skin()), caption="left and right"
    )
    assert statuses == [200, 200]
    wait_until(lambda: len(stand_in.heard) == 2)
    assert stand_in.texts[0] == "left and right"
    assert len({asked["metadata"]["photo"] for asked in stand_in.heard}) == 2


def test_several_photographs_in_one_message_are_an_album(
    clinic: Clinic, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # each is fetched by a call of its own, on a machine that may be slow
    monkeypatch.setattr(conversation, "ALBUM_SECONDS", 2)
    media = [("image/jpeg", encoded(skin()))] * 3
    form = clinic.twilio.with_media(ASHA, media, "from all sides")
    assert clinic.twilio.delivers(form) == 200
    wait_until(lambda: len(stand_in.heard) == 3)
    assert [bool(each["metadata"].get("more")) for each in stand_in.heard] == [True, True, False]


def test_a_voice_message_is_answered_with_what_can_be_read(
    clinic: Clinic, stand_in: StandIn
) -> None:
    form = clinic.twilio.with_media(ASHA, [("audio/ogg", b"OggS")])
    assert clinic.twilio.delivers(form) == 200
    clinic.until_shown(text("messengers.unread"))
    assert stand_in.heard == []


def test_a_picture_in_an_answer_is_fetched_by_twilio_and_shown(
    clinic: Clinic, stand_in: StandIn
) -> None:
    clinic.says("hello")
    clinic.until_shown("You said: hello")
    sender = stand_in.heard[0]["sender"]
    photo = looked_at(clinic, sender)
    stand_in.begin_with(
        [{"text": "I see some redness."}, {"image": f"/api/photos/{photo}/overlay"}]
    )
    clinic.says("what do you see?")
    wait_until(lambda: clinic.twilio.telephones[ASHA].pictures)
    [picture] = clinic.twilio.telephones[ASHA].pictures
    assert Image.open(BytesIO(picture)).format == "JPEG"
    assert clinic.shown() == ["You said: hello", "I see some redness.", text("picture")]


def looked_at(clinic: Clinic, sender: str) -> str:
    """Keep a photograph of a conversation with what was seen on it."""
    store, records = Photographs.open(clinic.settings), Records.open(clinic.settings)
    records.give_consent(sender, "whatsapp", kind="photo", version="1", text="?", given=True)
    photo = store.receive(sender, "whatsapp", shrink(encoded(skin())))
    store.keep(sender, photo)
    seen = Examination({"quality": {"ok": True}}, encoded(skin()), encoded(skin((90, 120))), {})
    store.add_examination(sender, photo, seen)
    for each in (store, records):
        each.dispose()
    return photo


def test_a_message_that_twilio_took_but_could_not_bring_alarms_the_clinic(
    clinic: Clinic,
) -> None:
    clinic.twilio.telephones[ASHA].is_on_whatsapp = False
    clinic.says("acne")
    wait_until(clinic.alarms)
    assert clinic.shown() == []


def test_where_the_connection_ended_twilios_status_tells_whether_it_went_out(
    clinic: Clinic,
) -> None:
    clinic.says("hello")
    clinic.until_shown("You said: hello")
    clinic.twilio.carrying_seconds = 0.3
    clinic.twilio.fail_next = ["take it and hang up"]
    clinic.says("acne")
    # far sooner than what is not sure would be sent again
    assert dispatch.REPORT_WITHIN.total_seconds() >= 20
    clinic.until_shown("You said: hello", "You said: acne")
    clinic.says("oily")
    clinic.until_shown("You said: hello", "You said: acne", "You said: oily")


def test_what_twilio_cannot_take_now_goes_out_later(clinic: Clinic) -> None:
    clinic.twilio.fail_next = [ApiError(429, 20429, "Too many", retry_after=1)]
    clinic.says("acne")
    clinic.until_shown("You said: acne")


def test_while_rasa_is_down_twilio_is_asked_again_and_the_answer_comes_once(
    clinic: Clinic, stand_in: StandIn
) -> None:
    stand_in.begin_with(500, 500, 500)
    form = clinic.twilio.message(ASHA, "acne")
    clinic.twilio.webhook = clinic.twilio.webhook.replace("rc=5", "rc=0")
    assert clinic.twilio.delivers(form) == 503
    # though Twilio should never come again: it is kept
    clinic.until_shown("You said: acne")
    assert clinic.twilio.delivers(form) == 200
    clinic.until_shown("You said: acne")


def test_a_door_that_was_closed_for_a_moment_gets_the_message_by_twilios_retries(
    settings: Settings, twilio: Twilio
) -> None:
    with opened(settings, twilio) as clinic:
        open_door = twilio.webhook
        twilio.webhook = f"http://127.0.0.1:{free_port()}/webhooks/twilio#rc=2&rp=ct"
        twilio.fallback = open_door
        assert clinic.says("acne") == 200
        clinic.until_shown("You said: acne")


def test_the_website_offers_the_number_to_go_on_with_a_code(clinic: Clinic) -> None:
    ways = clinic.app.state.door.messengers.ways("abc2345678")
    assert ways == {"whatsapp": f"https://wa.me/{NUMBER[1:]}?text=link%20abc2345678"}
