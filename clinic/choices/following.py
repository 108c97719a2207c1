"""Brings what staff choose into the settings of a process, while it goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from clinic.choices.store import Choices, faults, whole
from clinic.settings import Settings

LOOK_SECONDS: Final = 1.0
log = logging.getLogger(__name__)


class Following:
    """Settings that become what the clinic chose."""

    def __init__(self, settings: Settings, choices: Choices) -> None:
        """Follow what is kept of choices; nothing is looked at yet."""
        self._settings, self._choices = settings, choices
        self._seen: Mapping[str, Any] = {}
        self._lock = threading.Lock()

    def look(self) -> None:
        """Take over what was chosen since the last look.

        A choice that the environment's settings no longer allow counts as not made.
        """
        with self._lock:
            chosen = self._choices.made()
            if chosen != self._seen:
                self._settings.become(_allowed(self._settings, chosen))
                self._seen = chosen

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look at once, and each second until the block ends."""
        ending = threading.Event()
        is_fine = self._try(was_fine=True)
        thread = threading.Thread(target=self._keep_looking, args=(ending, is_fine), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ending.set()
            thread.join()

    def _keep_looking(self, ending: threading.Event, is_fine: bool) -> None:
        while not ending.wait(LOOK_SECONDS):
            is_fine = self._try(was_fine=is_fine)

    def _try(self, *, was_fine: bool) -> bool:
        try:
            self.look()
        except Exception as error:
            # its kind alone, and once; the settings stay as they are
            if was_fine:
                log.error("the clinic's choices cannot be read: %s", type(error).__name__)
            return False
        return True


def _allowed(settings: Settings, chosen: Mapping[str, Any]) -> Settings:
    left = dict(chosen)
    while bad := faults(settings, left):
        log.error("not allowed any more, so not heeded: %s", ", ".join(sorted(bad)))
        # one that is at fault without being chosen does not go with one that is
        left = (
            {name: value for name, value in left.items() if name not in bad}
            if bad.keys() & left.keys()
            else {}
        )
    return settings.chosen(whole(settings, left))
