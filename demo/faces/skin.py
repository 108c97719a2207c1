"""Skin: its colour, its grain, and what a patient tells of, in linear light.

What absorbs light takes the same share of it on every tone; what mirrors it adds the same light.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from analysis.colour import Array
from demo.faces.canvas import UNIT, Grid, noise
from demo.faces.looks import TONES, Look, Skin

# Shares of light that pigments absorb, as exponents for R, G, B.
MELANIN: Final = np.array([0.65, 1.0, 1.4], np.float32)
BLOOD: Final = np.array([0.08, 1.0, 0.85], np.float32)
# Where blemishes and marks may lie: cheeks, forehead and chin.
PLACES: Final = (
    *((-0.55, 0.2, 0.24, 0.26), (0.55, 0.2, 0.24, 0.26)),
    *((0.0, -0.85, 0.5, 0.16), (0.0, 1.06, 0.22, 0.1)),
)
MOST_BLEMISHES, MOST_MARKS = 16, 22


def colour(grid: Grid, look: Look, skin: Skin) -> Array:
    """Return the colour of the skin at each point."""
    own = np.random.default_rng(look.seed)
    # what is the patient's own comes first, so that it is there again on the next picture
    patches, grain = noise(own, 38, 38), noise(own, 1.1, 1.1)
    blood = (
        0.012 * patches
        + 0.05 * grid.pair(0.6, 0.2, 0.3, 0.24)
        + 0.04 * grid.bump(0, 0.25, 0.17, 0.14)
    )
    blood = blood + skin.redness * (
        0.25 * grid.pair(0.53, 0.22, 0.36, 0.3) + 0.18 * grid.bump(0, 0.2, 0.2, 0.2)
    )
    blood = blood + _spread(
        grid, np.random.default_rng(look.seed + 1), MOST_BLEMISHES, skin.blemishes, 0.2
    )
    melanin = 0.008 * noise(own, 60, 60) + 0.03 * grid.pair(0.42, -0.1, 0.24, 0.1)
    melanin = melanin + skin.circles * 0.17 * _under_eyes(grid)
    melanin = melanin + _spread(
        grid, np.random.default_rng(look.seed + 2), MOST_MARKS, skin.marks, 0.22
    )
    depth = melanin[..., None] * MELANIN + blood[..., None] * BLOOD
    rough = 1 + (0.007 + 0.045 * skin.roughness) * _bumps(own) + 0.012 * grain
    rough = rough + 0.07 * skin.dullness * noise(own, 8, 8)
    if look.beard:
        stubble = grid.bump(0, 0.98, 0.62, 0.34) * (1 - grid.bump(0, 0.76, 0.4, 0.14))
        stubble = stubble + 0.8 * grid.bump(0, 0.54, 0.3, 0.06)
        rough = rough * (
            1 - look.beard * 0.5 * np.clip(stubble, 0, 1) * (1 + 0.3 * noise(own, 0.8, 1.4))
        )
    return (
        np.array(TONES[look.tone], np.float32)
        * 10 ** (-depth)
        * np.clip(rough, 0.1, None)[..., None]
    )


def gloss(grid: Grid, mirrored: Array, shine: float) -> Array:
    """Return the light that the skin's surface adds."""
    oily = (
        grid.bump(0, -0.8, 0.42, 0.2)
        + grid.bump(0, 0.12, 0.1, 0.28)
        + 0.6 * grid.pair(0.52, 0.02, 0.16, 0.1)
    )
    return 0.035 * mirrored + shine * 0.2 * oily * (0.25 + 0.75 * mirrored)


def _under_eyes(grid: Grid) -> Array:
    return np.clip(grid.pair(0.4, -0.045, 0.21, 0.085), 0, 1) * np.clip(
        (grid.y + 0.16) / 0.05, 0, 1
    )


def _bumps(random: np.random.Generator) -> Array:
    grain = noise(random, 2.4, 2.4) - noise(random, 5, 5) * 0.3
    return np.asarray(grain / grain.std(), np.float32)


def _spread(grid: Grid, random: np.random.Generator, most: int, share: float, deep: float) -> Array:
    depth = np.zeros_like(grid.x)
    for x, y, radius in list(_spots(random, most))[: round(share * most)]:
        away = np.hypot(grid.x - x, grid.y - y) / radius
        depth = np.maximum(depth, deep / (1 + np.exp(np.minimum((away - 1) * 6, 40))))
    return np.asarray(cv2.GaussianBlur(depth, (0, 0), 0.004 * UNIT), np.float32)


def _spots(random: np.random.Generator, count: int) -> Iterator[tuple[float, float, float]]:
    for _ in range(count):
        x, y, wide, high = PLACES[random.choice(len(PLACES), p=(0.38, 0.38, 0.16, 0.08))]
        angle, away = random.uniform(0, 2 * np.pi), np.sqrt(random.uniform())
        yield (
            x + wide * away * np.cos(angle),
            y + high * away * np.sin(angle),
            random.uniform(0.018, 0.034),
        )
