"""From a measured value to a score of 100 points, by the anchors of `scoring.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

GLASS: Final = {
    "luminosity": {"luminosity": 1.0},
    "evenness": {"evenness": 1.0},
    "clarity": {"redness": 0.4, "spots": 0.3, "blemishes": 0.3},
    "smoothness": {"texture": 0.5, "pores": 0.3, "fine_lines": 0.2},
    "balance": {"shine": 1.0},
}
"""Parts of glass skin: an even glow, an even tone, clear, smooth and no oily shine (Matts 2007)."""
WEIGHTS: Final = {
    "luminosity": 0.25,
    "evenness": 0.2,
    "clarity": 0.25,
    "smoothness": 0.2,
    "balance": 0.1,
}


@dataclass(frozen=True)
class Scale:
    """The anchors of one metric.

    `uncertainty` is half the width, in points of the score, of the interval in which 95% of
    repeated everyday photographs of one face fall; as measured, see `scoring.yml`.
    """

    name: str
    unit: str
    none: float
    most: float
    uncertainty: float
    worst_is_low: bool

    def score(self, value: float) -> float:
        """Return 0 to 100 points; a high one is much of a concern, or little where low is worst."""
        share = min(1.0, max(0.0, (value - self.none) / (self.most - self.none)))
        return 100 * (1 - share if self.worst_is_low else share)

    def concern(self, score: float) -> float:
        """Return the points of concern: the score itself, or what is missing to 100."""
        return 100 - score if self.worst_is_low else score


@cache
def scales() -> dict[str, Scale]:
    """Return the scale of each metric, in the order of the report."""
    known: dict[str, dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("scoring.yml").read_text("utf-8")
    )
    return {
        name: Scale(
            each["name"],
            each["unit"],
            each["none"],
            each["most"],
            each["uncertainty"],
            each.get("worst") == "low",
        )
        for name, each in known.items()
    }


def glass_skin(scores: dict[str, float]) -> tuple[float, dict[str, float]]:
    """Return the glass-skin score and its parts, all 0 to 100 with 100 the best."""
    good = {name: 100 - scales()[name].concern(score) for name, score in scores.items()}
    parts = {
        part: sum(good[name] * weight for name, weight in of.items()) for part, of in GLASS.items()
    }
    return sum(parts[part] * weight for part, weight in WEIGHTS.items()), parts
