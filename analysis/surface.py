"""The skin's surface: texture, pores and fine lines, by what is left when the shading is taken off.

Log luminance is used throughout: a relief shades skin by a share of its light, on any tone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from analysis import scales
from analysis.colour import Array
from analysis.measure import Measure
from analysis.regions import Skin, drawn, outline

REGIONS: Final = ("forehead", "nose", "chin", "right_cheek", "left_cheek")
FINE, MIDDLE, BROAD = 1.2, 2.6, 6.0
"""Pixels of sigma: bands from pores (1 mm) over texture (1 to 3 mm) to shading (more)."""
NORMAL: Final = 0.6745
"""Median of a normal distribution's absolute values, in standard deviations."""


@dataclass(frozen=True)
class Layers:
    """Log luminance at three scales, on the skin of `weight`; `between` is where no mark is."""

    weight: Array
    between: Array
    fine: Array
    middle: Array
    broad: Array


def layers(skin: Skin, *marks: Array) -> Layers:
    """Return the layers that the metrics of the surface share; a mark is neither pore nor line."""
    between = 1 - scales.most([*marks, np.zeros_like(skin.all)])
    weight = skin.all * skin.unclipped
    bright = scales.filled(skin.bright, weight, 6.0)
    return Layers(
        weight, between, *(scales.smooth(bright, weight, s) for s in (FINE, MIDDLE, BROAD))
    )


def texture(skin: Skin, surface: Layers) -> Measure:
    """Return the roughness: the band from 1 to 3 mm in hundredths of log10, robust deviation.

    A band-pass on a flattened layer (10.1016/j.jvcir.2017.03.003). By the median of its absolute
    values, so that single marks, lines and highlights do not count as texture.
    """
    band = np.abs(surface.fine - surface.middle)
    inside = {
        name: cv2.erode(skin.regions[name], np.ones((9, 9), np.uint8)) * surface.weight
        for name in REGIONS
    }
    regions = {
        name: 100 * scales.quantile(band, weight, 0.5) / NORMAL for name, weight in inside.items()
    }
    sizes = {name: float(weight.sum()) for name, weight in inside.items()}
    total = sum(sizes.values())
    value = sum(regions[name] * sizes[name] for name in REGIONS) / total if total else 0.0
    everywhere = scales.most(list(inside.values()))
    where = scales.smooth(band, surface.weight, 6.0) * 100 * np.sqrt(np.pi / 2)
    return Measure(value, regions, where * (everywhere > scales.HALF), seen=TEXTURE_SEEN)


TEXTURE_SEEN: Final = 1.5
PORE_SEEN: Final = 0.012


def pores(skin: Skin, surface: Layers) -> Measure:
    """Return the load of small dark dips on nose, cheeks and forehead, in per mille of log10.

    The finest band that a photograph of this size holds. Dips less bumps: noise and an even grain
    have as many of both (their skewness is 0), pores are dips.
    """
    log = skin.bright
    point = scales.blur(scales.filled(log, surface.weight, 3.0), 0.7) - surface.fine
    names = ("nose", "right_cheek", "left_cheek", "forehead")
    weight = cv2.erode(skin.region(*names), np.ones((9, 9), np.uint8)) * surface.weight
    weight = weight * surface.between
    dips, bumps = np.maximum(-point - PORE_SEEN / 2, 0), np.maximum(point - PORE_SEEN / 2, 0)
    load = scales.smooth(dips - bumps, surface.weight, 6.0)
    return Measure(
        value=1000 * max(0.0, scales.mean(load, weight)),
        regions={
            name: 1000 * max(0.0, scales.mean(load, weight * skin.regions[name])) for name in names
        },
        where=load * 1000 * (weight > scales.HALF),
        seen=1.0,
    )


def fine_lines(skin: Skin, surface: Layers) -> Measure:
    """Return the load of fine dark lines, in per mille of log10.

    Elongated second derivatives at six orientations, after the hybrid Hessian (J. Imaging
    6(4):17, Jaccard 76% on the forehead). Bright ridges are taken off: noise has as many of them.
    """
    flat = surface.fine - surface.broad
    zones = {
        "forehead": skin.regions["forehead"],
        "right_eye": drawn(outline(skin.face, "right_crow")),
        "left_eye": drawn(outline(skin.face, "left_crow")),
        "right_under_eye": skin.regions["right_under_eye"],
        "left_under_eye": skin.regions["left_under_eye"],
        "right_cheek": skin.regions["right_cheek"],
        "left_cheek": skin.regions["left_cheek"],
    }
    weight = scales.most(list(zones.values())) * surface.weight
    weight = cv2.erode(weight, np.ones((5, 5), np.uint8)) * surface.between
    dark, bright = _lines(flat, weight)
    load = np.maximum(dark - LINE_SEEN, 0) - np.maximum(bright - LINE_SEEN, 0)
    return Measure(
        value=1000 * max(0.0, scales.mean(load, weight)),
        regions={
            name: 1000 * max(0.0, scales.mean(load, weight * zone)) for name, zone in zones.items()
        },
        where=dark * (weight > scales.HALF),
        seen=2 * LINE_SEEN,
    )


LINE_SEEN: Final = 0.012
"""log10 of luminance from which a line stands out of the skin's grain: 3% darker."""
ORIENTATIONS: Final = 6
"""Every 30 degrees: a kernel that is four times as long as wide still sees half between two."""


def _lines(flat: Array, weight: Array) -> tuple[Array, Array]:
    """Return how dark and how bright a line through each pixel is, where there is weight."""
    rows, columns = np.nonzero(weight.any(1))[0], np.nonzero(weight.any(0))[0]
    dark, bright = np.zeros_like(flat), np.zeros_like(flat)
    if rows.size:
        here = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        # of a view OpenCV sees what lies around it, so that the border is no edge
        part = flat[here]
        answers = [
            np.asarray(cv2.filter2D(part, -1, kernel), np.float32)
            for kernel in scales.line_kernels(1.6, 6.0, ORIENTATIONS)
        ]
        dark[here], bright[here] = scales.most(answers), scales.most(-each for each in answers)
    return dark, bright
