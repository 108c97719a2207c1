"""Skin: its colour, its grain, and what a patient tells of, in linear light.

What absorbs light takes the same share of it on every tone; what mirrors it adds the same light.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from demo.faces.canvas import UNIT, Grid, Plane, noise
from demo.faces.looks import TONES, Look, Skin

# Shares of light that pigments absorb, as exponents for R, G, B.
MELANIN: Final = np.array([0.65, 1.0, 1.4], np.float32)
BLOOD: Final = np.array([0.08, 1.0, 0.85], np.float32)
# Of thin skin, vessels shine through as a shade of all colours.
SHADE: Final = np.array([0.9, 1.0, 0.95], np.float32)
# Where blemishes and marks may lie: cheeks, forehead and chin.
PLACES: Final = (
    *((-0.55, 0.2, 0.24, 0.26), (0.55, 0.2, 0.24, 0.26)),
    *((0.0, -0.85, 0.5, 0.16), (0.0, 1.06, 0.22, 0.1)),
)
MOST_BLEMISHES, MOST_MARKS = 16, 22


def colour(grid: Grid, look: Look, skin: Skin) -> Plane:
    """Return the colour of the skin at each point."""
    # the same for each picture of somebody, whatever their skin shows on it
    own = np.random.default_rng(look.seed)
    blood, melanin = _blood(grid, own, skin), _melanin(grid, own, skin)
    depth = blood[..., None] * BLOOD + melanin[..., None] * MELANIN
    depth = depth + 0.42 * skin.circles * _under_eyes(grid)[..., None] * SHADE
    bare = np.array(TONES[look.tone], np.float32) * np.power(10.0, -depth)
    return np.asarray(bare * _grain(grid, own, skin, look.beard)[..., None], np.float32)


def gloss(grid: Grid, mirrored: Plane, shine: float) -> Plane:
    """Return the light that the skin's surface adds."""
    oily = (
        grid.bump(0, -0.8, 0.42, 0.2)
        + grid.bump(0, 0.12, 0.1, 0.28)
        + 0.6 * grid.pair(0.52, 0.02, 0.16, 0.1)
    )
    return 0.035 * mirrored + shine * 0.36 * oily * (0.25 + 0.75 * mirrored)


def _blood(grid: Grid, own: np.random.Generator, skin: Skin) -> Plane:
    rosy = 0.05 * grid.pair(0.6, 0.2, 0.3, 0.24) + 0.04 * grid.bump(0, 0.25, 0.17, 0.14)
    red = 0.3 * grid.pair(0.53, 0.22, 0.36, 0.3) + 0.2 * grid.bump(0, 0.2, 0.2, 0.2)
    blemishes = _spread(grid, own, MOST_BLEMISHES, skin.blemishes, 0.2)
    return np.asarray(0.012 * noise(own, 38, 38) + rosy + skin.redness * red + blemishes)


def _under_eyes(grid: Grid) -> Plane:
    crescents = np.clip(grid.pair(0.4, -0.04, 0.25, 0.11), 0, 1)
    return np.asarray(crescents * np.clip((grid.y + 0.17) / 0.08, 0, 1), np.float32)


def _melanin(grid: Grid, own: np.random.Generator, skin: Skin) -> Plane:
    socket = 0.03 * grid.pair(0.42, -0.1, 0.24, 0.1)
    marks = _spread(grid, own, MOST_MARKS, skin.marks, 0.22)
    return np.asarray(0.008 * noise(own, 60, 60) + socket + marks)


def _grain(grid: Grid, own: np.random.Generator, skin: Skin, beard: float) -> Plane:
    bumps = noise(own, 2.4, 2.4) - 0.3 * noise(own, 5, 5)
    grain = 1 + (0.007 + 0.03 * skin.roughness) * bumps + 0.012 * noise(own, 1.1, 1.1)
    if beard:
        hair = grid.bump(0, 0.98, 0.62, 0.34) * (1 - grid.bump(0, 0.76, 0.4, 0.14))
        hair = np.clip(hair + 0.8 * grid.bump(0, 0.54, 0.3, 0.06), 0, 1)
        grain = grain * (1 - beard * 0.5 * hair * (1 + 0.15 * noise(own, 0.8, 1.4)))
    return np.asarray(np.clip(grain, 0.1, None), np.float32)


def _spread(grid: Grid, own: np.random.Generator, most: int, share: float, deep: float) -> Plane:
    depth = np.zeros_like(grid.x)
    for x, y, radius in list(_spots(own, most))[: round(share * most)]:
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
