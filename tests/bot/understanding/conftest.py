"""The reader and Rasa's component around it, built once for all tests of the understanding."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.resource import Resource

from bot.understanding.component import FactExtractor
from bot.understanding.reader import FactReader


@pytest.fixture(scope="session")
def reader() -> FactReader:
    return FactReader.load()


@pytest.fixture(scope="session")
def extractor() -> FactExtractor:
    context = ExecutionContext(graph_schema=None, model_id=None)  # type: ignore[arg-type]
    return FactExtractor.create({}, None, Resource("facts"), context)  # type: ignore[arg-type]
