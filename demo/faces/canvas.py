"""A picture in the coordinates of a face, and the shapes that are laid on it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from analysis.colour import Array

WIDTH: Final = 720
HEIGHT: Final = 900
UNIT: Final = 185.0
"""Pixels from the middle of a face to its cheekbone, the unit of all lengths."""
MIDDLE: Final = (WIDTH / 2, 425.0)
EDGE: Final = 1.2
"""Pixels over which an edge fades, so that it has no steps."""


class Grid:
    """Where each pixel lies: `x` to the right, `y` down, the middle of the face at 0."""

    def __init__(self, length: float) -> None:
        rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
        self.x: Array = (columns - MIDDLE[0]) / UNIT
        self.y: Array = (rows - MIDDLE[1]) / (UNIT * length)

    def bump(self, x: float, y: float, wide: float, high: float) -> Array:
        """Return a soft hill of height 1."""
        return np.exp(-(((self.x - x) / wide) ** 2) - ((self.y - y) / high) ** 2)

    def pair(self, x: float, y: float, wide: float, high: float) -> Array:
        """Return two soft hills, mirror images."""
        return self.bump(-x, y, wide, high) + self.bump(x, y, wide, high)

    def disc(self, x: float, y: float, wide: float, high: float) -> Array:
        """Return an ellipse with sharp edges."""
        away = np.hypot((self.x - x) / wide, (self.y - y) / high)
        return inside((1 - away) * min(wide, high))


def inside(distance: Array, soft: float = EDGE) -> Array:
    """Return 1 where a distance in face units is positive, 0 where negative, fading between."""
    return np.clip(distance * UNIT / soft + 0.5, 0, 1)


def laid(below: Array, above: Array | tuple[float, ...], mask: Array) -> Array:
    """Return a picture with another, or a colour, laid on it where the mask is 1."""
    over = np.asarray(above, np.float32)
    return below + (over - below) * mask[..., None]


def noise(random: np.random.Generator, across: float, down: float) -> Array:
    """Return noise of deviation 1 whose grain is so many pixels wide and high."""
    grain = random.standard_normal((HEIGHT, WIDTH)).astype(np.float32)
    smooth = cv2.GaussianBlur(grain, (0, 0), sigmaX=across, sigmaY=down)
    return np.asarray(smooth / smooth.std(), np.float32)
