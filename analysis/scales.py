"""Smoothing and bands on skin alone: what is masked has no say in what lies beside it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from typing import Final

import cv2
import numpy as np

from analysis.colour import Array

COARSE: Final = 5.5
"""Pixels of sigma from which smoothing is done at a quarter of the size: nothing finer is left."""
REACH: Final = 3.0
"""Sigmas at which a Gaussian ends."""
HALF: Final = 0.5
"""Weight from which a pixel counts as skin where it is in or out."""
LEAST: Final = 0.02
"""Share of skin in a neighbourhood below which its mean is not known."""


def blur(values: Array, sigma: float) -> Array:
    """Smooth by a Gaussian of `sigma` pixels."""
    if sigma < COARSE:
        wide = 2 * round(REACH * sigma) + 1
        return np.asarray(
            cv2.GaussianBlur(values, (wide, wide), sigma, borderType=cv2.BORDER_REFLECT), np.float32
        )
    height, width = values.shape[:2]
    small = cv2.resize(values, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 4, borderType=cv2.BORDER_REFLECT)
    return np.asarray(
        cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32
    )


def smooth(values: Array, weight: Array, sigma: float) -> Array:
    """Smooth what has weight (normalised convolution, Knutsson and Westin 1993)."""
    share = blur(weight, sigma)
    total = blur(values * (weight if values.ndim == weight.ndim else weight[..., None]), sigma)
    share = np.maximum(share, LEAST)
    return np.asarray(total / (share if values.ndim == weight.ndim else share[..., None]))


def most(values: Iterable[Array]) -> Array:
    """Return the largest at each pixel; `np.maximum.reduce` would copy them all together first."""
    return reduce(np.maximum, values)


def filled(values: Array, weight: Array, sigma: float) -> Array:
    """Return the values with what has no weight replaced by the smooth course of what has."""
    return np.asarray(weight * values + (1 - weight) * smooth(values, weight, sigma), np.float32)


def mean(values: Array, weight: Array) -> float:
    """Return the weighted mean; 0 where there is no weight."""
    total = float(weight.sum())
    return float((values * weight).sum()) / total if total > 0 else 0.0


def quantile(values: Array, weight: Array, share: float) -> float:
    """Return the weighted quantile over pixels that have at least half their weight."""
    inside = values[weight > HALF]
    if not inside.size:
        return 0.0
    # between two of thousands of values nothing is to be interpolated
    place = round(share * (inside.size - 1))
    return float(np.partition(inside, place)[place])


@cache
def line_kernels(across: float, along: float, count: int) -> tuple[Array, ...]:
    """Return elongated second-derivative kernels, positive on dark lines, by orientation.

    Sigma in pixels across and along the line. Each sums to 0, and answers 1 to a dark line that is
    1 deep, has the kernel's own profile and fills its length.
    """
    reach = int(np.ceil(2.5 * along))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float64)
    kernels = []
    for turn in np.arange(count) * np.pi / count:
        u = x * np.cos(turn) + y * np.sin(turn)
        v = -x * np.sin(turn) + y * np.cos(turn)
        envelope = np.exp(-(v**2) / (2 * across**2) - u**2 / (2 * along**2))
        kernel = (v**2 / across**2 - 1) * envelope
        kernel -= kernel.mean()
        profile = -np.exp(-(v**2) / (2 * across**2))
        kernels.append((kernel / (kernel * profile).sum()).astype(np.float32))
    return tuple(kernels)
