"""Evenness of tone: how little the pigment's colour changes over the face."""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis import scales
from analysis.measure import Measure
from analysis.regions import Skin

PATCH: Final = 6.0
"""Pixels of sigma, 3 mm: single marks are spots; what is larger is a tone that is uneven."""
SEEN: Final = 0.05
REGIONS: Final = ("forehead", "nose", "chin", "right_cheek", "left_cheek")


def unevenness(skin: Skin) -> Measure:
    """Return the spread of log10(G/B) over the skin, half the range of its middle two thirds.

    Homogeneity of colour goes with how healthy skin looks, r >= 0.40 (Matts 2007). Of its two
    pigments this is melanin, which rises from R over G to B; haemoglobin takes G and B alike, and
    is `redness`. A ratio of channels is free of shading, and a quantile of single marks.
    """
    weight = skin.region(*REGIONS) * skin.unclipped
    tone = scales.smooth(skin.yellowness, weight, PATCH)
    middle = scales.quantile(tone, weight, 0.5)
    spread = scales.quantile(tone, weight, 5 / 6) - scales.quantile(tone, weight, 1 / 6)
    off = np.abs(tone - middle)
    return Measure(
        value=spread / 2,
        regions={name: scales.mean(off, skin.regions[name]) for name in REGIONS},
        where=off * (weight > scales.HALF),
        seen=SEEN,
    )
