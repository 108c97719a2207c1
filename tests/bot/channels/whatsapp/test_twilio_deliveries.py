"""What Twilio delivers becomes events: each payload as it is documented, and what is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp import twilio_deliveries
from bot.channels.whatsapp.twilio_deliveries import MalformedError, events, report
from bot.gateway.events import Content, Pictured, Reported, Said, Unread
from clinic.records.models import now

PAYLOADS = Path(twilio_deliveries.__file__).parent / "payloads" / "twilio"
ASHA = "+919013363029"
MEDIA = "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages"
NOW = now()


def payload(name: str, **changes: str) -> dict[str, str]:
    form: dict[str, str] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    return form | changes


def medium(message: int, number: int) -> str:
    return f"{MEDIA}/MM{message:032x}/Media/ME{number:032x}"


def contents(form: dict[str, str]) -> list[Content]:
    return [event.content for event in events(form, NOW)]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("text", "My skin feels dull, and I scrub every night"),
        ("text_from_an_advertisement", "Hello! Can I get more info on this?"),
        # the words on a button are the patient's; its payload is a name for machines
        ("button", "Much better"),
        ("list_reply", "Oily"),
    ],
)
def test_words_and_choices_are_what_was_said(name: str, said: str) -> None:
    assert contents(payload(name)) == [Said(said)]


@pytest.mark.parametrize("name", ["voice", "location", "sticker"])
def test_what_is_neither_words_nor_a_photograph_is_unread(name: str) -> None:
    assert contents(payload(name)) == [Unread()]


def test_an_event_has_the_id_of_its_message_the_number_and_the_time_of_its_coming() -> None:
    [event] = events(payload("text"), NOW)
    assert (event.id, event.address, event.at) == (f"SM{1:032x}", ASHA, NOW)


def test_at_the_fallback_address_a_message_is_the_same_event() -> None:
    assert events(payload("text_at_the_fallback"), NOW) == events(payload("text"), NOW)


def test_a_photograph_has_its_address_and_its_caption() -> None:
    assert contents(payload("image")) == [Pictured(medium(2, 21), "After a week without acids")]


def test_several_photographs_are_an_album_and_the_caption_stands_with_the_first() -> None:
    album = f"MM{3:032x}"
    taken = events(payload("several_images"), NOW)
    assert [event.id for event in taken] == [album, f"{album}:1", f"{album}:2"]
    assert [event.content for event in taken] == [
        Pictured(medium(3, 31), "Left, right and front", album),
        Pictured(medium(3, 32), "", album),
        Pictured(medium(3, 33), "", album),
    ]


def test_among_photographs_a_voice_message_is_unread_and_takes_no_caption() -> None:
    mixed = contents(payload("several_images", MediaContentType0="audio/ogg"))
    assert mixed[0] == Unread()
    assert mixed[1] == Pictured(medium(3, 32), "Left, right and front", f"MM{3:032x}")


def test_a_photograph_sent_as_a_file_is_one_and_the_name_of_the_file_is_no_caption() -> None:
    form = payload("image", MessageType="document", Body="IMG 2041.jpeg")
    assert contents(form) == [Pictured(medium(2, 21), "")]


def test_webp_is_a_sticker_unless_it_was_sent_as_a_file() -> None:
    webp = payload("image", MediaContentType0="image/webp", Body="")
    assert contents(webp) == [Unread()]
    assert isinstance(contents(webp | {"MessageType": "document"})[0], Pictured)


def test_a_message_without_anything_in_it_is_unread() -> None:
    assert contents(payload("text", Body=" ")) == [Unread()]


@pytest.mark.parametrize(
    "changes",
    [
        {"From": "+919013363029"},  # an SMS
        {"From": ""},
        {"From": "whatsapp:+91 90"},
        {"From": "whatsapp:+919013363029\n"},
        {"From": "messenger:12345678"},
        {"MessageSid": ""},
        {"MessageSid": "SM1:0"},
        {"NumMedia": "-1"},
        {"NumMedia": "many"},
        {"NumMedia": "11"},
        {"NumMedia": "²"},
        {"NumMedia": "2"},  # without media
    ],
)
def test_what_is_no_message_of_whatsapp_is_refused_without_being_quoted(
    changes: dict[str, str],
) -> None:
    with pytest.raises(MalformedError) as refused:
        events(payload("text", **changes), NOW)
    assert "9013363029" not in str(refused.value)


@given(st.dictionaries(st.sampled_from(list(payload("image"))), st.text(max_size=40)))
def test_whatever_stands_in_the_fields_becomes_events_or_is_refused(changes: Any) -> None:
    try:
        taken = events(payload("image") | changes, NOW)
    except MalformedError:
        return
    assert len({event.id for event in taken}) == len(taken) > 0


@pytest.mark.parametrize("status", ["accepted", "queued", "sent", "delivered", "read"])
def test_a_status_tells_that_a_piece_was_taken(status: str) -> None:
    event = report(payload("status_delivered", MessageStatus=status), "12:0", NOW)
    assert event.content == Reported("12:0", "accepted")


@pytest.mark.parametrize("status", ["failed", "undelivered"])
def test_a_status_tells_that_a_piece_failed_by_the_code_alone(status: str) -> None:
    event = report(payload("status_failed", MessageStatus=status), "12:0", NOW)
    assert event.content == Reported("12:0", "failed", "Twilio's error 63016")
    assert event.address == ASHA


def test_a_failure_without_a_code_is_one_too() -> None:
    event = report(payload("status_failed", ErrorCode=""), "12:0", NOW)
    assert event.content == Reported("12:0", "failed", "Twilio says failed")


@pytest.mark.parametrize("changes", [{"MessageStatus": ""}, {"To": ""}, {"MessageSid": "x"}])
def test_what_is_no_status_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(MalformedError):
        report(payload("status_delivered", **changes), "12:0", NOW)


def test_words_beside_what_cannot_be_read_are_read() -> None:
    assert contents(payload("voice", Body="my face is swelling")) == [Said("my face is swelling")]
