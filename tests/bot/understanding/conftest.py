"""The reader, built once for all tests of the understanding."""

from __future__ import annotations

import pytest

from bot.understanding.reader import FactReader


@pytest.fixture(scope="session")
def reader() -> FactReader:
    return FactReader.load()
