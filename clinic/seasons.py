"""The season at the clinic's place, for the routine: from its latitude or its country."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from regimen import Season

DATA: Final = Path(__file__).with_name("seasons.yml")
# Closer to the equator than this there is no winter to speak of, in degrees.
EQUATORIAL: Final = 10.0
# Meteorological seasons: three whole months each, from December on.
NORTHERN: Final[tuple[Season, ...]] = ("winter", "spring", "summer", "autumn")
SOUTHERN: Final[tuple[Season, ...]] = ("summer", "autumn", "winter", "spring")


def season_at(day: dt.date, *, country: str, latitude: float | None = None) -> Season | None:
    """Return the meteorological season of a day, or None near the equator.

    Args:
        day: the day.
        country: ISO 3166-1 alpha-2 code; counts where no latitude is given.
        latitude: in degrees, north positive.
    """
    if latitude is None:
        latitude = _typical_latitude(country)
    if abs(latitude) <= EQUATORIAL:
        return None
    seasons = NORTHERN if latitude > 0 else SOUTHERN
    return seasons[day.month % 12 // 3]


def _typical_latitude(country: str) -> float:
    """Return a latitude, in degrees, that stands for the country's side of the equator."""
    sides = _sides()
    if country in sides["equatorial"]:
        return 0.0
    return -2 * EQUATORIAL if country in sides["southern"] else 2 * EQUATORIAL


@functools.cache
def _sides() -> dict[str, Any]:
    sides: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    return sides
