"""Alerts as a signed POST, to a real server."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from clinic.alerts.alert import Alert, DeliveryError
from clinic.alerts.webhook import SIGNATURE, Webhook
from clinic.settings import Settings
from tests.clinic.alerts.receivers import Receiver
from tests.house import free_port

SECRET = "zanzibarquark"


def webhook(url: str) -> Webhook:
    return Webhook(Settings(alert_webhook=url, alert_secret=SECRET, clinic_name="Lumière"))


async def test_what_is_told(receiver: Receiver, alert: Alert) -> None:
    await webhook(receiver.url).send(alert)
    told = json.loads(receiver.bodies[0])
    assert told.pop("sent_at")
    assert told == {
        "event": "alarm",
        "delivery": "17-0",
        "clinic": "Lumière",
        "alarm": 17,
        "level": "now",
        "reasons": ["chemical_burn", "eye_involvement"],
        "channel": "web",
        "raised_at": "2026-03-01T09:30:00+00:00",
        "reminder": 0,
    }
    assert receiver.headers[0]["Content-Type"] == "application/json"


async def test_the_receiver_can_tell_that_it_is_ours(receiver: Receiver, alert: Alert) -> None:
    await webhook(receiver.url).send(alert)
    (body,), (headers,) = receiver.bodies, receiver.headers
    expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers[SIGNATURE] == f"sha256={expected}"
    forged = hmac.new(SECRET.encode(), body.replace(b"17", b"18"), hashlib.sha256).hexdigest()
    assert headers[SIGNATURE] != f"sha256={forged}"


@pytest.mark.parametrize("status", [200, 201, 204])
async def test_any_success_will_do(receiver: Receiver, alert: Alert, status: int) -> None:
    receiver.status = status
    await webhook(receiver.url).send(alert)


@pytest.mark.parametrize("status", [302, 400, 401, 500, 503])
async def test_any_other_answer_is_an_error_and_nothing_goes_elsewhere(
    receiver: Receiver, alert: Alert, status: int
) -> None:
    receiver.status = status
    with pytest.raises(DeliveryError, match=f"^answered with status {status}$"):
        await webhook(receiver.url).send(alert)
    assert len(receiver.bodies) == 1


async def test_a_receiver_that_is_gone_is_an_error_that_does_not_say_where(alert: Alert) -> None:
    with pytest.raises(DeliveryError) as failed:
        await webhook(f"http://127.0.0.1:{free_port()}/{SECRET}").send(alert)
    assert str(failed.value) == "ConnectError"


def test_there_is_none_without_a_setting() -> None:
    with pytest.raises(ValueError, match="no webhook"):
        Webhook(Settings())
