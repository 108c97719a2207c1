"""Looks at photographs in a process of its own, one after the other; talks go on meanwhile."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
from contextlib import suppress
from typing import Any, Final

from pebble import ProcessPool

from analysis.keeping import Examination
from clinic.photographs.store import Photographs

MOST_WAITING: Final = 8
"""Photographs at once, the one that is looked at included; more would wait longer than a person."""
PATIENCE_SECONDS: Final = 30
"""A photograph takes less than a second; one that takes longer than this never ends."""
PHOTOGRAPHS_A_PROCESS: Final = 200
"""After so many the process is made anew: whatever native code leaks is given back."""
NICENESS: Final = 10
log = logging.getLogger(__name__)


class BusyError(RuntimeError):
    """So many photographs wait already that another one would wait too long."""

    def __init__(self) -> None:
        super().__init__("too many photographs are waiting")


class NotExaminedError(RuntimeError):
    """The photograph could not be looked at: it took too long, or the process ended over it."""

    def __init__(self) -> None:
        super().__init__("the photograph could not be looked at")


class Examiner:
    """Examines photographs that are kept, and keeps what was seen; safe to use from many tasks."""

    def __init__(
        self,
        photographs: Photographs,
        *,
        most_waiting: int = MOST_WAITING,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Use a store; the process is started with the first photograph."""
        self._photographs = photographs
        self._most_waiting = most_waiting
        self._patience_seconds = patience_seconds
        self._waiting = 0
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    async def examine(self, sender: str, photograph: str) -> dict[str, Any]:
        """Return the report (contract/photo.md) of a patient's own photograph, which is kept.

        Raises:
            BusyError: too many wait.
            NotExaminedError: it could not be looked at.
            LookupError: the patient has none of this id, or had it deleted meanwhile.
        """
        with self._lock:
            if self._waiting >= self._most_waiting:
                raise BusyError
            self._waiting += 1
        try:
            jpeg = await asyncio.to_thread(self._photographs.read, sender, photograph)
            examination = await self._examined(jpeg, photograph)
            await asyncio.to_thread(
                self._photographs.add_examination, sender, photograph, examination
            )
        finally:
            with self._lock:
                self._waiting -= 1
        return examination.report

    def prepare(self) -> None:
        """Start the process and load its models, which takes seconds, before they are needed."""
        self._running().schedule(_load)

    def close(self) -> None:
        """End the process; what is looked at just now is given up."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    async def _examined(self, jpeg: bytes, name: str) -> Examination:
        try:
            future = self._running().schedule(
                _examine, (jpeg, name), timeout=self._patience_seconds
            )
            done: Examination | str = await asyncio.wrap_future(future)
        except Exception as error:
            # late, or the process ended over it
            done = type(error).__name__
        if isinstance(done, str):
            log.error("a photograph could not be looked at: %s", done)
            raise NotExaminedError
        return done

    def _running(self) -> ProcessPool:
        with self._lock:
            # a pool whose process was killed at a bad moment does not come back by itself
            if self._pool is not None and not self._pool.active:
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool = None
            if self._pool is None:
                # spawned, as a copy of a process with threads may hold their locks for ever
                self._pool = ProcessPool(
                    max_workers=1,
                    max_tasks=PHOTOGRAPHS_A_PROCESS,
                    initializer=_stand_back,
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool


def _stand_back() -> None:
    """Leave the machine to talks: a photograph can wait a moment, a word cannot."""
    with suppress(OSError):
        os.nice(NICENESS)
    # what the models' libraries tell of their own start
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def _load() -> None:
    # the models, which only this process needs
    import analysis.examination  # noqa: F401, PLC0415


def _examine(jpeg: bytes, name: str) -> Examination | str:
    """Return what is seen, or the kind of error: not every error can cross to another process."""
    from analysis.examination import examine  # noqa: PLC0415

    try:
        return examine(jpeg, name)
    except Exception as error:
        return type(error).__name__
