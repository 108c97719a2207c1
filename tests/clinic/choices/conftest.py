"""Choices on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.choices import Choices
from clinic.settings import Settings
from tests.clinic.staff.conftest import log

__all__ = ["log"]


@pytest.fixture
def choices(migrated: Settings) -> Iterator[Choices]:
    choices = Choices.open(migrated)
    yield choices
    choices.dispose()
