"""Looks at a photograph, and makes all that is kept of it in one go, as bytes."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from analysis.alignment import HEIGHT, WIDTH, warped
from analysis.keeping import Examination
from analysis.overlay import outlines, show
from analysis.report import Analysis, analyse

PORTRAIT_SCALE: Final = 2.0
"""Pixels of the portrait for one of the canonical frame: what two of them are compared by."""
QUALITY: Final = 88
"""Of JPEG, for what is looked at and not measured."""


def examine(data: bytes, name: str) -> Examination:
    """Look at a photograph.

    Raises:
        UnreadablePhotographError: the bytes are no photograph that can be read.
    """
    analysis = analyse(data, name)
    if not analysis.measures:
        return Examination(analysis.report)
    return Examination(
        analysis.report,
        _jpeg(np.asarray(show(analysis))),
        _portrait(analysis),
        outlines(analysis),
    )


def _portrait(analysis: Analysis) -> bytes | None:
    if analysis.aligned is None:
        return None
    size = round(PORTRAIT_SCALE * WIDTH), round(PORTRAIT_SCALE * HEIGHT)
    pixels = warped(analysis.picture, PORTRAIT_SCALE * analysis.aligned.matrix, size)
    return _jpeg(np.rint(pixels).clip(0, 255).astype(np.uint8))


def _jpeg(picture: np.ndarray) -> bytes:
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), (cv2.IMWRITE_JPEG_QUALITY, QUALITY)
    )
    if not done:
        raise ValueError("a picture could not be written")
    return bytes(data)
