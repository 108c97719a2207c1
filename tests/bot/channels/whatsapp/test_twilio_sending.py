"""Sending by Twilio's own library to an imitated Twilio: what goes out, and how it can fail."""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channels.whatsapp.rules import MOST_IN_TEMPLATE
from bot.channels.whatsapp.twilio_channel import WhatsAppTwilio
from bot.channels.whatsapp.twilio_rendering import Photo, TwilioPiece, Words
from bot.gateway.channel import (
    GoneError,
    Recipient,
    RefusedError,
    SendError,
    TryLaterError,
    UncertainError,
)
from clinic.records.models import now
from clinic.settings import Settings
from tests.bot.channels.whatsapp.twilio_clinic import DOOR
from tests.house import free_port
from tests.imitated.twilio import NUMBER, TEMPLATE, Twilio
from tests.imitated.twilio_servers import TOKEN, ApiError

ASHA = "+919013363029"
HELLO = Words("Hello, how is your skin?")


@pytest.fixture
async def channel(at_twilio: Settings) -> AsyncIterator[WhatsAppTwilio]:
    async with opened(at_twilio) as channel:
        yield channel


class opened:  # noqa: N801  # reads as the verb that it is
    """A channel that takes half a second of silence for the end."""

    def __init__(self, settings: Settings) -> None:
        self.channel = WhatsAppTwilio(settings, patience=httpx.Timeout(0.5))

    async def __aenter__(self) -> WhatsAppTwilio:
        return self.channel

    async def __aexit__(self, *_: object) -> None:
        await self.channel.close()


def asha(hours_ago: float | None = 0, address: str = ASHA) -> Recipient:
    heard_at = None if hours_ago is None else now() - dt.timedelta(hours=hours_ago)
    return Recipient(address, "sender-of-asha", heard_at)


async def failure(
    channel: WhatsAppTwilio, piece: TwilioPiece = HELLO, to: Recipient | None = None
) -> SendError:
    with pytest.raises(SendError) as raised:
        await channel.send(to or asha(), piece, key="7:0")
    # with all that lies behind it
    said = "".join(traceback.format_exception(raised.value))
    assert ASHA not in said and TOKEN not in said and HELLO.body not in said
    return raised.value


async def test_words_go_out_from_the_clinics_number_with_the_key_in_the_callback(
    channel: WhatsAppTwilio, twilio: Twilio
) -> None:
    await channel.send(asha(), HELLO, key="7:0")
    assert twilio.sent == [
        {
            "From": [f"whatsapp:{NUMBER}"],
            "To": [f"whatsapp:{ASHA}"],
            "Body": [HELLO.body],
            "StatusCallback": [f"{DOOR}/webhooks/twilio/status?key=7%3A0"],
        }
    ]


async def test_a_picture_goes_out_by_an_address_of_our_own_door_that_names_nobody(
    channel: WhatsAppTwilio, twilio: Twilio
) -> None:
    await channel.send(asha(), Photo("/api/photos/ab/overlay", "Your skin"), key="7:1")
    [form] = twilio.sent
    [address] = form["MediaUrl"]
    assert form["Body"] == ["Your skin"]
    assert address.startswith(f"{DOOR}/webhooks/twilio/pictures/")
    assert "sender-of-asha" not in address and "photos/ab" not in address
    ticket = address.rpartition("/")[2]
    assert channel.tickets.meant(ticket) == ["sender-of-asha", "/api/photos/ab/overlay"]


@pytest.mark.parametrize("hours_ago", [24, 24 * 30, None])
async def test_after_24_hours_the_template_says_it_in_one_line(
    channel: WhatsAppTwilio, twilio: Twilio, hours_ago: float | None
) -> None:
    await channel.send(asha(hours_ago), Words("How is it?\n\n1. Better\n2. Worse"), key="7:0")
    [form] = twilio.sent
    assert "Body" not in form
    assert form["ContentSid"] == [TEMPLATE]
    variables = json.loads(form["ContentVariables"][0])
    assert variables == {"1": "Lumina & Sons", "2": "How is it? 1. Better 2. Worse"}
    twilio.until_quiet()
    assert twilio.telephones[ASHA].shown == [
        "News from Lumina & Sons: How is it? 1. Better 2. Worse Answer to talk on."
    ]


async def test_within_24_hours_no_template_is_used(channel: WhatsAppTwilio, twilio: Twilio) -> None:
    await channel.send(asha(23.9), HELLO, key="7:0")
    assert twilio.sent[0]["Body"] == [HELLO.body]


async def test_after_24_hours_without_a_template_nothing_is_sent(
    at_twilio: Settings, twilio: Twilio
) -> None:
    without = at_twilio.model_copy(update={"twilio_template": None})
    async with opened(without) as channel:
        assert isinstance(await failure(channel, to=asha(25)), RefusedError)
    assert twilio.asked == []


@pytest.mark.parametrize("piece", [Photo("/x", "Your skin"), Words("a " * MOST_IN_TEMPLATE)])
async def test_what_a_template_cannot_hold_is_refused_not_cut(
    channel: WhatsAppTwilio, twilio: Twilio, piece: TwilioPiece
) -> None:
    assert isinstance(await failure(channel, piece, asha(25)), RefusedError)
    assert twilio.asked == []


@pytest.mark.parametrize("code", [21211, 21610, 21614, 63003, 63024])
async def test_a_number_that_cannot_be_reached_is_gone(
    channel: WhatsAppTwilio, twilio: Twilio, code: int
) -> None:
    twilio.fail_next = [ApiError(400, code, f"The number {ASHA} cannot be reached")]
    assert isinstance(await failure(channel), GoneError)


async def test_the_imitated_twilio_itself_refuses_a_number_that_is_none(
    channel: WhatsAppTwilio,
) -> None:
    assert isinstance(await failure(channel, to=asha(address="+12")), GoneError)


@pytest.mark.parametrize(("status", "code"), [(400, 63016), (400, 21617), (404, 20404)])
async def test_what_twilio_will_never_take_is_refused(
    channel: WhatsAppTwilio, twilio: Twilio, status: int, code: int
) -> None:
    twilio.fail_next = [ApiError(status, code, f"No: {HELLO.body} to {ASHA}")]
    error = await failure(channel)
    assert isinstance(error, RefusedError)
    assert str(code) in str(error)


async def test_too_much_at_once_is_sent_when_twilio_says(
    channel: WhatsAppTwilio, twilio: Twilio
) -> None:
    twilio.fail_next = [
        ApiError(429, 20429, "Too Many Requests", retry_after=17),
        ApiError(429, 63038, "Daily limit"),
    ]
    first, second = await failure(channel), await failure(channel)
    assert isinstance(first, TryLaterError) and first.seconds == 17
    assert isinstance(second, TryLaterError) and second.seconds is None


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_trouble_at_twilio_is_tried_again(
    channel: WhatsAppTwilio, twilio: Twilio, status: int
) -> None:
    twilio.fail_next = [ApiError(status, 20500, "Internal")]
    assert isinstance(await failure(channel), TryLaterError)


async def test_a_wrong_token_is_tried_again_and_the_clinic_reads_of_it(
    at_twilio: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = Settings(**at_twilio.model_dump() | {"twilio_token": "quarkzanzibarwrongtoken"})
    async with opened(wrong) as channel:
        assert isinstance(await failure(channel), TryLaterError)
    assert "DEWY_TWILIO_TOKEN" in caplog.text
    assert "quarkzanzibarwrongtoken" not in caplog.text


async def test_a_connection_that_ends_before_the_answer_leaves_it_uncertain(
    channel: WhatsAppTwilio, twilio: Twilio
) -> None:
    twilio.fail_next = ["hang up"]
    assert isinstance(await failure(channel), UncertainError)


async def test_silence_leaves_it_uncertain(channel: WhatsAppTwilio, twilio: Twilio) -> None:
    twilio.seconds = 1
    assert isinstance(await failure(channel), UncertainError)


async def test_where_twilio_is_out_of_reach_it_is_tried_again(at_twilio: Settings) -> None:
    nowhere = at_twilio.model_copy(update={"twilio_api": f"http://127.0.0.1:{free_port()}"})
    async with opened(nowhere) as channel:
        assert isinstance(await failure(channel), TryLaterError)


async def test_variables_of_the_environment_lead_nowhere_else(
    at_twilio: Settings, twilio: Twilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    monkeypatch.setenv("TWILIO_REGION", "au1")
    async with opened(at_twilio) as channel:
        await channel.send(asha(), HELLO, key="7:0")
    assert len(twilio.sent) == 1


async def test_nothing_that_is_secret_or_the_patients_is_logged(
    channel: WhatsAppTwilio, twilio: Twilio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    twilio.fail_next = [ApiError(400, 21211, f"Invalid {ASHA}"), ApiError(401, 20003, TOKEN)]
    await failure(channel)
    await failure(channel)
    await channel.send(asha(), HELLO, key="7:0")
    for secret in (TOKEN, ASHA, ASHA[1:], HELLO.body):
        assert secret not in caplog.text


def test_a_link_opens_the_clinics_number_and_says_the_code(at_twilio: Settings) -> None:
    link = WhatsAppTwilio(at_twilio).link("abc2345678")
    assert link == f"https://wa.me/{NUMBER[1:]}?text=link%20abc2345678"


async def test_no_typing_is_shown(channel: WhatsAppTwilio, twilio: Twilio) -> None:
    await channel.show_typing(ASHA, "SM1")
    assert twilio.asked == []


def test_choices_are_always_numbered(at_twilio: Settings) -> None:
    assert WhatsAppTwilio(at_twilio).numbers([])
