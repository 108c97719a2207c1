"""Alerts as a signed POST of JSON, for whatever a clinic has: a pager, a chat, its own system.

The receiver computes HMAC-SHA256 over the raw body with the shared secret and compares it with the
header. `delivery` is the same where an alert comes twice; `sent_at` lets it refuse an old one.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from typing import Any, Final

import httpx

from clinic.alerts.alert import Alert, DeliveryError
from clinic.settings import Settings

SIGNATURE: Final = "X-Dewy-Signature-256"
PATIENCE: Final = httpx.Timeout(10)


class Webhook:
    """The settings' address."""

    name: Final = "webhook"

    def __init__(self, settings: Settings) -> None:
        """Prepare to post; nothing is connected yet.

        Raises:
            ValueError: the settings have no webhook.
        """
        if settings.alert_webhook is None or settings.alert_secret is None:
            raise ValueError("the settings have no webhook")
        self._url = settings.alert_webhook.get_secret_value()
        self._secret = settings.alert_secret.get_secret_value().encode()
        self._settings = settings

    async def send(self, alert: Alert) -> None:
        """Return once the receiver has answered with a status of success.

        Raises:
            DeliveryError: it has not.
        """
        body = json.dumps(self._told(alert)).encode()
        headers = {"Content-Type": "application/json", SIGNATURE: signature(self._secret, body)}
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                answer = await client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise DeliveryError(type(error).__name__) from None
        if not answer.is_success:
            raise DeliveryError(f"answered with status {answer.status_code}")

    def _told(self, alert: Alert) -> dict[str, Any]:
        return {
            "event": "alarm",
            "delivery": f"{alert.alarm}-{alert.reminder}",
            "clinic": self._settings.clinic_name,
            "alarm": alert.alarm,
            "level": alert.level,
            "reasons": list(alert.reasons),
            "channel": alert.channel,
            "raised_at": alert.raised_at.isoformat(),
            "reminder": alert.reminder,
            "sent_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        }


def signature(secret: bytes, body: bytes) -> str:
    """Return the header's value for a body."""
    return f"sha256={hmac.digest(secret, body, 'sha256').hex()}"
