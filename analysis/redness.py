"""Visible redness: the erythema index of the middle of the face over that of its sides."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from analysis import scales
from analysis.colour import Array
from analysis.measure import Measure
from analysis.regions import Skin

MELANIN: Final = 0.36
"""By how much melanin raises EI for each log10(G/B) that it raises: it absorbs as wavelength to the
power of -3.33 (Jacques 2013, 10.1088/0031-9155/58/11/R37), taken at 600, 545 and 460 nm."""
SMOOTH: Final = 3.0
"""Pixels of sigma: single vessels and pimples count with what is around them."""
REFERENCE: Final = 0.3
"""Quantile of the skin beside the regions that stands for skin without redness."""
LEAST_BESIDE: Final = 1500
"""Pixels of skin beside the regions, a fiftieth of a face, below which all skin stands for it."""
SEEN: Final = 0.08
"""EI over the median that people see as red: a sixth less green at the same red."""
REGIONS: Final = ("forehead", "nose", "chin", "right_cheek", "left_cheek")


def redness(skin: Skin) -> Measure:
    """Return the mean excess of EI = log10(R/G) of the face's middle over the skin at its sides.

    EI is Yamamoto 2008 (10.1111/j.1600-0846.2007.00256.x), on linear light. As a difference within
    one face it is free of exposure and white balance, and, unlike a*, answers the same absorbed
    share of green alike on light and on dark skin. What reddens is the middle of the face, so the
    reference is taken of temples, sides and jaw: a quantile of all skin would rise with the dose. A
    face that is evenly red all over shows little. What melanin adds to EI is taken off, or a
    browner forehead would be called red; of haemoglobin nothing goes with it.
    """
    weight = skin.region(*REGIONS)
    # clipped pixels as they are: what is left out as the light grows would move the sample
    index = scales.smooth(skin.erythema - MELANIN * skin.yellowness, skin.all, SMOOTH)
    beside = _beside(skin.all, weight)
    level = scales.quantile(index, beside, REFERENCE)
    return Measure(
        value=max(0.0, scales.mean(index, weight) - level),
        regions={
            name: max(0.0, scales.mean(index, skin.regions[name]) - level)
            for name in REGIONS
            if skin.regions[name].any()
        },
        where=(index - scales.quantile(index, skin.all, 0.5)) * (skin.all > scales.HALF),
        seen=SEEN,
    )


def _beside(skin: Array, regions: Array) -> Array:
    """Return the skin beside the regions, away from hair and from the face's edge."""
    inner = cv2.erode(skin, np.ones((9, 9), np.uint8))
    beside = np.asarray(inner * (1 - cv2.dilate(regions, np.ones((5, 5), np.uint8))), np.float32)
    return beside if beside.sum() >= LEAST_BESIDE else np.asarray(inner, np.float32)
