"""The same gateway as in the gateway's own tests, seen from the website."""

from tests.bot.gateway.conftest import app, client, empty_records, settings, stand_in, visit

__all__ = ["app", "client", "empty_records", "settings", "stand_in", "visit"]
