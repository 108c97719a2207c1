"""Whether a photograph can be judged: each gate looks at the face itself, never at a mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from analysis import scales
from analysis.alignment import Aligned
from analysis.covering import is_covered
from analysis.illumination import Light
from analysis.landmarks import Face, Findings
from analysis.regions import Skin, features
from analysis.together import together

FLAT: Final = 0.08
"""log10 of luminance between the darkest and the lightest of a drawing's skin; faces have 0.2."""
NARROWEST: Final = 220
"""Pixels of a face's width; narrower ones have lost what texture and spots are measured by."""
BESIDE: Final = 0.2
"""Width of another face, of the first one's, from which it is a second person in the picture."""
SURE: Final = 0.45
"""Confidence of the detectors below which a mesh lies on something else than a face."""
ABSURD: Final = 0.07
"""Disagreement of the mirrored meshes, in face widths, that no face has, hidden or not."""
YAW, PITCH, ROLL = 25.0, 28.0, 40.0
"""Degrees from which the far cheek is too narrow; a camera's angle moves colours as well."""
SHARP: Final = 1.42
"""Ratio of the slopes at 0.4 and 1.6 mm around eyes, brows and lips: an edge out of focus by a
hundredth of the face comes to 1.4, a sharp one to 1.7 and more, on any skin."""
DARK_FACE, DARK_FRAME = 0.16, 0.22
BLACK_FACE: Final = 0.10
"""Linear light of the brightest hundredth: eyes, teeth and highlights of a very dark face that is
well exposed reach 0.2; three stops below, a light one has 0.08."""
MOST_CLIPPED: Final = 0.2
"""Share of the face with a channel at its end."""
IMBALANCE: Final = 0.68
SHADOW: Final = 0.36
"""log10 of the light of both halves: five times as much anywhere, or 2.3 times as much all the way
from forehead to cheek."""
LEAST_RED, MOST_RED = 0.04, 0.62
LEAST_YELLOW, MOST_YELLOW = -0.06, 0.52
"""log10(R/G) and log10(G/B) between which all skin lies under any light near white."""
ONE_COLOUR: Final = 0.012
"""log10 by which colours depart from a function of brightness: monochrome pictures have 0.008."""


@dataclass(frozen=True)
class Evidence:
    """All that gates look at. `width` is of the face in the photograph's own pixels."""

    findings: Findings
    face: Face
    width: float
    aligned: Aligned
    skin: Skin
    light: Light


def problems(evidence: Evidence) -> list[str]:
    """Return what stands against the photograph, by the contract's identifiers."""
    if _is_flat(evidence.skin):
        return ["no_face"]
    answers = together([partial(is_bad, evidence) for is_bad in GATES.values()])
    return [name for name, is_bad in zip(GATES, answers, strict=True) if is_bad]


def is_no_face(findings: Findings, aligned: Aligned | None) -> bool:
    """Tell whether what the mesh was laid on is no face: detectors doubt it, or it fits nowhere."""
    return aligned is None or findings.confidence < SURE or aligned.disagreement > ABSURD


def _is_flat(skin: Skin) -> bool:
    """Tell a drawing from a face: no light makes a round face equally bright all over."""
    bright = scales.blur(skin.bright, 4.0)
    weight = skin.all * skin.unclipped
    low, high = (scales.quantile(bright, weight, share) for share in (0.05, 0.95))
    return bool(weight.any()) and high - low < FLAT


def _several(evidence: Evidence) -> bool:
    return any(box[2] >= BESIDE * evidence.face.width for box in evidence.findings.others)


def _too_small(evidence: Evidence) -> bool:
    return evidence.width < NARROWEST


def _turned(evidence: Evidence) -> bool:
    face = evidence.face
    return abs(face.yaw) > YAW or abs(face.pitch) > PITCH or abs(face.roll) > ROLL


def _blurred(evidence: Evidence) -> bool:
    return sharpness(evidence.skin) < SHARP


def sharpness(skin: Skin) -> float:
    """Return the ratio of fine to coarse slopes around the features, of the blunter direction.

    Eyes, brows and lips have edges on every face. Taken along rows and along columns, so that a
    shaken camera is found as well as a wrong focus.
    """
    bright = skin.bright
    weight = features(skin.face)
    fine, coarse = (scales.blur(bright, sigma) for sigma in (0.8, 3.2))
    return min(
        float(
            np.sqrt(
                scales.mean(np.gradient(fine, axis=axis) ** 2, weight)
                / max(scales.mean(np.gradient(coarse, axis=axis) ** 2, weight), 1e-9)
            )
        )
        for axis in (0, 1)
    )


def _too_dark(evidence: Evidence) -> bool:
    face, frame = evidence.light.level
    return face < BLACK_FACE or (face < DARK_FACE and frame < DARK_FRAME)


def _too_bright(evidence: Evidence) -> bool:
    return scales.mean(1 - evidence.skin.unclipped, evidence.skin.oval) > MOST_CLIPPED


def _uneven(evidence: Evidence) -> bool:
    return evidence.light.imbalance > IMBALANCE or evidence.light.shadow > SHADOW


def _no_colour(evidence: Evidence) -> bool:
    """Tell whether one brightness has one colour, as in black and white and in sepia."""
    skin = evidence.skin
    every = (slice(None, None, 2),) * 2
    inside = skin.oval[every] > 0.5  # noqa: PLR2004 - half
    bright = skin.bright[every][inside]
    terms = np.stack((np.ones_like(bright), bright, bright**2), -1)
    for ratio in (skin.erythema, skin.yellowness):
        values = scales.blur(ratio, 2.0)[every][inside]
        fitted = terms @ np.linalg.lstsq(terms, values, rcond=None)[0]
        if float(np.std(values - fitted)) > ONE_COLOUR:
            return False
    return True


def _cast(evidence: Evidence) -> bool:
    skin = evidence.skin
    weight = skin.all * skin.unclipped
    red = scales.quantile(skin.erythema, weight, 0.5)
    yellow = scales.quantile(skin.yellowness, weight, 0.5)
    is_skin = LEAST_RED < red < MOST_RED and LEAST_YELLOW < yellow < MOST_YELLOW
    return not is_skin and not _no_colour(evidence) and not _too_bright(evidence)


def _covered(evidence: Evidence) -> bool:
    return is_covered(evidence.aligned, evidence.skin)


GATES: Final[dict[str, Callable[[Evidence], bool]]] = {
    "several_faces": _several,
    "too_small": _too_small,
    "turned_away": _turned,
    "covered": _covered,
    "blurred": _blurred,
    "too_dark": _too_dark,
    "too_bright": _too_bright,
    "uneven_light": _uneven,
    "no_colour": _no_colour,
    "colour_cast": _cast,
}
