"""Light that the skin's surface throws back: shine where it is oily, else an even glow."""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis import scales
from analysis.colour import Array, luminance
from analysis.illumination import Light
from analysis.measure import Measure
from analysis.regions import Skin

REGIONS: Final = ("forehead", "nose", "chin", "right_cheek", "left_cheek")
SEEN: Final = 0.08
"""Share of a white surface's light that is seen as shine."""
LEAST: Final = 0.004
"""Linear light that is not told from noise."""
BRIGHTNESS: Final = 0.5
"""Weight of the excess of luminance beside that of the colour, which on light skin is noisy."""
SHADING: Final = 0.25
"""Standard deviation by which a face's form changes its body's light, of that light."""
PIGMENT: Final = 0.08
"""The same of melanin and of haemoglobin, natural logarithm."""
NOISE: Final = 0.01
"""Linear light of a camera's noise."""
# What each changes in ln R, G, B: form, melanin, haemoglobin.
CAUSES: Final = np.array([(1, 1, 1), (0.65, 1.0, 1.4), (0.08, 1.0, 0.85)])
BROAD: Final = 36.0
"""Pixels of sigma, a tenth of the face: what changes more slowly is no highlight."""
PATCH: Final = (4.0, 12.0)
"""Pixels of sigma, 2 to 6 mm: the size of patches that break an even reflection."""


def shine(skin: Skin, light: Light, reflected: Array) -> Measure:
    """Return the mean specular light over the T-zone and cheeks, in hundredths of white.

    It does not depend on pigment, so the same oil answers alike on light and dark skin; it is
    taken as a share of a white surface's light. `reflected` is what `highlights` gives.
    """
    weight = skin.region(*REGIONS)
    seen = reflected / np.float32(light.white)
    return Measure(
        value=100 * scales.mean(seen, weight),
        regions={name: 100 * scales.mean(seen, skin.regions[name]) for name in REGIONS},
        where=seen * (weight > scales.HALF),
        seen=SEEN,
    )


def highlights(skin: Skin) -> Array:
    """Return the specular light above its own broad course over the face, linear."""
    weight = skin.region(*REGIONS)
    both = BRIGHTNESS * luminance(skin.light) + (1 - BRIGHTNESS) * specular(skin)
    seen = scales.smooth(np.asarray(both, np.float32), weight, 2.0)
    excess = seen - scales.smooth(seen, weight, BROAD)
    return np.asarray(np.maximum(excess - LEAST, 0) * (weight > scales.HALF), np.float32)


def specular(skin: Skin) -> Array:
    """Return the light that the surface reflects, in linear light.

    Shafer's dichromatic model (1985): a pixel is body colour times a plus the light's colour times
    s. Instead of solving it, which on light skin, itself nearly white, multiplies noise, it weighs
    the channels as answers best to white against what else changes skin: form, melanin and
    haemoglobin, and the camera's noise (the best linear unbiased estimator).
    """
    weight = skin.region(*REGIONS) * skin.unclipped
    inside = skin.light[weight > 0.5]  # noqa: PLR2004 - half
    body = np.median(inside, 0).astype(np.float64) if inside.size else np.full(3, 0.3)
    changes = CAUSES * body * np.array([[SHADING], [PIGMENT], [PIGMENT]])
    covariance = changes.T @ changes + NOISE**2 * np.eye(3)
    weights = np.linalg.solve(covariance, np.ones(3))
    weights /= weights.sum()
    level = np.float32(body @ weights)
    return np.asarray(skin.light @ weights.astype(np.float32) - level, np.float32)


def dullness(skin: Skin) -> Measure:
    """Return how patchy the reflected light is: the band from 2 to 6 mm, in hundredths of log10.

    Glow is a high and even low-frequency reflection with little deviation on the surface (2011,
    10.1111/j.1600-0846.2011.00570.x); more shine is not more glow (pubmed 36946648). By the median,
    so that a highlight does not count. How bright skin is says its tone, and is no part of it.
    """
    weight = skin.region(*REGIONS) * skin.unclipped
    bright = scales.filled(skin.bright, weight, 6.0)
    near, far = (scales.smooth(bright, weight, sigma) for sigma in PATCH)
    band = np.abs(near - far)
    return Measure(
        value=100 * scales.quantile(band, weight, 0.5),
        regions={name: 100 * scales.quantile(band, skin.regions[name], 0.5) for name in REGIONS},
        where=band * (weight > scales.HALF),
        seen=0.04,
    )
