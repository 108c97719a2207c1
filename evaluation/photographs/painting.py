"""Doses of each concern painted on faces, in linear light, five levels; and faces in other tones.

Where light is absorbed, all tones lose the same share of it; where it is reflected by the surface,
all tones gain the same light. So a dose is one dose, whoever bears it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from analysis.colour import Array, Bytes, encoded, lab, linear, luminance
from analysis.landmarks import Face
from analysis.regions import outline

LEVELS: Final = (1, 2, 3, 4, 5)
SPOTS_A_LEVEL: Final = 2
# Share of light that melanin and haemoglobin leave, as exponents for R, G, B.
MELANIN: Final = np.array([0.65, 1.0, 1.4], np.float32)
HAEMOGLOBIN: Final = np.array([0.08, 1.0, 0.85], np.float32)
# Linear R, G, B of cheeks in each class, under a neutral light.
TONES: Final = {
    "very_light": (0.55, 0.41, 0.345),
    "light": (0.50, 0.335, 0.26),
    "intermediate": (0.47, 0.28, 0.19),
    "tan": (0.36, 0.20, 0.125),
    "brown": (0.22, 0.115, 0.068),
    "dark": (0.115, 0.062, 0.042),
}

Painted = tuple[Bytes, Array]
Painter = Callable[[Bytes, Face, int], Painted]


def _mask(shape: tuple[int, ...], polygons: list[np.ndarray], soft: float) -> Array:
    mask = np.zeros(shape[:2], np.float32)
    for polygon in polygons:
        cv2.fillPoly(mask, [np.rint(polygon).astype(np.int32)], 1.0, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), soft), np.float32)


def _finished(light: Array) -> Bytes:
    return np.clip(np.rint(encoded(light)), 0, 255).astype(np.uint8)


def _absorbed(picture: Bytes, depth: Array, pigment: Array) -> Bytes:
    return _finished(linear(picture) * 10 ** (-depth[..., None] * pigment))


def redness(picture: Bytes, face: Face, level: int) -> Painted:
    """Haemoglobin on both cheeks and the nose."""
    parts = [outline(face, name) for name in ("right_cheek", "left_cheek", "nose")]
    mask = _mask(picture.shape, parts, 0.03 * face.width)
    return _absorbed(picture, 0.03 * level * mask, HAEMOGLOBIN), mask


def spots(picture: Bytes, face: Face, level: int) -> Painted:
    """Two dark marks a level, 2% of the face wide, well apart, on cheeks and forehead."""
    random = np.random.default_rng(int(face.width))
    inside = _mask(
        picture.shape,
        [outline(face, n) for n in ("right_cheek", "left_cheek", "forehead")],
        1.0,
    )
    radius = max(2.0, 0.013 * face.width)
    well = cv2.erode(inside, np.ones((int(4 * radius) | 1,) * 2, np.uint8))
    # not upon hair that hangs into the face
    bright = cv2.GaussianBlur(luminance(linear(picture)), (0, 0), radius)
    is_lit = bright > 0.45 * np.median(bright[inside > 0.9])
    rows, columns = np.nonzero((well > 0.9) & is_lit)
    depth = np.zeros(picture.shape[:2], np.float32)
    centres: list[tuple[int, int]] = []
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    for index in random.permutation(rows.size):
        if len(centres) == level * SPOTS_A_LEVEL:
            break
        row, column = int(rows[index]), int(columns[index])
        if all(np.hypot(row - r, column - c) > 5 * radius for r, c in centres):
            centres.append((row, column))
            away = np.hypot(y - row, x - column) / radius
            depth = np.maximum(depth, 1 / (1 + np.exp(np.minimum((away - 1) * 8, 40))))
    return _absorbed(picture, 0.2 * depth.astype(np.float32), MELANIN), depth.astype(np.float32)


def texture(picture: Bytes, face: Face, level: int) -> Painted:
    """A grain of 1 to 3 mm over all skin, shading light by 2% a level."""
    random = np.random.default_rng(7)
    noise = random.standard_normal(picture.shape[:2]).astype(np.float32)
    unit = face.width / 300
    band = cv2.GaussianBlur(noise, (0, 0), 1.3 * unit) - cv2.GaussianBlur(noise, (0, 0), 2.6 * unit)
    parts = [outline(face, n) for n in ("forehead", "right_cheek", "left_cheek", "nose", "chin")]
    mask = _mask(picture.shape, parts, 0.02 * face.width)
    gain = 1 + 0.02 * level * mask * band / band.std()
    return _finished(linear(picture) * np.maximum(gain, 0)[..., None].astype(np.float32)), mask


def dark_circles(picture: Bytes, face: Face, level: int) -> Painted:
    """Less light from the skin under both eyes."""
    parts = [outline(face, f"{side}_under_eye") for side in ("right", "left")]
    mask = _mask(picture.shape, parts, 0.015 * face.width)
    return _absorbed(picture, 0.045 * level * mask, np.array([0.9, 1, 1], np.float32)), mask


def shine(picture: Bytes, face: Face, level: int) -> Painted:
    """White light from the surface of forehead, nose and cheekbones."""
    light = linear(picture)
    mask = np.zeros(picture.shape[:2], np.float32)
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    for index, wide, high in (
        (151, 0.14, 0.05),
        (4, 0.035, 0.06),
        (117, 0.06, 0.045),
        (346, 0.06, 0.045),
    ):
        away = ((x - face.points[index, 0]) / (wide * face.width)) ** 2
        away += ((y - face.points[index, 1]) / (high * face.width)) ** 2
        mask = np.maximum(mask, np.exp(-away))
    return _finished(light + np.float32(0.05 * level) * mask[..., None]), mask


PAINTERS: Final[dict[str, Painter]] = {
    "redness": redness,
    "spots": spots,
    "texture": texture,
    "dark_circles": dark_circles,
    "shine": shine,
}


def retoned(picture: Bytes, face: Face, tone: str) -> Bytes:
    """Return the face in another tone: its skin's light times one factor a channel."""
    light = linear(picture)
    cheeks = _mask(picture.shape, [outline(face, f"{s}_cheek") for s in ("right", "left")], 1.0)
    middle = np.median(light[cheeks > 0.5], 0)
    oval = outline(face, "oval")
    oval = oval.mean(0) + (oval - oval.mean(0)) * 1.15
    mask = _mask(picture.shape, [oval], 0.04 * face.width)[..., None]
    gain = np.array(TONES[tone], np.float32) / np.maximum(middle, 0.01)
    return _finished(np.asarray(light * (1 - mask + mask * gain), np.float32))


def angle(tone: str) -> float:
    """Return ITA of a tone's own colour."""
    lightness, _, yellow = lab(np.array(TONES[tone]))
    return float(np.degrees(np.arctan2(lightness - 50, yellow)))
