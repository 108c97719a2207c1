"""Brings what staff choose into the settings of a process, while it goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from clinic.choices.checked import with_choices
from clinic.choices.store import Choices, heeded
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
            made = self._choices.made()
            if made == self._seen:
                return
            chosen = heeded(self._settings, made)
            if lost := made.keys() - chosen.keys():
                log.error("not allowed any more, so not heeded: %s", ", ".join(sorted(lost)))
            self._settings.become(with_choices(self._settings, chosen))
            self._seen = made

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look at once, and each second until the block ends.

        What the first look raises is raised: nothing may begin, such as a deletion, by settings
        that the clinic has changed.
        """
        ending = threading.Event()
        self.look()
        thread = threading.Thread(target=self._keep_looking, args=(ending,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ending.set()
            thread.join()

    def _keep_looking(self, ending: threading.Event) -> None:
        is_fine = True
        while not ending.wait(LOOK_SECONDS):
            try:
                self.look()
                is_fine = True
            except Exception as error:
                # its kind alone, and once; the settings stay as they are
                if is_fine:
                    log.error("the clinic's choices cannot be read: %s", type(error).__name__)
                is_fine = False
