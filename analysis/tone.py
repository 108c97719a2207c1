"""The skin's tone as the photograph shows it: a typology angle, and whether it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from analysis.colour import Array, individual_typology_angle
from analysis.regions import Skin

# Del Bino 2013: degrees above which a class begins.
CLASSES: Final = (
    (55.0, "very_light"),
    (41.0, "light"),
    (28.0, "intermediate"),
    (10.0, "tan"),
    (-30.0, "brown"),
)
DARKEST: Final = "dark"
EXPOSURE: Final = 0.15
BALANCE: Final = 0.06
"""How far an everyday photograph's exposure and white balance are off; what they may not change."""


@dataclass(frozen=True)
class Tone:
    """ITA in degrees, its class, the angles that the light's uncertainty allows, and trust."""

    ita: float
    name: str
    interval: tuple[float, float]
    trusted: bool


def classify(ita: float) -> str:
    """Return the class of an angle. It is no Fitzpatrick type (arXiv 2207.02942)."""
    return next((name for least, name in CLASSES if ita > least), DARKEST)


def tone(skin: Skin, *, light_is_known: bool) -> Tone:
    """Return the tone of cheeks, forehead and nose; not trusted where light could change its class.

    ITA is of the pixels as they are: no estimate of the light's colour is good enough to move it.
    """
    weight = skin.region("forehead", "nose", "right_cheek", "left_cheek") * skin.unclipped
    inside = skin.light[weight > 0.5]  # noqa: PLR2004 - half
    middle = np.median(inside, 0) if inside.size else np.zeros(3, np.float32)
    ita = individual_typology_angle(middle)
    angles = [individual_typology_angle(middle * gain) for gain in _gains()]
    one_class = {classify(angle) for angle in (ita, *angles)} == {classify(ita)}
    return Tone(
        ita, classify(ita), (min(ita, *angles), max(ita, *angles)), one_class and light_is_known
    )


def _gains() -> list[Array]:
    return [
        np.array([1 + warm, 1, 1 - warm], np.float32) * np.float32(exposure)
        for exposure, warm in product((1 - EXPOSURE, 1, 1 + EXPOSURE), (-BALANCE, 0, BALANCE))
    ]
