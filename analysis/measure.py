"""What a metric gives: one number for the face, one a region, and where it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.colour import Array


@dataclass(frozen=True)
class Measure:
    """A concern as measured, in the unit of its metric.

    `where` shows in the canonical frame how much of it each pixel has; from `seen` on it is marked.
    `count` is how many there are, of what can be counted; `marks` how surely each pixel is part of
    one, from 0 to 1.
    """

    value: float
    regions: Mapping[str, float]
    where: Array
    seen: float
    count: int | None = None
    marks: Array | None = None
