"""Visible redness: the erythema index of the face's redder skin over that of its palest."""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis import scales
from analysis.measure import Measure
from analysis.regions import Skin

SMOOTH: Final = 3.0
"""Pixels of sigma: single vessels and pimples count with what is around them."""
AROUND: Final = 20.0
REFERENCE: Final = 0.2
"""Quantile of the face's own skin that stands for skin without redness."""
SEEN: Final = 0.045
"""EI over the reference that people see as red: a tenth less green at the same red."""
REGIONS: Final = ("forehead", "nose", "chin", "right_cheek", "left_cheek")


def redness(skin: Skin) -> Measure:
    """Return the mean excess of EI = log10(R/G) over the face's own palest fifth.

    EI is Yamamoto 2008 (10.1111/j.1600-0846.2007.00256.x), on linear light. As a difference within
    one face it is free of exposure and white balance, and, unlike a*, answers the same absorbed
    share of green alike on light and on dark skin. A face that is evenly red all over shows little.
    """
    weight = skin.region(*REGIONS)
    known = weight * skin.unclipped
    # where red is at its end, as around it: a little more light may not move the sample
    around = scales.smooth(skin.erythema, known, AROUND)
    index = np.where(skin.unclipped > 0, scales.smooth(skin.erythema, known, SMOOTH), around)
    excess = np.asarray(index - scales.quantile(index, weight, REFERENCE), np.float32)
    positive = np.maximum(excess, 0)
    return Measure(
        value=scales.mean(positive, weight),
        regions={name: scales.mean(positive, skin.regions[name]) for name in REGIONS},
        where=excess * (weight > 0),
        seen=SEEN,
    )
