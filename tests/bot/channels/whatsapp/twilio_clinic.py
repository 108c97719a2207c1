"""The same gateway as in the gateway's own tests, connected to an imitated Twilio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from clinic.settings import Settings
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
    return connect(settings, twilio, DOOR)


def connect(settings: Settings, twilio: Twilio, door: str) -> Settings:
    given = settings.model_dump(exclude_unset=True)
    return Settings(
        **given,
        public_url=door,
        twilio_account=ACCOUNT,
        twilio_token=SecretStr(TOKEN),
        twilio_number=NUMBER,
        twilio_template=TEMPLATE,
        twilio_api=twilio.url,
    )
