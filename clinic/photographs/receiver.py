"""Takes in photographs that people send, of any kind and size, in a process of its own."""

from __future__ import annotations

import asyncio
import logging

from analysis.keeping import shrink
from clinic.photographs.apart import Apart, UnfinishedError
from clinic.photographs.store import Photographs

log = logging.getLogger(__name__)


class NotReceivedError(RuntimeError):
    """The photograph could not be taken in: it took too long, or the process ended over it."""

    def __init__(self) -> None:
        super().__init__("the photograph could not be taken in")


class Receiver:
    """Makes of what was sent what is kept, and holds it; safe to use from many tasks."""

    def __init__(self, photographs: Photographs, apart: Apart | None = None) -> None:
        """Use a store; the process starts with the first photograph."""
        self._photographs = photographs
        self._apart = apart or Apart()

    async def receive(self, sender: str, channel: str, data: bytes) -> str:
        """Hold a photograph until its patient agrees that it is kept; return its unguessable id.

        Args:
            sender: the channel's unguessable name for the conversation.
            channel: `web`, `telegram`, ...
            data: what was sent, any kind that `analysis.reading` reads.

        Raises:
            BusyError: too many wait.
            NotReceivedError: it could not be taken in.
            UnreadablePhotographError: it is no photograph that can be read.
            UnknownPhotographError: the patient had everything deleted meanwhile.
        """
        try:
            small = await self._apart.run(shrink, data)
        except UnfinishedError as error:
            log.error("a photograph could not be taken in: %s", error)
            raise NotReceivedError from None
        return await asyncio.to_thread(self._photographs.receive, sender, channel, small)

    def close(self) -> None:
        """End the process; what is taken in just now is given up."""
        self._apart.close()
