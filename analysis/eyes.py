"""Dark circles: how much darker the skin under the eyes is than the cheek below it."""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis import scales
from analysis.measure import Measure
from analysis.regions import Skin

SEEN: Final = 0.08
"""log10 of red light, 17% darker."""
SMOOTH: Final = 2.0
"""Pixels of sigma; lashes and fine lines are not what is measured."""


def dark_circles(skin: Skin) -> Measure:
    """Return the drop of log10 luminance from the cheek to the skin under the eye, mean of both;
    of one that hair hangs over, less.

    Cheek minus under-eye, as delta L* is in the literature; as a logarithm it is free of exposure
    and alike on light and dark skin. It says nothing of sleep, with which it did not correlate
    (SciELO S0365-05962015000400494).
    """
    bright = skin.log[..., 0]
    drops, where = {}, np.zeros_like(bright)
    for side in ("right", "left"):
        under = skin.regions[f"{side}_under_eye"]
        cheek = skin.regions[f"{side}_cheek"]
        level = scales.quantile(bright, cheek, 0.5)
        drops[f"{side}_under_eye"] = level - scales.mean(bright, under)
        where = np.maximum(where, (level - scales.smooth(bright, under, SMOOTH)) * (under > 0.5))  # noqa: PLR2004
    weights = {name: float(skin.regions[name].sum()) for name in drops}
    total = sum(weights.values())
    value = sum(drops[name] * weights[name] for name in drops) / total if total > 0 else 0.0
    return Measure(
        value=max(0.0, value),
        regions={name: max(0.0, drop) for name, drop in drops.items()},
        where=where,
        seen=SEEN,
    )
