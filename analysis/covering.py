"""What hides the skin: glasses, sunglasses, masks, hands, hair."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from analysis import scales
from analysis.alignment import Aligned
from analysis.colour import Array
from analysis.regions import Skin, drawn, outline

DISAGREES: Final = 0.02
"""Mean distance of the mirrored meshes, in face widths: twice what whole faces have."""
BRIDGE: Final = {"luminance": 0.10, "red": 0.052, "yellow": 0.06}
"""log10 of a line over the bridge of the nose from which it is a frame and no wrinkle."""
RIM: Final = 0.4
"""log10 of a line under both eyes from which it is a frame, no fold."""
LENS: Final = 0.65
"""log10 by which both under-eyes lie below the cheeks behind dark lenses."""
FOREIGN: Final = 0.15
"""log10(R/G) by which cloth departs from the skin around the eyes."""
MOST_FOREIGN: Final = 0.25
LEAST_SKIN: Final = 0.28
"""Share of a face that must be skin: half of what a full beard and a fringe leave."""


def is_covered(aligned: Aligned, skin: Skin) -> bool:
    """Tell whether something hides the face, so that skin cannot be measured fairly."""
    return (
        aligned.disagreement > DISAGREES
        or _has_frame(skin)
        or _has_dark_lenses(skin)
        or _has_cloth(skin)
        or scales.mean(skin.all, skin.plain) < LEAST_SKIN
    )


def _has_frame(skin: Skin) -> bool:
    """Look for what runs across the bridge of the nose, where skin has no edges.

    A frame is wider than a wrinkle and of another colour; so it is sought in luminance and in both
    ratios of channels.
    """
    points = skin.face.points
    left, right = points[133, 0], points[362, 0]
    middle, half = (left + right) / 2, 0.22 * (right - left)
    window = (
        slice(int(points[168, 1]) - 18, int(points[195, 1]) + 6),
        slice(int(middle - half), int(middle + half)),
    )
    across = scales.line_kernels(2.6, 7.0, 8)[0]
    channels = {
        "luminance": skin.bright,
        "red": skin.erythema,
        "yellow": skin.yellowness,
    }
    for name, values in channels.items():
        answer = cv2.filter2D(_around(values, window), -1, across)[_inner(window)]
        if np.abs(np.median(answer, 1)).max() > BRIDGE[name]:
            return True
    return _rim(channels["luminance"], skin) > RIM


MARGIN: Final = 18
"""Pixels around a window that its filters reach."""


def _around(values: Array, window: tuple[slice, slice]) -> Array:
    rows, columns = window
    part = values[
        rows.start - MARGIN : rows.stop + MARGIN, columns.start - MARGIN : columns.stop + MARGIN
    ]
    return scales.blur(np.ascontiguousarray(part), 0.8)


def _inner(window: tuple[slice, slice]) -> tuple[slice, slice]:
    rows, columns = window
    return (
        slice(MARGIN, MARGIN + rows.stop - rows.start),
        slice(MARGIN, MARGIN + columns.stop - columns.start),
    )


def _rim(bright: Array, skin: Skin) -> float:
    """Return how strong a line runs below both eyes: the weaker of the two."""
    points, found = skin.face.points, []
    kernels = [scales.line_kernels(1.6, 6.0, 8)[n] for n in (0, 1, 7)]
    for one, other in ((33, 133), (362, 263)):
        left, right = points[one, 0], points[other, 0]
        level, inset = (points[one, 1] + points[other, 1]) / 2, 0.2 * (right - left)
        window = (
            slice(int(level) + 14, int(level) + 52),
            slice(int(left + inset), int(right - inset)),
        )
        part = _around(bright, window)
        answers = np.stack([np.abs(cv2.filter2D(part, -1, k)) for k in kernels]).max(0)
        found.append(float(np.median(answers[_inner(window)].max(0))))
    return min(found)


def _has_dark_lenses(skin: Skin) -> bool:
    bright, plain = skin.bright, skin.plain
    drops = []
    for side in ("right", "left"):
        under = drawn(outline(skin.face, f"{side}_under_eye")) * plain
        cheek = drawn(outline(skin.face, f"{side}_cheek")) * plain
        drops.append(scales.quantile(bright, cheek, 0.5) - scales.quantile(bright, under, 0.5))
    return min(drops) > LENS


def _has_cloth(skin: Skin) -> bool:
    """Tell whether much of the lower face, too light for a beard, has not the skin's colour."""
    face, plain = skin.face, skin.plain
    upper = scales.most(
        [drawn(outline(face, n)) for n in ("forehead", "right_under_eye", "left_under_eye")]
    )
    below = np.arange(plain.shape[0])[:, None] > face.points[2, 1]
    red = scales.blur(skin.erythema, 2.0)
    bright = scales.blur(skin.bright, 2.0)
    off = scales.quantile(red, upper * plain, 0.5) - red
    light = bright > scales.quantile(bright, upper * plain, 0.5) - 0.2
    return scales.mean((np.abs(off) > FOREIGN) & light, plain * below) > MOST_FOREIGN
