"""Photographs that must be refused, made of good ones: each with the problem that must be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from analysis.colour import Array, Bytes, encoded, linear
from analysis.landmarks import Face, mesh, mirror

Spoiler = Callable[[Bytes, Face], Bytes]


def _bytes(values: Array) -> Bytes:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def blurred(picture: Bytes, face: Face) -> Bytes:
    """Out of focus: sigma is a sixtieth of the face."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), face.width / 60), np.uint8)


def shaken(picture: Bytes, face: Face) -> Bytes:
    """Moved while the shutter was open, by a fifteenth of the face."""
    length = max(3, round(face.width / 15))
    return np.asarray(cv2.filter2D(picture, -1, np.full((1, length), 1 / length)), np.uint8)


def dark(picture: Bytes, face: Face) -> Bytes:
    """Three stops too dark."""
    return _bytes(encoded(linear(picture) * np.float32(0.12)))


def bright(picture: Bytes, face: Face) -> Bytes:
    """Burnt out: so bright that the face's lighter half clips."""
    light = linear(picture)
    left, top, width, height = (round(v) for v in face.box)
    here = light[max(0, top) : top + height, max(0, left) : left + width]
    return _bytes(encoded(light * np.float32(1.2 / np.median(here.max(-1)))))


def half_shadowed(picture: Bytes, face: Face) -> Bytes:
    """One half of the face has a quarter of the other's light."""
    x = np.arange(picture.shape[1], dtype=np.float32)
    middle, soft = face.points[168, 0], face.width / 25
    share = 0.25 + 0.75 / (1 + np.exp(-(x - middle) / soft))
    return _bytes(encoded(linear(picture) * share[None, :, None].astype(np.float32)))


def blue(picture: Bytes, face: Face) -> Bytes:
    """A strong blue cast."""
    return _bytes(encoded(linear(picture) * np.array([0.5, 0.9, 1.9], np.float32)))


def green(picture: Bytes, face: Face) -> Bytes:
    """A strong green cast, as under old tubes or trees."""
    return _bytes(encoded(linear(picture) * np.array([0.6, 1.3, 0.6], np.float32)))


def grey(picture: Bytes, face: Face) -> Bytes:
    """Black and white."""
    return np.asarray(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB))


def sepia(picture: Bytes, face: Face) -> Bytes:
    """One colour at many brightnesses."""
    tinted = grey(picture, face).astype(np.float32) * np.array([1.07, 0.89, 0.69], np.float32)
    return _bytes(tinted)


def small(picture: Bytes, face: Face) -> Bytes:
    """A face 140 pixels wide."""
    scale = 140 / face.width
    return np.asarray(
        cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )


def twice(picture: Bytes, face: Face) -> Bytes:
    """Two people side by side."""
    return np.ascontiguousarray(np.hstack((picture, picture[:, ::-1])))


def glasses(frame: tuple[int, int, int], thick: float, opacity: float, square: bool) -> Spoiler:
    """Return what puts glasses on: lenses clear, frame of a colour, `thick` in face widths."""

    def worn(picture: Bytes, face: Face) -> Bytes:
        over = picture.copy()
        unit = face.width
        line = max(1, round(thick * unit))
        across = (face.points[263, :2] - face.points[33, :2]) / (0.66 * unit)
        down = np.array([-across[1], across[0]])
        centres, shape = [], 2.6 if not square else 5.0
        for index in (468, 473):
            centre = face.points[index, :2] + down * 0.03 * unit
            centres.append(centre)
            turn = np.linspace(0, 2 * np.pi, 60)
            x = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** (2 / shape) * 0.185 * unit
            y = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** (2 / shape) * 0.125 * unit
            ring = centre + x[:, None] * across + y[:, None] * down
            cv2.polylines(over, [np.rint(ring * 16).astype(int)], True, frame, line, cv2.LINE_AA, 4)
        inner = [c + s * 0.185 * unit * across for c, s in zip(centres, (1, -1), strict=True)]
        nose = (inner[0] + inner[1]) / 2 - down * 0.03 * unit
        arc = np.array([inner[0], nose, inner[1]])
        cv2.polylines(over, [np.rint(arc * 16).astype(int)], False, frame, line, cv2.LINE_AA, 4)
        return _bytes(
            picture * np.float32(1 - opacity) + over.astype(np.float32) * np.float32(opacity)
        )

    return worn


def sunglasses(picture: Bytes, face: Face) -> Bytes:
    """Dark lenses over both eyes."""
    over = picture.copy()
    for index in (468, 473):
        centre = tuple(int(v) for v in face.points[index, :2])
        axes = (round(0.18 * face.width), round(0.13 * face.width))
        cv2.ellipse(over, centre, axes, face.roll, 0, 360, (18, 16, 16), -1, cv2.LINE_AA)
    across = [tuple(int(v) for v in face.points[i, :2]) for i in (468, 473)]
    cv2.line(over, across[0], across[1], (18, 16, 16), max(2, round(0.03 * face.width)))
    return over


def masked(picture: Bytes, face: Face) -> Bytes:
    """A surgical mask over nose and mouth."""
    lower = [93, 132, 58, 172, 136, 150, 149, 176, 148, 152]
    outline = [*lower, *(int(mirror()[i]) for i in lower[::-1]), 5]
    over = picture.copy()
    points = np.rint(face.points[outline, :2]).astype(int)
    cv2.fillPoly(over, [points], (150, 190, 205), cv2.LINE_AA)
    return np.asarray(cv2.addWeighted(over, 0.93, picture, 0.07, 0), np.uint8)


def handed(picture: Bytes, face: Face) -> Bytes:
    """Something held before one half of the face."""
    over = picture.copy()
    hull = face.points[mesh()["outlines"]["oval"], :2]
    left, top = hull.min(0)
    right, bottom = hull.max(0)
    middle = (left + right) / 2
    cv2.rectangle(
        over,
        (int(middle), int(top + 0.1 * (bottom - top))),
        (int(right + 0.1 * (right - left)), int(bottom)),
        (70, 74, 80),
        -1,
    )
    return over


SPOILED: Final[dict[str, tuple[str, Spoiler]]] = {
    "blurred": ("blurred", blurred),
    "shaken": ("blurred", shaken),
    "3 stops dark": ("too_dark", dark),
    "burnt out": ("too_bright", bright),
    "half in shadow": ("uneven_light", half_shadowed),
    "blue": ("colour_cast", blue),
    "green": ("colour_cast", green),
    "black and white": ("no_colour", grey),
    "sepia": ("no_colour", sepia),
    "140 pixels": ("too_small", small),
    "two people": ("several_faces", twice),
    "black frame": ("covered", glasses((25, 22, 22), 0.014, 1.0, square=True)),
    "thin metal frame": ("covered", glasses((120, 110, 100), 0.006, 0.9, square=False)),
    "clear frame": ("covered", glasses((215, 200, 190), 0.014, 0.5, square=True)),
    "tortoise frame": ("covered", glasses((80, 50, 30), 0.018, 0.9, square=False)),
    "sunglasses": ("covered", sunglasses),
    "mask": ("covered", masked),
    "half hidden": ("covered", handed),
}
