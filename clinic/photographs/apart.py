"""A process of its own for work on pictures, one after the other; talks go on meanwhile."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pebble import ProcessPool

from analysis.reading import UnreadablePhotographError

T = TypeVar("T")

MOST_WAITING: Final = 8
"""Pictures at once, the one in work included; more would wait longer than a person."""
PATIENCE_SECONDS: Final = 30
"""A picture takes less than a second; one that takes longer than this never ends."""
PICTURES_A_PROCESS: Final = 200
"""After so many the process is made anew: whatever native code leaks is given back."""
NICENESS: Final = 19


class BusyError(RuntimeError):
    """So many pictures wait already that another one would wait too long."""

    def __init__(self) -> None:
        super().__init__("too many photographs are waiting")


class UnfinishedError(RuntimeError):
    """The work came to no end: it took too long, it broke, or its process ended over it."""


@dataclass(frozen=True)
class _Broken:
    """The kind of an error: not every error can cross to another process."""

    kind: str


class Apart:
    """Does work on pictures in a process that stands back; safe to use from many tasks."""

    def __init__(
        self, *, most_waiting: int = MOST_WAITING, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Set how much may wait and how long one may take; the process starts with the first."""
        self._most_waiting = most_waiting
        self._patience_seconds = patience_seconds
        self._waiting = 0
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    async def run(self, task: Callable[..., T], *args: Any) -> T:
        """Return what a function of a module returns for these values; both cross as pickles.

        Raises:
            BusyError: too many wait.
            UnfinishedError: it came to no end, or broke.
            UnreadablePhotographError: the function raised it.
        """
        with self._lock:
            if self._waiting >= self._most_waiting:
                raise BusyError
            self._waiting += 1
        try:
            return await self._outcome(task, args)
        finally:
            with self._lock:
                self._waiting -= 1

    def prepare(self, task: Callable[[], object]) -> None:
        """Start the process and let it load what it will need, which takes seconds."""
        self._running().schedule(task)

    def close(self) -> None:
        """End the process; what is in work just now is given up."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    async def _outcome(self, task: Callable[..., T], args: tuple[Any, ...]) -> T:
        try:
            future = self._running().schedule(
                _outcome, (task, args), timeout=self._patience_seconds
            )
            done: T | UnreadablePhotographError | _Broken = await asyncio.wrap_future(future)
        except Exception as error:
            # late, or the process ended over it
            raise UnfinishedError(type(error).__name__) from None
        if isinstance(done, UnreadablePhotographError):
            raise done
        if isinstance(done, _Broken):
            raise UnfinishedError(done.kind)
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
                    max_tasks=PICTURES_A_PROCESS,
                    initializer=_stand_back,
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool


def _stand_back() -> None:
    """Leave the machine to talks: a photograph can wait a moment, a word cannot."""
    with suppress(OSError):
        os.nice(NICENESS)
        # one core for all of them: threads of native code would take every one, in bursts that
        # keep a turn from waking up
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    # what the models' libraries tell of their own start
    os.environ.setdefault("GLOG_minloglevel", "2")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def _outcome(
    task: Callable[..., T], args: tuple[Any, ...]
) -> T | UnreadablePhotographError | _Broken:
    try:
        return task(*args)
    except UnreadablePhotographError as error:
        return error
    except Exception as error:
        return _Broken(type(error).__name__)
