"""How much somebody may send in a while; beyond it they are asked to wait, and nothing is lost."""

from __future__ import annotations

import math
import time
from typing import Final

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

# Of one process: the web door is one.
_STORAGE: Final = "async+memory://"


class LimitReachedError(Exception):
    """Too much in too short a time; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Limit:
    """So many a while, for each name on its own."""

    def __init__(self, rate: str) -> None:
        """Set the rate, such as `60/minute`.

        Raises:
            ValueError: it is no rate.
        """
        self._rate: RateLimitItem = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage(_STORAGE))

    async def take(self, name: str) -> None:
        """Count one.

        Raises:
            LimitReachedError: it is one too many; it does not count.
        """
        if not await self._limiter.hit(self._rate, name):
            window = await self._limiter.get_window_stats(self._rate, name)
            raise LimitReachedError(max(1, math.ceil(window.reset_time - time.time())))
