"""The canonical frame: every face upright, in one place and of one size, so that scales mean skin.

A pixel is 1/300 of a face's width, about half a millimetre. Faces are brought to it by a
similarity, which keeps shapes, and to one sharpness, so that the camera's distance changes little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis.colour import Bytes
from analysis.landmarks import Face, Points, fit, mesh

FACE: Final = 300
"""Width of a face in the frame, in its pixels."""
WIDTH, HEIGHT = 336, 408
CENTRE: Final = np.array([168.0, 194.0])
FITTED: Final = 288
"""Pixels, square, of the smaller and wider frame that the mesh is laid anew in."""
SMALLER: Final = 0.5


@dataclass(frozen=True)
class Aligned:
    """A face in the canonical frame.

    `pixels` are sRGB from 0 to 255, not rounded; `matrix` leads from the picture to the frame;
    `disagreement` is how far the meshes of the face and of its mirror image are apart.
    """

    pixels: NDArray[np.float32]
    face: Face
    matrix: Points
    disagreement: float


def similarity(points: Points) -> Points:
    """Return the similarity, 2 by 3, that brings a face's anchors to the frame's (Umeyama 1991)."""
    anchors = mesh()["anchors"]
    source = points[list(anchors), :2]
    target = np.array(list(anchors.values())) * FACE + CENTRE
    middle, goal = source.mean(0), target.mean(0)
    # in the plane, a similarity is one complex factor
    one = (source - middle) @ np.array([1, 1j])
    other = (target - goal) @ np.array([1, 1j])
    factor = np.vdot(one, other) / np.vdot(one, one)
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return np.column_stack((turn, goal - turn @ middle))


def align(picture: Bytes, face: Face) -> Aligned | None:
    """Bring a face to the frame; the mesh is laid anew there, where every face looks alike.

    None where the mesh will not fit again: what was found is no face.
    """
    matrix = similarity(face.points)
    wide = SMALLER * matrix
    wide[:, 2] += FITTED / 2 - SMALLER * CENTRE
    again = fit(np.rint(warped(picture, wide, (FITTED, FITTED))).clip(0, 255).astype(np.uint8))
    if again is None:
        return None
    found, disagreement = again
    step = similarity(found.points)
    full = step @ np.vstack((wide, [0, 0, 1]))
    return Aligned(warped(picture, full), found.moved(step), full, disagreement)


def warped(
    picture: Bytes, matrix: Points, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> NDArray[np.float32]:
    """Return a frame's pixels, of a size; a larger picture is smoothed, so that nothing aliases."""
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    left, top, right, bottom = _footprint(picture.shape, matrix, size)
    part = picture[top:bottom, left:right]
    shifted = matrix.copy()
    shifted[:, 2] += matrix[:, :2] @ (left, top)
    if scale < 1:
        # whole steps by area, the rest by a Gaussian
        steps = int(1 / scale)
        if steps > 1:
            height, width = part.shape[0] // steps * steps, part.shape[1] // steps * steps
            part = np.asarray(
                cv2.resize(
                    part[:height, :width],
                    (width // steps, height // steps),
                    interpolation=cv2.INTER_AREA,
                ),
                np.uint8,
            )
            shifted[:, 2] += shifted[:, :2] @ np.full(2, (steps - 1) / 2)
            shifted[:, :2] *= steps
            scale *= steps
        sigma = SHARPNESS * np.sqrt(max(0.0, 1 / scale**2 - 1))
        if sigma > 0.2:  # noqa: PLR2004 - a narrower kernel is one pixel
            part = np.asarray(
                cv2.GaussianBlur(part, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), np.uint8
            )
    return np.asarray(
        cv2.warpAffine(
            part.astype(np.float32),
            shifted,
            size,
            flags=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )


SHARPNESS: Final = 0.5
"""Standard deviation, in pixels of the target, of the kernel against aliasing."""


def _footprint(
    shape: tuple[int, ...], matrix: Points, size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Return the part of the picture that the frame shows: left, top, right, bottom."""
    corners = np.array([(0, 0), (size[0], 0), (0, size[1]), size], float)
    inside = (corners - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T
    low = np.maximum(np.floor(inside.min(0)).astype(int) - 4, 0)
    high = np.minimum(np.ceil(inside.max(0)).astype(int) + 4, (shape[1], shape[0]))
    # a face half outside the picture still has a pixel to repeat
    low = np.minimum(low, np.array([shape[1], shape[0]]) - 1)
    high = np.maximum(high, low + 1)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])
