"""Fetching photographs from Twilio: account and token go to Twilio alone, and nothing too large."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

import pytest

from analysis.reading import MOST_BYTES
from bot.channels.whatsapp import twilio_connection
from bot.channels.whatsapp.twilio_channel import WhatsAppTwilio
from bot.gateway.channel import FetchError, TooLargeError
from clinic.settings import Settings
from tests.imitated.twilio import Twilio
from tests.imitated.twilio_servers import ACCOUNT, TOKEN

MESSAGE = "MM" + "5" * 32


@pytest.fixture
async def channel(at_twilio: Settings) -> AsyncIterator[WhatsAppTwilio]:
    channel = WhatsAppTwilio(at_twilio)
    yield channel
    await channel.close()


async def refusal(channel: WhatsAppTwilio, media: str) -> FetchError:
    with pytest.raises(FetchError) as raised:
        await channel.fetch(media)
    assert TOKEN not in str(raised.value) and ACCOUNT not in str(raised.value)
    assert raised.value.__cause__ is None
    return raised.value


async def test_a_photograph_comes_by_a_redirect_that_never_sees_the_token(
    channel: WhatsAppTwilio, twilio: Twilio
) -> None:
    media = twilio.keep(MESSAGE, "image/jpeg", b"jpeg")
    assert await channel.fetch(media) == b"jpeg"
    expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert [auth for _, auth in twilio.asked] == [f"Basic {expected}"]
    assert [auth for _, auth in twilio.media_asked] == [None]


async def test_the_largest_photograph_comes_and_one_byte_more_does_not(
    channel: WhatsAppTwilio, twilio: Twilio
) -> None:
    largest = twilio.keep(MESSAGE, "image/jpeg", b"." * MOST_BYTES)
    assert len(await channel.fetch(largest)) == MOST_BYTES
    too_large = twilio.keep(MESSAGE, "image/jpeg", b"." * (MOST_BYTES + 1))
    assert isinstance(await refusal(channel, too_large), TooLargeError)


@pytest.mark.parametrize("kind", ["text/html", "video/mp4", "", "application/image/jpeg"])
async def test_what_is_no_picture_is_not_taken(
    channel: WhatsAppTwilio, twilio: Twilio, kind: str
) -> None:
    assert not (await refusal(channel, twilio.keep(MESSAGE, kind, b"..."))).again


async def test_what_is_gone_is_not_tried_again(channel: WhatsAppTwilio, twilio: Twilio) -> None:
    media = twilio.keep(MESSAGE, "image/jpeg", b"jpeg")
    twilio.media.clear()
    assert not (await refusal(channel, media)).again


@pytest.mark.parametrize(
    "media",
    [
        "https://api.twilio.com.evil.example/2010-04-01/x",
        "https://evil.example/2010-04-01/x",
        "https://api.twilio.com@evil.example/x",
        "https://api.twilio.com:8443/x",
        "http://api.twilio.com/x",
        "http://127.0.0.1:1/x",
        "file:///etc/passwd",
        "http://[",
        "",
    ],
)
async def test_an_address_that_is_not_twilios_is_never_asked(
    channel: WhatsAppTwilio, twilio: Twilio, media: str
) -> None:
    assert not (await refusal(channel, media)).again
    assert twilio.asked == []


async def test_a_redirect_in_a_circle_ends(channel: WhatsAppTwilio, twilio: Twilio) -> None:
    media = twilio.keep(MESSAGE, "image/jpeg", b"jpeg")
    twilio.media_url = twilio.url
    assert not (await refusal(channel, media)).again
    assert len(twilio.asked) == twilio_connection.MOST_REDIRECTS + 1


async def test_a_redirect_to_what_is_no_server_is_not_followed(
    channel: WhatsAppTwilio, twilio: Twilio
) -> None:
    media = twilio.keep(MESSAGE, "image/jpeg", b"jpeg")
    twilio.media_url = "file://"
    assert not (await refusal(channel, media)).again


async def test_silence_ends_in_time_and_is_tried_again(
    channel: WhatsAppTwilio, twilio: Twilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_connection, "FETCH_SECONDS", 0.2)
    media = twilio.keep(MESSAGE, "image/jpeg", b"jpeg")
    twilio.seconds = 1
    assert (await refusal(channel, media)).again


async def test_a_wrong_token_is_tried_again(at_twilio: Settings, twilio: Twilio) -> None:
    wrong = Settings(**at_twilio.model_dump() | {"twilio_token": "quarkzanzibarwrongtoken"})
    channel = WhatsAppTwilio(wrong)
    assert (await refusal(channel, twilio.keep(MESSAGE, "image/jpeg", b"jpeg"))).again
    await channel.close()
