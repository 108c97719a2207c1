"""Intakes that wait for staff, and the staff, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.reviews.queue import Queue
from clinic.reviews.tending import Tending
from clinic.settings import Settings
from tests.clinic.staff.conftest import accounts, doctor, log

__all__ = ["accounts", "doctor", "log"]


@pytest.fixture
def queue(migrated: Settings) -> Iterator[Queue]:
    queue = Queue.open(migrated)
    yield queue
    queue.dispose()


@pytest.fixture
def tending(migrated: Settings) -> Iterator[Tending]:
    tending = Tending.open(migrated)
    yield tending
    tending.dispose()
