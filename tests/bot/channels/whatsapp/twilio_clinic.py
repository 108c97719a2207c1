"""The same gateway as in the gateway's own tests, connected to an imitated Twilio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.settings import Settings
from tests.bot.gateway.served import with_environment
from tests.imitated.twilio import NUMBER, TEMPLATE, Twilio
from tests.imitated.twilio_servers import ACCOUNT, TOKEN

DOOR = "https://dewy.clinic.example"


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    with Twilio() as twilio:
        yield twilio


@pytest.fixture
def at_twilio(twilio: Twilio, settings: Settings) -> Settings:
    """The settings of a clinic whose WhatsApp is at Twilio."""
    return with_environment(settings, **connected(twilio) | {"DEWY_PUBLIC_URL": DOOR})


def connected(twilio: Twilio) -> dict[str, str]:
    """Return the settings that connect a number at an imitated Twilio."""
    return {
        "DEWY_TWILIO_ACCOUNT": ACCOUNT,
        "DEWY_TWILIO_TOKEN": TOKEN,
        "DEWY_TWILIO_NUMBER": NUMBER,
        "DEWY_TWILIO_TEMPLATE": TEMPLATE,
        "DEWY_TWILIO_API": twilio.url,
        "DEWY_PUBLIC_URL": "{url}",
    }
