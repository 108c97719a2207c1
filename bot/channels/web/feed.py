"""What happens in a talk, told to the browsers that show it, as it happens."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from fastapi.sse import ServerSentEvent

# A browser that takes in no more than this is cut off; it comes back and gets the whole talk.
BACKLOG: Final = 64
# Tabs and devices of one patient.
MOST_LISTENERS: Final = 8
# From one address: a clinic's waiting room shares one.
MOST_OF_ADDRESS: Final = 400

Queue = asyncio.Queue[ServerSentEvent | None]


class TooManyListenersError(Exception):
    """The talk is shown in as many places as may be, or its address listens to as many talks."""


class Feed:
    """Carries events from a talk to its listeners; ends them all when the process stops."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Queue]] = {}
        self._addresses: Counter[str] = Counter()
        self._is_closed = False

    def publish(self, sender: str, event: Callable[[], ServerSentEvent]) -> None:
        """Tell the listeners of a talk; the event is made only where somebody listens."""
        listeners = self._listeners.get(sender)
        if not listeners:
            return
        made = event()
        for queue in list(listeners):
            if queue.qsize() < BACKLOG:
                queue.put_nowait(made)
            else:
                queue.put_nowait(None)
                listeners.discard(queue)

    @contextmanager
    def listener(self, sender: str, address: str) -> Iterator[Queue]:
        """Listen to a talk until the block ends; None is the last thing that is heard.

        Args:
            sender: the talk.
            address: where the listener is.

        Raises:
            TooManyListenersError: others do already.
        """
        listeners = self._listeners.get(sender, set())
        if len(listeners) >= MOST_LISTENERS or self._addresses[address] >= MOST_OF_ADDRESS:
            raise TooManyListenersError
        queue: Queue = asyncio.Queue()
        listeners = self._listeners.setdefault(sender, listeners)
        listeners.add(queue)
        self._addresses[address] += 1
        if self._is_closed:
            queue.put_nowait(None)
        try:
            yield queue
        finally:
            listeners.discard(queue)
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]
            if not listeners:
                self._listeners.pop(sender, None)

    def close(self) -> None:
        """Let all who listen hear the end."""
        self._is_closed = True
        for listeners in self._listeners.values():
            for queue in listeners:
                queue.put_nowait(None)
