"""A picture that staff upload as the logo: opened with care, and made small and plain."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile

from analysis.reading import OPEN, UnreadablePhotographError, kind_of, read

MOST_BYTES: Final = 1024 * 1024
MOST_PIXELS: Final = 16 * 1024 * 1024
"""4096 by 4096; decoded with transparency these are 64 MB."""
FITTING: Final = (512, 128)
"""Pixels: sharp on any screen, as it is shown 40 CSS pixels high."""


def fitted(data: bytes) -> bytes:
    """Return a PNG, JPEG or WebP as a PNG that fits `FITTING`, with nothing in it but its pixels.

    Raises:
        UnreadablePhotographError: it is none of these, is damaged, moves, or is too large.
    """
    if len(data) > MOST_BYTES:
        raise UnreadablePhotographError("too_large", f"a logo has {MOST_BYTES} bytes at most")
    kind = kind_of(data)
    if kind == "HEIC":
        raise UnreadablePhotographError("unknown_kind", "a logo is a PNG, JPEG or WebP")
    # a JPEG has no transparency to lose, and tricks of its own that `read` knows
    picture = read(data, longest_side=2 * max(FITTING)) if kind == "JPEG" else _clear(data)
    picture.thumbnail(FITTING, Image.Resampling.LANCZOS, reducing_gap=3.0)
    # text chunks and profiles would be written again with the picture
    picture.info.clear()
    png = BytesIO()
    picture.save(png, "PNG", optimize=True)
    return png.getvalue()


def _clear(data: bytes) -> Image.Image:
    """Return a PNG or WebP with its transparency."""
    kind = kind_of(data)
    try:
        with OPEN[kind](BytesIO(data)) as file:
            _check(file)
            return ImageOps.exif_transpose(file).convert("RGBA")
    except UnreadablePhotographError:
        raise
    except Exception as error:
        # decoders of damaged files raise whatever they meet
        raise UnreadablePhotographError(
            "damaged", f"the {kind} is damaged: {type(error).__name__}"
        ) from None


def _check(file: ImageFile) -> None:
    """Refuse by the header, before any pixel is decoded."""
    if getattr(file, "is_animated", False):
        raise UnreadablePhotographError("animated", f"the {file.format} moves: it has frames")
    if file.width * file.height > MOST_PIXELS:
        raise UnreadablePhotographError(
            "too_many_pixels", f"a logo has {MOST_PIXELS} pixels at most"
        )
