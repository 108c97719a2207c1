"""Hair, and a scarf over it: what lies behind a face, and what lies before it."""

from __future__ import annotations

from typing import Final

import numpy as np

from demo.faces.canvas import Grid, Plane, inside, laid
from demo.faces.looks import Look

GREY: Final = np.array((0.36, 0.36, 0.37), np.float32)
GREY_FROM, GREY_TO = 45, 75
# Hair behind the face lies in its shade.
SHADE: Final = 0.75


def behind(picture: Plane, grid: Grid, look: Look, strands: Plane) -> Plane:
    """Return the picture with the hair behind a face that is still to be drawn."""
    if look.hair == "scarf":
        return picture
    mass = inside(_cap(grid, 1.14, 1.38)) * inside(0.25 - grid.y, 30.0)
    if look.hair == "long":
        width = 1.12 + 0.07 * np.sin(grid.y * 2.1) + 0.1 * np.clip(grid.y, 0, 2)
        fall = inside(width - np.abs(grid.x)) * inside(grid.y + 0.4) * inside(2.15 - grid.y, 14)
        mass = np.maximum(mass, fall)
    if look.hair == "tied":
        mass = np.maximum(mass, grid.disc(0, -1.72, 0.42, 0.34))
    return laid(picture, _colour(grid, look, strands) * SHADE, mass)


def before(picture: Plane, grid: Grid, look: Look, strands: Plane) -> Plane:
    """Return the picture with what of the hair lies upon the face."""
    if look.hair == "scarf":
        return _scarf(picture, grid, look)
    side = np.abs(grid.x)
    line = -0.98 + 0.5 * side**2.6
    if look.hair == "short":
        line = np.minimum(line + 0.04 * strands, -0.3)
    if look.hair == "long":
        # a parting
        line = line + 0.25 * side**3 - 0.1 * np.exp(-((grid.x / 0.1) ** 2))
    mask = inside(np.minimum(_cap(grid, 1.12, 1.36), line - grid.y), 3.0)
    if look.hair == "long":
        inner = inside(side - 0.93 + 0.05 * np.sin(grid.y * 2), 4.0) * inside(1.1 - side, 3.0)
        mask = np.maximum(mask, inner * inside(grid.y + 0.36, 30) * inside(1.9 - grid.y, 30))
    return laid(picture, _colour(grid, look, strands), mask)


def _cap(grid: Grid, wide: float, high: float) -> Plane:
    return np.asarray((1 - np.hypot(grid.x / wide, (grid.y + 0.32) / high)) * 1.1, np.float32)


def _colour(grid: Grid, look: Look, strands: Plane) -> Plane:
    grey = float(np.clip((look.age - GREY_FROM) / (GREY_TO - GREY_FROM), 0, 1))
    own = np.array(look.hair_colour, np.float32) * (1 - grey) + GREY * grey
    sheen = np.clip(1 + 0.28 * strands + 0.8 * grid.bump(-0.25, -1.25, 0.6, 0.16), 0.3, None)
    return np.asarray(own * sheen[..., None], np.float32)


def _scarf(picture: Plane, grid: Grid, look: Look) -> Plane:
    side = np.abs(grid.x)
    hole = np.hypot(grid.x / 0.93, (grid.y - 0.1) / 1.17)
    whole = np.hypot(grid.x / 1.22, (grid.y + 0.16) / 1.52)
    below = inside(1.05 + 0.35 * np.clip(grid.y - 0.6, 0, 2) - side) * inside(grid.y - 0.3)
    mask = np.maximum(inside((1 - whole) * 1.2), below) * inside((hole - 1) * 0.95, 2.0)
    folds = 0.07 * np.sin(np.arctan2(grid.x, grid.y + 2.2) * 34 + 3 * hole)
    light = 1.1 + folds - 0.35 * np.exp(-((hole - 1) / 0.06)) - 0.12 * side
    return laid(picture, np.array(look.clothes) * np.clip(light, 0.2, None)[..., None], mask)
