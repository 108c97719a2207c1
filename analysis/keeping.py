"""What is kept of a photograph: the pixels alone, no larger than what can be measured on it; and
once it was looked at, what was seen. Light to import: no model is loaded for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import Image

from analysis.reading import read

KEPT_SIDE: Final = 2016
"""Pixels of the longest side: a face that fills half of it has the pores that can be measured.
Half of a camera's 12 megapixels, so that its JPEG is decoded at half its size."""
QUALITY: Final = 92
"""Of JPEG; below 90 its blocks begin to look like texture. Colours are kept at full resolution."""


@dataclass(frozen=True)
class KeptPicture:
    """A JPEG in sRGB, upright, without metadata; its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Examination:
    """A photograph's report and its pictures; a refused one has a report alone.

    `overlay` is the picture for a person, `portrait` the face upright in the canonical frame, so
    that two can stand side by side, both JPEG; `outlines` are the contours of what was told, which
    show where without the photograph.
    """

    report: dict[str, Any]
    overlay: bytes | None = None
    portrait: bytes | None = None
    outlines: dict[str, Any] | None = None


def shrink(data: bytes) -> KeptPicture:
    """Return what is kept of a photograph that somebody sent.

    Raises:
        UnreadablePhotographError: as `analysis.reading.read`.
    """
    # decoded no larger than it is kept, which costs less time and memory
    return to_keep(read(data, longest_side=KEPT_SIDE))


def to_keep(picture: Image.Image) -> KeptPicture:
    """Return what is kept of a picture that `read` gave; it is left as it is."""
    small = picture.convert("RGB")
    small.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    # a comment would be written with the pixels
    small.info.clear()
    jpeg = BytesIO()
    small.save(jpeg, "JPEG", quality=QUALITY, subsampling="4:4:4", optimize=True)
    return KeptPicture(jpeg.getvalue(), small.width, small.height)
