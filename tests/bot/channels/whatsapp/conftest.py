"""The gateway with a number on the imitated Graph API, and a stand-in for Rasa."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from clinic.settings import Settings
from tests.bot.channels.whatsapp.twilio_clinic import at_twilio, twilio
from tests.bot.gateway.conftest import empty_records, settings, stand_in
from tests.bot.gateway.served import Served, served_here
from tests.bot.gateway.stand_in import StandIn
from tests.imitated.graph import (
    APP_SECRET,
    NUMBER,
    PHONE_ID,
    TEMPLATE,
    TOKEN,
    VERIFY_TOKEN,
    GraphApi,
    Person,
)
from tests.serving import Serving

__all__ = ["at_twilio", "empty_records", "settings", "stand_in", "twilio"]

Serve = Callable[..., Served]


def connected(graph: GraphApi) -> dict[str, str]:
    """Return the settings that connect a number on an imitated Graph API."""
    return {
        "DEWY_WHATSAPP_TOKEN": TOKEN,
        "DEWY_WHATSAPP_PHONE_ID": PHONE_ID,
        "DEWY_WHATSAPP_APP_SECRET": APP_SECRET,
        "DEWY_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "DEWY_WHATSAPP_NUMBER": f"+{NUMBER}",
        "DEWY_WHATSAPP_API": graph.url,
        "DEWY_CLINIC_NAME": "Lumina",
    }


@pytest.fixture
def graph() -> Iterator[GraphApi]:
    with GraphApi() as graph:
        yield graph


@pytest.fixture
def serve(settings: Settings, stand_in: StandIn, graph: GraphApi) -> Iterator[Serve]:
    """Start the gateway as a process at each call."""
    with ExitStack() as stack:

        def serve(**more: str) -> Served:
            given = connected(graph) | more
            served = stack.enter_context(Served(settings.var, stand_in, **given))
            graph.webhook = f"{served.url}/webhooks/whatsapp"
            return served

        yield serve


@pytest.fixture
def gateway(settings: Settings, graph: GraphApi) -> Iterator[Serving]:
    """The gateway in a thread of this process."""
    given = connected(graph) | {"DEWY_WHATSAPP_TEMPLATE": TEMPLATE}
    with served_here(settings, **given) as gateway:
        graph.webhook = f"{gateway.url}/webhooks/whatsapp"
        yield gateway


@pytest.fixture
def asha(graph: GraphApi) -> Person:
    return graph.person()
