"""Colour of skin, on arrays whose last axis is R, G, B.

All measures of concerns are differences of logarithms of linear light, within one face: a gain of
the exposure or of the white balance then cancels, and a dose that absorbs the same share of light
answers alike on light and on dark skin.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

DARKEST: Final = 0.002
"""Linear light below which a camera's noise says more than the skin; added before a logarithm."""
LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Rec. 709's weights of linear R, G, B."""
# IEC 61966-2-1, a value for each byte.
_CODES: Final = np.arange(256, dtype=np.float64) / 255
_LINEAR: Final = np.where(
    _CODES <= 0.04045,  # noqa: PLR2004 - the standard's
    _CODES / 12.92,
    ((_CODES + 0.055) / 1.055) ** 2.4,
)
STEPS: Final = 32
"""Values between two codes that linear light is known at, for pixels that are means of others."""
_FINELY: Final = np.interp(np.arange(255 * STEPS + 1) / STEPS, np.arange(256), _LINEAR).astype(
    np.float32
)
# sRGB to XYZ over D65's white, CIE 15.
_TO_XYZ: Final = np.array(
    [
        [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883],
    ]
)


def linear(picture: NDArray[Any]) -> Array:
    """Return linear light, 0 to 1, of sRGB values: bytes, or numbers from 0 to 255."""
    if picture.dtype == np.uint8:
        return np.asarray(_LINEAR.astype(np.float32)[picture])
    return np.asarray(_FINELY[np.rint(np.clip(picture, 0, 255) * STEPS).astype(np.intp)])


def encoded(light: Array) -> Array:
    """Return sRGB values from 0 to 255 of linear light; the inverse of `linear`."""
    light = np.clip(light, 0, 1)
    low = light <= 0.0031308  # noqa: PLR2004 - the standard's
    curve = np.where(low, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(curve * 255, np.float32)


def logarithm(light: Array) -> Array:
    """Return log10 of linear light; 0.3 is a doubling."""
    return np.asarray(np.log10(light + DARKEST), np.float32)


def luminance(light: Array) -> Array:
    """Return relative luminance Y of linear light."""
    return np.asarray(light @ LUMINANCE, np.float32)


def lab(light: NDArray[Any]) -> NDArray[np.float64]:
    """Return CIE L*, a*, b* (D65) of linear light."""
    xyz = np.asarray(light, np.float64) @ _TO_XYZ.T
    bent = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = bent[..., 0], bent[..., 1], bent[..., 2]
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), -1)


def individual_typology_angle(light: NDArray[Any]) -> float:
    """Return ITA in degrees: atan((L* - 50) / b*), Chardon 1991; see `tone` for its classes."""
    lightness, _, yellow = lab(light)
    return float(np.degrees(np.arctan2(lightness - 50, yellow)))
