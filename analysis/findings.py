"""What is told of a face in words: which concern, where, how much. Words are in `findings.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Finding:
    """One concern that is visible: its metric, where it is most, how much, and words for it."""

    id: str
    region: str
    severity: str
    message: str


@cache
def known() -> dict[str, Any]:
    """Return the words and borders of `findings.yml`."""
    data: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("findings.yml").read_text("utf-8")
    )
    return data


@cache
def advice(problem: str) -> str:
    """Return how to take a better photograph than one with this problem."""
    words: dict[str, str] = yaml.safe_load(
        Path(__file__).with_name("advice.yml").read_text("utf-8")
    )
    return words[problem]


def find(
    name: str, concern: float, regions: Mapping[str, float], count: int | None
) -> Finding | None:
    """Return what is told of a metric; None where there is nothing to tell.

    Args:
        name: the metric.
        concern: its points of concern, 0 to 100.
        regions: the points of each region, by which the place is chosen.
        count: how many there are, of what can be counted.
    """
    severity = severity_of(concern, count)
    if severity is None:
        return None
    names = known()["regions"]
    place = names[max(regions, key=lambda region: regions[region])] if regions else "face"
    words = known()["words"][name][severity]
    return Finding(name, place, severity, words.format(place=known()["places"][place]))


def severity_of(concern: float, count: int | None = None) -> str | None:
    """Return the highest severity whose border the points or the count reach."""
    borders, counts = known()["severities"], known()["counts"]
    reached = [
        severity
        for severity in borders
        if concern >= borders[severity] or (count is not None and count >= counts[severity])
    ]
    return reached[-1] if reached else None
