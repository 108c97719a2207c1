from __future__ import annotations

import pytest

from tests.house import House
from tests.talks.patient import Patient


@pytest.fixture
def patient(house: House) -> Patient:
    return Patient(house.rasa_url)
