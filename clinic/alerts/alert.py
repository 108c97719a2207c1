"""An alarm as it goes out, and what can carry it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


class DeliveryError(Exception):
    """An alert did not arrive; says how in a few words, never what was in it or where to."""


@dataclass(frozen=True)
class Alert:
    """What staff are told of an alarm: how urgent and why, no words of the patient."""

    alarm: int
    level: str
    reasons: tuple[str, ...]
    channel: str
    raised_at: dt.datetime
    # 0 for the first, then the number of the reminder
    reminder: int


class Route(Protocol):
    """A way to staff."""

    @property
    def name(self) -> str:
        """Tells it from the others in the outbox; holds no secret."""

    async def send(self, alert: Alert) -> None:
        """Return once the other side has taken the alert.

        Raises:
            DeliveryError: it has not.
        """
