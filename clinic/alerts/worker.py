"""Sends what the outbox says is due, and tries again later what did not arrive."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import random
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from clinic.alerts.alert import DeliveryError, Route
from clinic.alerts.outbox import Claim, Outbox
from clinic.records.models import now

# The outbox's lease is longer.
SEND_SECONDS: Final = 30
AT_ONCE: Final = 20
FIRST_PAUSE: Final = dt.timedelta(seconds=5)
LONGEST_PAUSE: Final = dt.timedelta(minutes=10)
log = logging.getLogger(__name__)


class Worker:
    """Carries alerts from the outbox to their routes; one that hangs keeps no other waiting."""

    def __init__(
        self,
        outbox: Outbox,
        routes: Sequence[Route],
        *,
        clock: Callable[[], dt.datetime] = now,
        chance: random.Random | None = None,
    ) -> None:
        """Prepare to send; the outbox must know the same routes."""
        self._outbox = outbox
        self._routes = {route.name: route for route in routes}
        self._clock = clock
        self._chance = chance or random.Random()  # noqa: S311  # it spreads load, no secret
        self._sending: set[asyncio.Task[None]] = set()

    async def turn(self) -> None:
        """Begin to send what is due."""
        if (free := AT_ONCE - len(self._sending)) <= 0:
            return
        for claim in await asyncio.to_thread(self._outbox.claim, self._clock(), free):
            task = asyncio.create_task(self._deliver(claim))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def finish(self) -> None:
        """Wait for what is being sent."""
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _deliver(self, claim: Claim) -> None:
        error = await self._error_of_sending(claim)
        try:
            await self._keep(claim, error)
        except SQLAlchemyError as unkept:
            # once the lease is over it is tried again
            log.error("alarm %d: no outbox: %s", claim.alert.alarm, type(unkept).__name__)

    async def _keep(self, claim: Claim, error: str | None) -> None:
        if error is None:
            await asyncio.to_thread(self._outbox.sent, claim, self._clock())
            return
        log.warning(
            "alarm %d was not sent by %s, try %d: %s",
            claim.alert.alarm,
            claim.route,
            claim.attempts,
            error,
        )
        again_at = self._clock() + pause_after(claim.attempts, self._chance)
        await asyncio.to_thread(self._outbox.failed, claim, error, again_at=again_at)

    async def _error_of_sending(self, claim: Claim) -> str | None:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._routes[claim.route].send(claim.alert)
        except DeliveryError as error:
            return str(error)
        except Exception as error:
            # whatever it is, the alert must be tried again; a message may quote a secret
            return type(error).__name__
        return None


def pause_after(
    attempts: int, chance: random.Random, first: dt.timedelta = FIRST_PAUSE
) -> dt.timedelta:
    """Return how long to wait after so many failures: twice as long each time, within a jitter.

    The jitter, down to half, keeps routes that failed together from trying again together.
    """
    longest = min(first * (1 << min(attempts - 1, 16)), LONGEST_PAUSE)
    return longest * chance.uniform(0.5, 1)
