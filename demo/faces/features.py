"""Eyes, brows, nose and mouth, drawn on a face that has its skin."""

from __future__ import annotations

from typing import Final

import numpy as np

from demo.faces.canvas import Grid, Plane, inside, laid
from demo.faces.looks import Colour, Look

EYE: Final = (0.42, -0.22)
OPEN: Final = 0.088
HALF: Final = 0.205
DARK: Final = (0.012, 0.008, 0.007)


def eyes(picture: Plane, grid: Grid, look: Look) -> Plane:
    """Return the picture with both eyes, their lids and lashes."""
    for side in (-1, 1):
        picture = _eye(picture, grid, look.eyes, side)
    return picture


def _eye(picture: Plane, grid: Grid, colour: Colour, side: int) -> Plane:
    # towards the temple is positive, and a little higher
    along = (grid.x - side * EYE[0]) * side
    y = grid.y - EYE[1] + 0.08 * along
    arch = np.clip(1 - (along / HALF) ** 2, 0, None)
    top, bottom = -OPEN * arch**0.62, 0.66 * OPEN * arch**0.8
    in_eye = arch > 0
    within = inside(np.minimum(y - top, bottom - y)) * in_eye
    white = (
        np.array((0.66, 0.63, 0.60)) * (0.62 + 0.38 * np.clip((y - top) / 0.09, 0, 1))[..., None]
    )
    picture = laid(picture, white, within)
    away = np.hypot(along - 0.005, y + 0.012)
    rim = np.array(colour) * (1.25 - 0.8 * np.clip(away / 0.088, 0, 1))[..., None]
    picture = laid(picture, rim, within * inside(0.086 - away))
    picture = laid(picture, DARK, within * inside(0.036 - away))
    glint = inside(0.017 - np.hypot(grid.x - side * EYE[0] + 0.03, y + 0.045))
    picture = laid(picture, (0.95, 0.95, 0.95), within * glint)
    lash = inside(0.011 + 0.012 * np.clip(along / HALF, 0, 1) - np.abs(y - top + 0.006)) * in_eye
    picture = laid(picture, DARK, lash * 0.92)
    lower = inside(0.006 - np.abs(y - bottom), 2.5) * in_eye
    picture = laid(picture, picture * 0.5, lower * 0.5)
    crease = inside(0.008 - np.abs(y - top + 0.05 + 0.02 * arch), 3.0) * (arch > 0)
    return laid(picture, picture * 0.55, crease * 0.75 * np.clip(arch * 3, 0, 1))


def brows(picture: Plane, grid: Grid, look: Look, strands: Plane) -> Plane:
    """Return the picture with brows in the colour of the hair, made of strands."""
    colour = (
        np.array(look.hair_colour) * 1.1 if look.hair != "scarf" else np.array((0.02, 0.014, 0.01))
    )
    for side in (-1, 1):
        along = (grid.x * side - 0.16) / 0.52
        arch = -0.47 - 0.085 * np.sin(np.pi * np.clip(along * 0.9 + 0.02, 0, 1)) + 0.03 * along
        thick = 0.042 * look.brows * np.clip(1.15 - along, 0, 1) ** 0.6
        band = inside(thick - np.abs(grid.y - arch + 0.008 * strands), 6.0) * inside(
            along * 0.52, 6.0
        )
        picture = laid(picture, colour, band * (along < 1) * np.clip(0.8 + 0.1 * strands, 0, 0.95))
    return picture


def nose(picture: Plane, grid: Grid) -> Plane:
    """Return the picture with nostrils and the shade beneath and beside the nose."""
    shade = 0.5 * grid.pair(0.1, 0.365, 0.085, 0.032) + 0.24 * grid.bump(0, 0.385, 0.2, 0.03)
    shade += 0.26 * grid.pair(0.235, 0.285, 0.022, 0.07) + 0.14 * grid.pair(0.13, -0.12, 0.05, 0.16)
    picture = picture * (1 - np.clip(shade, 0, 0.85))[..., None]
    holes = np.maximum(grid.disc(-0.1, 0.358, 0.052, 0.02), grid.disc(0.1, 0.358, 0.052, 0.02))
    return laid(picture, picture * 0.28, holes * 0.8)


def mouth(picture: Plane, grid: Grid, tone: Colour) -> Plane:
    """Return the picture with closed lips that smile a little."""
    half = 0.36
    arch = np.clip(1 - (grid.x / half) ** 2, 0, None)
    line = 0.735 - 0.055 * (grid.x / half) ** 2 + 0.014 * np.exp(-((grid.x / 0.06) ** 2))
    bow = 0.085 * arch**0.8 * (1 - 0.24 * np.exp(-((grid.x / 0.07) ** 2)))
    full = 0.115 * arch**0.75
    lips = inside(np.minimum(grid.y - line + bow, line + full - grid.y), 3.0) * (arch > 0)
    light = np.where(grid.y < line, 0.84, 1.02 + 0.16 * grid.bump(0, 0.8, 0.14, 0.03))
    rosy = np.array(tone) * np.array((0.86, 0.55, 0.60)) + np.array((0.03, 0.006, 0.008))
    picture = laid(picture, rosy * light[..., None], lips * 0.88)
    parted = inside(0.009 - np.abs(grid.y - line), 2.5) * (arch > 0)
    picture = laid(picture, picture * 0.3, parted * 0.9)
    corners = grid.pair(0.385, 0.68, 0.035, 0.04)
    below = grid.bump(0, 0.92, 0.2, 0.03)
    return picture * (1 - 0.28 * corners - 0.16 * below)[..., None]
