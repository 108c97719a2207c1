"""The relief of a head, and the soft light that falls on it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from demo.faces.canvas import UNIT, Grid, Plane, inside

SKULL: Final = 1.45
CHIN: Final = 1.3
# From above, in front, a little from the left: a window.
WINDOW: Final = np.array([-0.14, -0.42, 0.9], np.float32)
AMBIENT, BRIGHTEST = 0.42, 1.2


def outline(grid: Grid, jaw: float) -> Plane:
    """Return the distance to the edge of a face: positive inside."""
    y = grid.y
    upper = np.sqrt(np.clip(1 - (np.minimum(y, 0) / SKULL) ** 2, 0, None))
    lower = np.clip(1 - (np.clip(y, 0, CHIN) / CHIN) ** 2.1, 0, None) ** 0.56
    wide = np.where(y < 0, upper, lower + (jaw - 1) * np.sin(np.pi * np.clip(y / CHIN, 0, 1)))
    vertical = np.minimum(y + SKULL, CHIN - y)
    return np.asarray(np.minimum(wide - np.abs(grid.x), vertical * 1.5), np.float32)


def relief(grid: Grid) -> Plane:
    """Return the height of each point of a face, in face units."""
    round_ = 1 - (grid.x / 1.12) ** 2 - (grid.y / 1.62) ** 2
    height = 0.95 * np.sqrt(np.clip(round_, 0.02, None))
    bridge = np.clip((grid.y + 0.42) / 0.7, 0, 1) * inside(0.36 - grid.y, 9.0)
    height += 0.15 * np.exp(-((grid.x / 0.10) ** 2)) * bridge
    height += 0.10 * grid.bump(0, 0.24, 0.13, 0.12) + 0.05 * grid.pair(0.16, 0.29, 0.075, 0.07)
    height -= 0.085 * grid.pair(0.42, -0.2, 0.25, 0.13)
    height += 0.025 * grid.pair(0.42, -0.46, 0.28, 0.09)
    height += 0.04 * grid.pair(0.58, 0.16, 0.26, 0.22)
    height += 0.03 * grid.bump(0, 0.67, 0.26, 0.06) + 0.045 * grid.bump(0, 0.82, 0.22, 0.07)
    height -= 0.035 * grid.bump(0, 0.95, 0.2, 0.05)
    height += 0.05 * grid.bump(0, 1.12, 0.2, 0.13)
    return np.asarray(cv2.GaussianBlur(height.astype(np.float32), (0, 0), 3.0), np.float32)


def lit(height: Plane) -> tuple[Plane, Plane]:
    """Return the diffuse light on a relief, about 1 in front, and where it mirrors the window."""
    down, across = (np.gradient(height, axis=axis) * UNIT for axis in (0, 1))
    length = np.sqrt(across**2 + down**2 + 1)
    facing = (-across * WINDOW[0] - down * WINDOW[1] + WINDOW[2]) / length
    half = WINDOW + np.array([0, 0, 1], np.float32)
    half /= np.linalg.norm(half)
    mirrored = (-across * half[0] - down * half[1] + half[2]) / length
    wrapped = np.clip((facing + 0.35) / 1.35, 0, 1)
    return AMBIENT + (BRIGHTEST - AMBIENT) * wrapped, np.clip(mirrored, 0, 1) ** 26
