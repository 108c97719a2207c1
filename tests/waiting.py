"""Waiting for what happens elsewhere, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

PATIENCE_SECONDS: Final = 60.0


def wait_until(true: Callable[[], Any], what: str = "what was waited for") -> None:
    """Wait until something is true.

    Raises:
        AssertionError: it is not, after a minute.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.01)
