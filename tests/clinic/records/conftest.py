"""Every part of the clinic that keeps something of a patient, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.settings import Settings
from tests.clinic.records.lives import Parts


@pytest.fixture
def parts(migrated: Settings) -> Iterator[Parts]:
    parts = Parts.open(migrated)
    yield parts
    parts.dispose()
