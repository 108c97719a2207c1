"""Single marks: dark ones (spots) and red ones (blemishes), as round as a mark is."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from analysis import scales
from analysis.colour import Array
from analysis.measure import Measure
from analysis.regions import Skin

SIGMAS: Final = (2.0, 2.8, 4.0, 5.6)
"""Pixels: marks from 2.5 to 8 mm across."""
SURROUND: Final = 1.6
"""Ratio of sigmas at which a difference of Gaussians is nearest to a Laplacian (Marr 1980)."""
PEAK: Final = 0.27
"""What a Gaussian mark that is 1 deep answers at its own scale, whatever that scale is."""
MELANIN: Final = 0.7
"""EI that comes with each MI of melanin: freckles are no redness."""
HAEMOGLOBIN: Final = 0.15
"""MI that comes with each EI of haemoglobin: red marks are no dark spots."""
SPOT: Final = 0.05
"""log10(1/R) from which a dark mark is seen as one: 11% less red light."""
BLEMISH: Final = 0.045
"""EI from which a red mark is seen as one: 10% less green at the same red."""
LONGEST: Final = 3.0
"""Ratio of the curvatures along and across beyond which a mark is a line, a hair or an edge."""
REGIONS: Final = ("forehead", "nose", "chin", "right_cheek", "left_cheek")


def spots(skin: Skin) -> Measure:
    """Return the load of dark marks, in per mille: their depth of MI times their share of the skin.

    MI = log10(1/R) (Yamamoto 2008), against the skin around, by differences of Gaussians at four
    scales (Lindeberg 1998). A mark weighs from half the depth at which it is seen and counted, so
    that one that comes and goes with the light changes little.
    """
    dark = -skin.log[..., 0] - HAEMOGLOBIN * skin.erythema
    return _marks(skin, np.asarray(dark), SPOT)


def blemishes(skin: Skin) -> Measure:
    """Return the load of red marks, in per mille: their depth of EI times their share of the skin.

    EI = log10(R/G) less what comes with melanin, measured as `spots` are.
    """
    red = skin.erythema + MELANIN * np.minimum(skin.log[..., 0], 0)
    return _marks(skin, np.asarray(red), BLEMISH)


def _marks(skin: Skin, values: Array, seen: float) -> Measure:
    weight = skin.region(*REGIONS) * skin.unclipped
    values = scales.filled(values, weight, 6.0)
    responses = []
    for sigma in SIGMAS:
        near, far = (scales.smooth(values, weight, sigma * k) for k in (1.0, SURROUND))
        responses.append((near - far) / PEAK)
    stack = np.stack(responses)
    inside = cv2.erode(weight, np.ones((7, 7), np.uint8))
    peaks = _peaks(stack, inside, seen / 2)
    loads = np.zeros_like(inside)
    for scale, row, column in peaks:
        loads[row, column] = (stack[scale, row, column] - seen / 2) * np.pi * SIGMAS[scale] ** 2
    marks = [peak for peak in peaks if stack[peak] >= seen]
    area = np.maximum(inside.sum(), 1)
    return Measure(
        value=1000 * float(loads.sum() / area),
        regions={name: 1000 * _load(loads, inside, skin.regions[name]) for name in REGIONS},
        where=_supports(stack, marks, inside),
        seen=seen / 2,
        count=len(marks),
    )


def _load(loads: Array, inside: Array, region: Array) -> float:
    area = float((inside * region).sum())
    return float((loads * region).sum()) / area if area > 0 else 0.0


def _peaks(stack: Array, inside: Array, seen: float) -> list[tuple[int, int, int]]:
    """Return scale, row and column of each round mark: the highest of its neighbourhood."""
    found: list[tuple[float, int, int, int]] = []
    best = stack.max(0)
    highest = cv2.dilate(best, np.ones((5, 5), np.uint8))
    rows, columns = np.nonzero((best >= highest) & (best >= seen) & (inside > 0.5))  # noqa: PLR2004
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        scale = int(stack[:, row, column].argmax())
        if _is_round(stack[scale], row, column, SIGMAS[scale]):
            found.append((float(best[row, column]), scale, row, column))
    kept: list[tuple[int, int, int]] = []
    for _, scale, row, column in sorted(found, reverse=True):
        if all(
            np.hypot(row - r, column - c) > 1.5 * max(SIGMAS[scale], SIGMAS[s]) for s, r, c in kept
        ):
            kept.append((scale, row, column))
    return kept


def _is_round(response: Array, row: int, column: int, sigma: float) -> bool:
    reach = max(1, round(sigma / 2))
    top, left = row - reach, column - reach
    if min(top, left) < 0:
        return False
    part = response[top : row + reach + 1 : reach, left : column + reach + 1 : reach]
    if part.shape != (3, 3):
        return False
    across = part[1, 0] + part[1, 2] - 2 * part[1, 1]
    down = part[0, 1] + part[2, 1] - 2 * part[1, 1]
    mixed = (part[0, 0] + part[2, 2] - part[0, 2] - part[2, 0]) / 4
    # Lowe 2004, section 4.1: trace squared over determinant
    determinant = across * down - mixed**2
    return bool(
        determinant > 0 and (across + down) ** 2 / determinant < (LONGEST + 1) ** 2 / LONGEST
    )


def _supports(stack: Array, peaks: list[tuple[int, int, int]], inside: Array) -> Array:
    """Return the marks alone: each as wide as it is at half its depth."""
    where = np.zeros_like(inside)
    for scale, row, column in peaks:
        reach = round(2.5 * SIGMAS[scale])
        here = (
            slice(max(0, row - reach), row + reach + 1),
            slice(max(0, column - reach), column + reach + 1),
        )
        part, peak = stack[scale][here], stack[scale, row, column]
        where[here] = np.maximum(where[here], np.where(part > 0.35 * peak, peak, 0))
    return where
