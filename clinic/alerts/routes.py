"""The ways to staff that the settings name."""

from __future__ import annotations

from clinic.alerts.alert import Route
from clinic.alerts.mail import Mail
from clinic.alerts.webhook import Webhook
from clinic.settings import Settings


def routes_of(settings: Settings) -> list[Route]:
    """Return a route for each recipient of mail, and the webhook; none where nothing is set."""
    routes: list[Route] = [
        Mail(settings, recipient) for recipient in dict.fromkeys(settings.alert_to)
    ]
    return [*routes, Webhook(settings)] if settings.alert_webhook else routes
