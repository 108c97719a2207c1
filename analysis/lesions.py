"""Single marks: dark ones (spots) and red ones (blemishes), as round as a mark is.

A mark is sought at three scales (Lindeberg 1998) by a matched filter over the channels (the
Hotelling observer): each pigment absorbs R, G and B in its own proportion, and the face's own
grain, whose covariance is measured on it, says which channels to believe. On rough skin these are
the colours, which relief does not have; on a compressed photograph it is the brightness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from analysis import scales
from analysis.colour import Array
from analysis.measure import Measure
from analysis.regions import Skin, features

SIGMAS: Final = (2.0, 3.2, 5.12)
"""Pixels: marks from 2.5 to 8 mm across."""
SURROUND: Final = 1.6
"""Ratio of sigmas at which a difference of Gaussians is nearest to a Laplacian (Marr 1980)."""
PEAK: Final = 0.27
"""What a Gaussian mark that is 1 deep answers at its own scale, whatever that scale is."""
# What a pigment takes of R, G, B, in log10 (Jacques 2013, as a camera's channels see it): of dark
# ones for 1 of R, so that depths are MI = log10(1/R); of blood for 1 of EI = log10(R/G).
MELANIN: Final = (1.0, 1.54, 2.15)
NEUTRAL: Final = (1.0, 1.0, 1.0)
HAEMOGLOBIN: Final = (0.087, 1.087, 0.924)
SPOT: Final = 0.06
"""MI from which a dark mark is seen as one: 13% less red light."""
BLEMISH: Final = 0.045
"""EI from which a red mark is seen as one: 10% less green at the same red."""
GRAIN: Final = 4.5
"""Standard deviations of the skin's own grain that a mark must rise out of, at its scale."""
NORMAL: Final = 0.6745
"""Median of a normal distribution's absolute values, in standard deviations."""
MOST: Final = 1.5
"""Standard deviations at which the grain is cut, so that single marks have little say in it."""
MEAN: Final = 0.739
"""Mean of a normal distribution's absolute values, cut at `MOST`; in standard deviations."""
ROUNDS: Final = 2
"""Estimates of the grain, each cut by the one before: stubble raises it where it is."""
AROUND: Final = 18.0
"""Pixels of sigma that the grain is taken over: noses and chins are rougher than cheeks."""
OTHER: Final = 0.3
"""log10 at which the other pigment is expected: a red mark is no dark one, nor the reverse."""
LIGHT_END: Final = 0.955
"""Linear green light, sRGB 250, from which it no longer says how much there was."""
RELIEF: Final = 0.02
"""Standard deviation, log10, of what pores and lines shade, alike in R, G and B."""
CAMERA: Final = (0.008, 0.008, 0.012)
"""The same of a camera's noise and a file's compression, for R, G, B."""
LIGHTEST: Final = 0.7
"""Share of the border at which a mark begins to weigh: none comes or goes at full weight."""
APART: Final = 1.5
"""Sigmas between two marks: what is nearer is one."""
LONGEST: Final = 3.0
"""Ratio of the curvatures along and across beyond which a mark is a line, a hair or an edge."""
ZONES: Final = ("forehead", "nose", "chin", "right_cheek", "left_cheek")


@dataclass(frozen=True)
class Bands:
    """Absorbance, log10(1/light), of R, G, B in a band a scale; and where each can be judged."""

    values: tuple[Array, ...]
    inside: tuple[Array, ...]
    weight: Array


def bands(skin: Skin) -> Bands:
    """Return differences of Gaussians at each scale, in units of a mark's depth."""
    # where red alone is at its end, green and blue still tell
    weight = skin.all * (skin.light[..., 1] < LIGHT_END)
    beside = np.maximum(features(skin.face, BESIDE), features(skin.face, BESIDE_EYES, "eye"))
    plain = weight * (1 - beside)
    # where the face turns away, what is behind it comes near
    plain *= _narrowed(skin.oval, 2 * EDGE + 1)
    absorbance = -np.where(weight[..., None] > 0, skin.log, 0)
    course = scales.smooth(absorbance, weight, 6.0)
    absorbance = np.asarray(course + weight[..., None] * (absorbance - course), np.float32)
    sigmas = sorted({round(s * k, 3) for s in SIGMAS for k in (1, SURROUND)})
    smooth = {sigma: scales.blur(absorbance, sigma) for sigma in sigmas}
    return Bands(
        tuple((smooth[round(s, 3)] - smooth[round(s * SURROUND, 3)]) / PEAK for s in SIGMAS),
        # the border of hair, an eye or a nostril is no mark
        tuple(_narrowed(plain, 2 * round(s) + 1) for s in SIGMAS),
        plain,
    )


EDGE: Final = 10
"""Pixels inside the face's outline that turn away from the camera."""
BESIDE, BESIDE_EYES = 4, 12
"""Pixels around brows, lips and nostrils, and around eyes with their folds, beyond plain skin's
border, that have no marks."""


def spots(skin: Skin, seen: Bands) -> Measure:
    """Return the load of dark marks, in per mille: their depth of MI times their share of the skin.

    MI = log10(1/R) (Yamamoto 2008, 10.1111/j.1600-0846.2007.00256.x), against the skin around; of
    melanin or of neutral grey, whichever stands out more.
    """
    return _marks(skin, seen, (MELANIN, NEUTRAL), HAEMOGLOBIN, SPOT)


def blemishes(skin: Skin, seen: Bands) -> Measure:
    """Return the load of red marks, in per mille: their depth of EI times their share of the skin.

    EI = log10(R/G) (Yamamoto 2008), against the skin around, measured as `spots` are.
    """
    return _marks(skin, seen, (HAEMOGLOBIN,), MELANIN, BLEMISH)


def _marks(
    skin: Skin,
    seen: Bands,
    pigments: tuple[tuple[float, ...], ...],
    other: tuple[float, ...],
    border: float,
) -> Measure:
    depths, shares = [], []
    for values, inside in zip(seen.values, seen.inside, strict=True):
        answers = [_matched(values, pigment, other) for pigment in pigments]
        depths.append(scales.most(answers))
        shares.append(
            scales.most(
                [each / np.maximum(border, GRAIN * _grain(each, inside)) for each in answers]
            )
            * (inside > scales.HALF)
        )
    stack, share = np.stack(depths), np.stack(shares)
    peaks = _peaks(share, stack)
    loads = np.zeros_like(seen.weight)
    for peak in peaks:
        # full weight from the border on, none at its lightest
        weighs = min(1.0, (share[peak] - LIGHTEST) / (1 - LIGHTEST))
        loads[peak[1:]] = weighs * stack[peak] * np.pi * SIGMAS[peak[0]] ** 2
    counted = {peak: 1.0 for peak in peaks if share[peak] >= 1}
    return Measure(
        value=1000 * _load(loads, seen.weight),
        regions={
            name: 1000
            * _load(loads * (skin.regions[name] > scales.HALF), seen.weight * skin.regions[name])
            for name in ZONES
        },
        where=_supports(stack, counted),
        seen=scales.HALF,
        count=len(counted),
        marks=_widened(
            _supports(stack, {peak: min(1.0, max(0.0, 2 * share[peak] - 1.6)) for peak in peaks})
        ),
    )


def _matched(values: Array, pigment: tuple[float, ...], other: tuple[float, ...]) -> Array:
    """Return a pigment's depth at each pixel: the unbiased estimate of the least variance."""
    target, nuisance = np.array(pigment), np.array(other)
    covariance = RELIEF**2 * np.ones((3, 3)) + np.diag(np.square(CAMERA))
    covariance += OTHER**2 * np.outer(nuisance, nuisance)
    weights = np.linalg.solve(covariance, target)
    red, green, blue = (weights / (weights @ target)).astype(np.float32)
    return np.asarray(values[..., 0] * red + values[..., 1] * green + values[..., 2] * blue)


def _grain(band: Array, inside: Array) -> Array:
    """Return the standard deviation of a band around each pixel; single marks have little say."""
    # a statistic of many pixels: every second one each way is enough
    size, weight = np.abs(band)[::2, ::2], np.ascontiguousarray(inside[::2, ::2])
    grain: Array | np.float32 = np.float32(scales.quantile(size, weight, 0.5) / NORMAL)
    for _ in range(ROUNDS):
        cut = np.minimum(size, MOST * grain)
        grain = np.asarray(scales.smooth(cut, weight, AROUND / 2) / np.float32(MEAN))
    return np.asarray(cv2.resize(np.asarray(grain), band.shape[::-1]), np.float32)


def _narrowed(weight: Array, by: int) -> Array:
    return np.asarray(cv2.erode(weight, np.ones((by, by), np.uint8)), np.float32)


def _widened(marks: Array) -> Array:
    return np.asarray(cv2.dilate(marks, np.ones((7, 7), np.uint8)), np.float32)


def _load(loads: Array, weight: Array) -> float:
    area = float(weight.sum())
    return float(loads.sum()) / area if area > 0 else 0.0


def _peaks(share: Array, stack: Array) -> list[tuple[int, int, int]]:
    """Return scale, row and column of each round mark: the highest of its neighbourhood.

    `share` is the answer in shares of each scale's border: one's grain hides no mark of another.
    """
    best = share.max(0).astype(np.float32)
    highest = cv2.dilate(best, np.ones((5, 5), np.uint8))
    rows, columns = np.nonzero((best >= highest) & (best > LIGHTEST))
    found = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        scale = int(share[:, row, column].argmax())
        if _is_round(stack[scale], row, column, SIGMAS[scale]):
            found.append((float(best[row, column]), scale, row, column))
    kept: list[tuple[int, int, int]] = []
    for _, scale, row, column in sorted(found, reverse=True):
        if all(
            np.hypot(row - r, column - c) > APART * max(SIGMAS[scale], SIGMAS[s])
            for s, r, c in kept
        ):
            kept.append((scale, row, column))
    return kept


def _is_round(response: Array, row: int, column: int, sigma: float) -> bool:
    """Tell a mark from a line by its curvatures, trace squared over determinant (Lowe 2004)."""
    reach = max(1, round(sigma / 2))
    top, left = row - reach, column - reach
    part = response[
        max(0, top) : row + reach + 1 : reach, max(0, left) : column + reach + 1 : reach
    ]
    if part.shape != (3, 3):
        return False
    across = part[1, 0] + part[1, 2] - 2 * part[1, 1]
    down = part[0, 1] + part[2, 1] - 2 * part[1, 1]
    mixed = (part[0, 0] + part[2, 2] - part[0, 2] - part[2, 0]) / 4
    determinant = across * down - mixed**2
    most = (LONGEST + 1) ** 2 / LONGEST
    return bool(determinant > 0 and (across + down) ** 2 < most * determinant)


def _supports(stack: Array, weights: dict[tuple[int, int, int], float]) -> Array:
    """Return the marks alone, at their weights: each as wide as it is at a third of its depth."""
    where = np.zeros(stack.shape[1:], np.float32)
    for (scale, row, column), weight in weights.items():
        reach = round(2.5 * SIGMAS[scale])
        here = (
            slice(max(0, row - reach), row + reach + 1),
            slice(max(0, column - reach), column + reach + 1),
        )
        part, peak = stack[scale][here], stack[scale, row, column]
        where[here] = np.maximum(where[here], np.where(part > 0.35 * peak, weight, 0))
    return where
