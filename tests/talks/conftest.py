from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import House
from tests.talks.patient import Patient


@pytest.fixture
def patient(house: House) -> Iterator[Patient]:
    patient = Patient(house.rasa_url, house.folder)
    yield patient
    patient.dispose()
