"""Light that the skin's surface throws back: shine where it is oily, an even glow where it is not."""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis import scales
from analysis.colour import logarithm, luminance
from analysis.illumination import Light
from analysis.measure import Measure
from analysis.regions import Skin

REGIONS: Final = ("forehead", "nose", "chin", "right_cheek", "left_cheek")
SEEN: Final = 0.05
"""Share of a white surface's light that is seen as shine."""
MATTE: Final = 0.5
"""Quantile of the face's skin that stands for skin without highlights."""
PATCH: Final = (4.0, 12.0)
"""Pixels of sigma, 2 to 6 mm: the size of patches that break an even reflection."""


def shine(skin: Skin, light: Light) -> Measure:
    """Return the mean specular light over the T-zone and cheeks, in hundredths of white.

    Shafer's dichromatic model (1985): a pixel is body colour times a plus the light's colour times
    s, both at least 0. The body colour is the face's own; s does not depend on pigment, so the same
    oil answers alike on light and dark skin, and it is taken as a share of a white surface's light.
    """
    weight = skin.region(*REGIONS)
    seen = scales.smooth(skin.light, weight, 1.5)
    body = np.median(skin.light[(weight * skin.unclipped) > 0.5], 0)  # noqa: PLR2004
    basis = np.linalg.pinv(np.column_stack((body / body.mean(), np.ones(3))))
    specular = seen @ basis[1].astype(np.float32) / np.float32(light.white)
    excess = np.maximum(specular - scales.quantile(specular, weight, MATTE), 0)
    return Measure(
        value=100 * scales.mean(excess, weight),
        regions={name: 100 * scales.mean(excess, skin.regions[name]) for name in REGIONS},
        where=excess * (weight > 0),
        seen=SEEN,
    )


def dullness(skin: Skin) -> Measure:
    """Return how patchy the reflected light is: the band from 2 to 6 mm, in hundredths of log10.

    Glow is a high and even low-frequency reflection with little deviation on the surface (2011,
    10.1111/j.1600-0846.2011.00570.x); more shine is not more glow (pubmed 36946648). By the median,
    so that a highlight does not count. How bright skin is says its tone, and is no part of it.
    """
    weight = skin.region(*REGIONS) * skin.unclipped
    bright = scales.filled(logarithm(luminance(skin.light)), weight, 6.0)
    near, far = (scales.smooth(bright, weight, sigma) for sigma in PATCH)
    band = np.abs(near - far)
    return Measure(
        value=100 * scales.quantile(band, weight, 0.5),
        regions={
            name: 100 * scales.quantile(band, skin.regions[name], 0.5) for name in REGIONS
        },
        where=band * (weight > 0),
        seen=0.04,
    )
