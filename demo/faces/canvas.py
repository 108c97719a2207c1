"""A picture in the coordinates of a face, and the shapes that are laid on it."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

# A number, or a colour in linear light, for each pixel.
Plane = NDArray[Any]
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
        self.x: Plane = (columns - MIDDLE[0]) / UNIT
        self.y: Plane = (rows - MIDDLE[1]) / (UNIT * length)

    def bump(self, x: float, y: float, wide: float, high: float) -> Plane:
        """Return a soft hill of height 1."""
        away = ((self.x - x) / wide) ** 2 + ((self.y - y) / high) ** 2
        return np.asarray(np.exp(-away), np.float32)

    def pair(self, x: float, y: float, wide: float, high: float) -> Plane:
        """Return two soft hills, mirror images."""
        return self.bump(-x, y, wide, high) + self.bump(x, y, wide, high)

    def disc(self, x: float, y: float, wide: float, high: float) -> Plane:
        """Return an ellipse with sharp edges."""
        away = np.hypot((self.x - x) / wide, (self.y - y) / high)
        return inside((1 - away) * min(wide, high))


def inside(distance: Plane, soft: float = EDGE) -> Plane:
    """Return 1 where a distance in face units is positive, 0 where negative, fading between."""
    return np.asarray(np.clip(distance * UNIT / soft + 0.5, 0, 1), np.float32)


def laid(below: Plane, above: Plane | tuple[float, ...], mask: Plane) -> Plane:
    """Return a picture with another, or a colour, laid on it where the mask is 1."""
    over = np.asarray(above, np.float32)
    share = np.asarray(mask, np.float32)[..., None]
    return np.asarray(below + (over - below) * share, np.float32)


def noise(random: np.random.Generator, across: float, down: float) -> Plane:
    """Return noise of deviation 1 whose grain is so many pixels wide and high."""
    grain = random.standard_normal((HEIGHT, WIDTH)).astype(np.float32)
    smooth = cv2.GaussianBlur(grain, (0, 0), sigmaX=across, sigmaY=down)
    return np.asarray(smooth / smooth.std(), np.float32)
