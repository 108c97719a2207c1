"""The whole house for the tests that need it: the three processes, started as `make run` starts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.house import House


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    # here, because Rasa's environment runs tests too and has no process runner
    from tests.house import House

    house = House(tmp_path_factory.mktemp("house"))
    house.start()
    yield house
    house.stop()
