"""Whom to call in an emergency or a crisis, by country: `emergency.yml`."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

DATA: Final = Path(__file__).with_name("emergency.yml")


@dataclass(frozen=True)
class Emergency:
    """The numbers that first-aid words name."""

    number: str
    crisis_name: str
    crisis_number: str

    @property
    def crisis(self) -> str:
        """The crisis line as it stands in a sentence: "Samaritans (116 123)"."""
        return f"{self.crisis_name} ({self.crisis_number})"


@functools.cache
def emergency_for(country: str) -> Emergency:
    """Return the numbers of an ISO 3166-1 alpha-2 country; the worldwide ones where it has none."""
    data: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    entry = data["default"] | data["countries"].get(country, {})
    return Emergency(entry["emergency"], entry["crisis"]["name"], entry["crisis"]["number"])
