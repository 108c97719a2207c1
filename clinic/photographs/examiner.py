"""Looks at photographs that are kept, in a process of its own, and keeps what was seen."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from analysis.keeping import Examination
from analysis.reading import UnreadablePhotographError
from clinic.photographs.apart import Apart, UnfinishedError
from clinic.photographs.store import Photographs

log = logging.getLogger(__name__)


class NotExaminedError(RuntimeError):
    """The photograph could not be looked at: it took too long, or the process ended over it."""

    def __init__(self) -> None:
        super().__init__("the photograph could not be looked at")


class Examiner:
    """Examines photographs that are kept, and keeps what was seen; safe to use from many tasks."""

    def __init__(self, photographs: Photographs, apart: Apart | None = None) -> None:
        """Use a store; the process starts with the first photograph."""
        self._photographs = photographs
        self._apart = apart or Apart()

    async def examine(self, sender: str, photograph: str) -> dict[str, Any]:
        """Return the report (contract/photo.md) of a patient's own photograph, which is kept.

        Raises:
            BusyError: too many wait.
            NotExaminedError: it could not be looked at.
            LookupError: the patient has none of this id, or had it deleted meanwhile.
        """
        jpeg = await asyncio.to_thread(self._photographs.read, sender, photograph)
        try:
            examination = await self._apart.run(_examine, jpeg, photograph)
        except (UnfinishedError, UnreadablePhotographError) as error:
            log.error("a photograph could not be looked at: %s", error)
            raise NotExaminedError from None
        await asyncio.to_thread(self._photographs.add_examination, sender, photograph, examination)
        return examination.report

    def prepare(self) -> None:
        """Start the process and load its models, which takes seconds, before they are needed."""
        self._apart.prepare(_load)

    def close(self) -> None:
        """End the process; what is looked at just now is given up."""
        self._apart.close()


def _load() -> None:
    # the models, which only the process apart needs
    import analysis.examination  # noqa: F401, PLC0415


def _examine(jpeg: bytes, name: str) -> Examination:
    from analysis.examination import examine  # noqa: PLC0415

    return examine(jpeg, name)
