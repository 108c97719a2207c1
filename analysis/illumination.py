"""The light that a photograph was taken in: its colour, its level, and how evenly it falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis import scales
from analysis.alignment import WIDTH
from analysis.colour import Bytes, linear, luminance
from analysis.landmarks import Face
from analysis.regions import Skin, drawn, outline

NORM: Final = 6
"""Minkowski's p of shades of grey (Finlayson and Trezzi 2004): between the mean and the maximum."""
SAMPLE: Final = 4
"""Every fourth pixel each way is enough for the statistics of a frame."""
WHITEST: Final = 0.99
"""Quantile of the surroundings' luminance that stands for a white surface."""
LEAST_WHITE: Final = 0.3
"""A dark background has nothing white; skin itself, at its lightest, reflects a third and more."""


@dataclass(frozen=True)
class Light:
    """The light as estimated.

    `cast` is log10(R/G) and log10(B/G) of a grey surface, by shades of grey; `white` the linear
    light of a white surface; `halves` log10 of the left over the right half of the face, by region;
    `level` the brightest hundredth of the face and of the frame.
    """

    cast: tuple[float, float]
    white: float
    halves: dict[str, float]
    level: tuple[float, float]

    @property
    def imbalance(self) -> float:
        """Return how much more light one half has: the median over the regions, log10."""
        return abs(float(np.median(list(self.halves.values()))))

    @property
    def shadow(self) -> float:
        """Return log10 of a shadow that runs over the whole half, from forehead to cheek."""
        forehead, cheek = self.halves["forehead"], self.halves["cheek"]
        return float(np.sqrt(abs(forehead * cheek))) if forehead * cheek > 0 else 0.0


def estimate(picture: Bytes, face: Face, skin: Skin) -> Light:
    """Estimate the light of a picture from all of it, and from both halves of its face."""
    light = linear(picture[::SAMPLE, ::SAMPLE])
    grey = np.mean(np.asarray(light, np.float64) ** NORM, (0, 1)) ** (1 / NORM)
    red, green, blue = np.log10(grey + 1e-4)
    bright = luminance(light)
    left, top, width, height = (v / SAMPLE for v in face.box)
    around = np.ones(bright.shape, bool)
    around[max(0, int(top)) : int(top + height), max(0, int(left)) : int(left + width)] = False
    outside = bright[around] if around.any() else bright
    white = float(np.quantile(outside, WHITEST))
    inside = luminance(skin.light)[skin.oval > 0.5]  # noqa: PLR2004 - half
    return Light(
        cast=(float(red - green), float(blue - green)),
        white=float(np.clip(white, LEAST_WHITE, 1)),
        halves=_halves(skin),
        level=(float(np.quantile(inside, 0.99)), float(np.quantile(bright, 0.99))),
    )


def _halves(skin: Skin) -> dict[str, float]:
    """Return log10 of luminance, the person's left half over the right, of what ought to be alike.

    Hair is not left out: what is black in a shadow looks like hair.
    """
    bright = scales.blur(skin.bright, 3.0)
    face, plain = skin.face, skin.plain
    across = np.arange(WIDTH)[None, :] - face.points[168, 0]
    found = {}
    for name in ("forehead", "nose", "chin"):
        weight = drawn(outline(face, name)) * plain
        left, right = weight * (across > 4), weight * (across < -4)  # noqa: PLR2004 - midline
        found[name] = scales.quantile(bright, left, 0.5) - scales.quantile(bright, right, 0.5)
    for name in ("cheek", "under_eye"):
        left, right = (drawn(outline(face, f"{s}_{name}")) * plain for s in ("left", "right"))
        found[name] = scales.quantile(bright, left, 0.5) - scales.quantile(bright, right, 0.5)
    return found
