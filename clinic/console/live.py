"""Tells the open pages that something changed, as soon as it did: they ask for themselves anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

# One look serves all pages; it reads the ends of a few indexes.
LOOK_SECONDS: Final = 1.0
log = logging.getLogger(__name__)


class Live:
    """Looks for changes while somebody listens, and tells all who do."""

    def __init__(self, version: Callable[[], str]) -> None:
        """Look for changes in what `version` returns."""
        self._version = version
        self._last = ""
        self._listeners: set[asyncio.Event] = set()
        self._is_closed = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look until the block ends."""
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()
            self.close()

    def close(self) -> None:
        """End what listens: it would hold a stop up."""
        self._is_closed = True
        self._tell()

    async def changes(self, since: str) -> AsyncIterator[str]:
        """Yield the version each time that it is another, until all is closed.

        Args:
            since: the version that the listener knows.
        """
        heard = asyncio.Event()
        self._listeners.add(heard)
        try:
            while not self._is_closed:
                # first, so that nothing is missed of what happens while the listener works
                heard.clear()
                if self._last not in ("", since):
                    since = self._last
                    yield since
                else:
                    await heard.wait()
        finally:
            self._listeners.discard(heard)
            if not self._listeners:
                # what is seen next may be older than what a later listener knows
                self._last = ""

    async def _look(self) -> None:
        while True:
            if self._listeners:
                try:
                    version = await asyncio.to_thread(self._version)
                except Exception as error:  # the database may be out of reach for a while
                    log.error("changes cannot be looked for: %s", type(error).__name__)
                else:
                    if version != self._last and self._listeners:
                        self._last = version
                        self._tell()
            await asyncio.sleep(LOOK_SECONDS)

    def _tell(self) -> None:
        for heard in self._listeners:
            heard.set()
