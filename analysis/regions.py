"""Where a face shows skin, and which part of it is forehead, cheek, nose, chin or under the eye."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis import scales
from analysis.alignment import HEIGHT, WIDTH, Aligned
from analysis.colour import Array, linear, logarithm, luminance
from analysis.landmarks import Face, mesh, mirror

REGIONS: Final = (
    "forehead",
    "nose",
    "chin",
    "right_cheek",
    "left_cheek",
    "right_under_eye",
    "left_under_eye",
)
CLIPPED: Final = 250.0
"""sRGB value from which a channel no longer says how much light there was."""
FEATURES: Final = {"eye": 5, "brow": 5, "lips": 4, "nostrils": 2}
"""Pixels around a feature that are no plain skin: lashes, stray hairs, the lip's border."""
DARK: Final = 0.36
"""log10 of luminance by which hair or a frame lies below the skin around it: 44% of its light."""
DIM: Final = 0.16
"""The same, from which colour decides: what is bright and grey is a highlight."""
GREY: Final = 0.12
"""log10(R/G) by which grey hair, metal or cloth falls below the face's own skin."""
YELLOW: Final = 0.20
"""log10(G/B) by which hair, dyed or blond, departs from the face's own skin."""
STRAY: Final = 17
"""Pixels, across: what is smaller and not skin-coloured is a mark on the skin, not hair."""
LEAST_BODY: Final = 0.4
"""Share of a pixel's light that is always taken for the skin's own."""
HANGING: Final = 0.4
"""Share of the skin beside an eye from which hair hangs over it."""
SUBPIXEL: Final = 4
"""Binary digits of a pixel that outlines are drawn to."""


@dataclass(frozen=True)
class Skin:
    """A face in the frame: its light, and what of it is skin.

    `light` is linear, `log` its log10; `plain` is the oval without eyes, brows, lips and nostrils,
    hair or not; `regions` are weights from 0 to 1 without hair and beard as well; `all` is the skin
    inside the face's oval; `unclipped` is where the colour is known; `oval` the whole face.
    """

    light: Array
    log: Array
    plain: Array
    regions: Mapping[str, Array]
    all: Array
    oval: Array
    unclipped: Array
    face: Face

    @cached_property
    def bright(self) -> Array:
        """Return log10 of luminance."""
        return logarithm(luminance(self.light))

    @cached_property
    def erythema(self) -> Array:
        """Return EI = log10(R/G) (Yamamoto 2008)."""
        return np.asarray(self.log[..., 0] - self.log[..., 1])

    @cached_property
    def yellowness(self) -> Array:
        """Return log10(G/B): rises with melanin, hardly with haemoglobin, not with shading."""
        return np.asarray(self.log[..., 1] - self.log[..., 2])

    def matte(self, highlights: Array) -> Skin:
        """Return the skin as it is without the light that its surface reflects, given in linear."""
        # no highlight takes all: what is left must still be skin
        least = LEAST_BODY * self.light
        light = np.maximum(self.light - highlights[..., None], least)
        return replace(self, light=light, log=logarithm(light))

    def region(self, *names: str) -> Array:
        """Return the weight of one or several regions."""
        return np.asarray(scales.most([self.regions[name] for name in names]))


def outline(face: Face, name: str) -> NDArray[np.float64]:
    """Return the outline of a part by its name in `mesh.yml`; left ones by their mirror image."""
    known = mesh()["outlines"]
    if name.startswith("left_"):
        return np.asarray(face.points[mirror()[known["right_" + name[5:]]], :2])
    return np.asarray(face.points[known[name], :2])


def drawn(polygon: NDArray[np.float64]) -> Array:
    """Return the weight of what an outline encloses, with soft edges."""
    weight = np.zeros((HEIGHT, WIDTH), np.uint8)
    points = np.rint(polygon * 2**SUBPIXEL).astype(np.int32)
    cv2.fillPoly(weight, [points], 255, lineType=cv2.LINE_AA, shift=SUBPIXEL)
    return np.asarray(weight / np.float32(255))


def find_skin(aligned: Aligned) -> Skin:
    """Tell skin from what is no skin, by the mesh first and by the face's own colour then."""
    light = linear(aligned.pixels)
    log = logarithm(light)
    face = aligned.face
    oval = drawn(outline(face, "oval"))
    plain = plain_skin(face)
    parts = {name: drawn(outline(face, name)) for name in REGIONS}
    unclipped = (aligned.pixels.max(-1) < CLIPPED).astype(np.float32)
    hair = _not_skin(log, plain * unclipped, parts)
    skin = plain * (1 - hair)
    regions = {name: weight * skin for name, weight in parts.items()}
    for side in ("right", "left"):
        # dark circles may be as dark as hair: it is hair where it comes down beside the eye too
        beside = drawn(outline(face, f"{side}_crow")) * plain
        free = 1 - _beyond(np.float32(scales.mean(hair, beside) / HANGING))
        name = f"{side}_under_eye"
        regions[name] = np.maximum(regions[name], parts[name] * plain * free)
    whole = scales.most([skin, *(regions[f"{s}_under_eye"] for s in ("right", "left"))])
    return Skin(light, log, plain, regions, whole, oval, unclipped, face)


def plain_skin(face: Face) -> Array:
    """Return the face's oval without eyes, brows, lips and nostrils."""
    return np.asarray(drawn(outline(face, "oval")) * (1 - features(face)))


def features(face: Face, beyond: int = 0, *kinds: str) -> Array:
    """Return eyes, brows, lips and nostrils with what is around them, `beyond` pixels wider.

    `kinds` names some of them; without, it is all.
    """
    taken = np.zeros((HEIGHT, WIDTH), np.uint8)
    for kind in kinds or FEATURES:
        margin = FEATURES[kind]
        for name in (kind,) if kind in mesh()["outlines"] else (f"right_{kind}", f"left_{kind}"):
            hull = cv2.convexHull(outline(face, name).astype(np.float32))
            points = np.rint(hull * 2**SUBPIXEL).astype(np.int32)
            cv2.fillPoly(taken, [points], 255, cv2.LINE_AA, SUBPIXEL)
            wide = 2 * (margin + beyond) + 1
            cv2.polylines(taken, [points], True, 255, wide, cv2.LINE_AA, SUBPIXEL)
    return np.asarray(taken / np.float32(255))


def _not_skin(log: Array, plain: Array, parts: Mapping[str, Array]) -> Array:
    """Return what is hair, beard, cloth or a frame: darker or of another colour than the cheeks."""
    # means of linear light would be ruled by highlights: the logarithm's are not
    soft = scales.blur(log, 2.0)
    bright = soft[..., 1]
    red, yellow = soft[..., 0] - soft[..., 1], soft[..., 1] - soft[..., 2]
    seed = scales.most([parts[name] for name in ("nose", "right_cheek", "left_cheek")])
    seed = seed * plain
    if not seed.any():
        return np.zeros_like(plain)
    off = bright - shading(bright, plain, scales.quantile(bright, seed, 0.5))
    tint = np.maximum(
        (scales.quantile(red, seed, 0.5) - red) / GREY,
        np.abs(yellow - scales.quantile(yellow, seed, 0.5)) / YELLOW,
    )
    share = np.maximum(_beyond(-off / DARK), np.minimum(_beyond(tint), _beyond(-off / DIM)))
    # of bytes, morphology takes a quarter of the time
    odd = np.rint(255 * share).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (STRAY, STRAY))
    large = cv2.morphologyEx(odd, cv2.MORPH_OPEN, disc)
    # opening rounds off what it keeps
    large = np.minimum(cv2.dilate(large, disc), odd)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    return scales.blur(np.asarray(cv2.dilate(large, around) / np.float32(255), np.float32), 1.0)


def _beyond(share: Array | np.float32) -> Array:
    """Return from 0 to 1 how surely a share is beyond 1: no border that a pixel could flip over."""
    return np.asarray(np.clip((share - 1) / (2 * SOFT) + 0.5, 0, 1), np.float32)


SOFT: Final = 0.2
"""Half the width of a soft border, of its threshold."""


def shading(bright: Array, weight: Array, level: float) -> Array:
    """Return the light's course over the face: a plane through log luminance, from `level` on.

    Fitted with Cauchy's weights, twice squared, so that hair and highlights have little say; no
    point is in or out, which a small change of the light could turn.
    """
    height, width = bright.shape
    y, x = np.mgrid[0:height, 0:width]
    terms = np.stack((np.ones(x.shape), x / width - 0.5, y / height - 0.5), -1)
    every = (slice(None, None, 4),) * 2
    basis, values = terms[every].reshape(-1, 3), bright[every].ravel()
    trust, plane = weight[every].ravel(), np.array([level, 0.0, 0.0])
    for _ in range(8):
        near = trust / (1 + ((values - basis @ plane) / TRIM) ** 2) ** 2
        weighted = basis * near[:, None]
        plane = np.linalg.solve(
            weighted.T @ basis + STIFF * max(near.sum(), 1) * np.diag((0, 1, 1)),
            weighted.T @ values,
        )
    return np.asarray(terms @ plane, np.float32)


TRIM: Final = 0.18
"""log10 of luminance at which a point has a quarter of its say."""
STIFF: Final = 0.004
"""How the plane is held level, in shares of the points' weight: light that falls askew is rare."""
