"""Reads a photograph from bytes that anybody may have sent: upright, in sRGB, or a clear refusal.

Nothing here is shared between calls, so that several threads may read at once.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from types import MappingProxyType
from typing import Final, Literal

from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif import HeifImageFile

MOST_BYTES: Final = 15 * 1024 * 1024
"""A phone's picture of 50 megapixels has up to 12 MB as JPEG; more than this is no snapshot."""
MOST_PIXELS: Final = 64 * 1024 * 1024
"""64-megapixel phones fit; decoded to RGB this is 192 MB, which a small server can bear."""
LONGEST_SIDE: Final = 16_384
"""Pixels; panoramas of phones end there. Longer ones are strips made to break programs."""
MOST_SCANS: Final = 100
"""Progressive JPEGs have about ten; each costs a pass over all pixels, thousands cost hours."""

Reason = Literal[
    "empty", "too_large", "unknown_kind", "animated", "too_many_pixels", "too_complex", "damaged"
]
Kind = Literal["JPEG", "PNG", "WebP", "HEIC"]

# The decoders themselves: `Image.open` would try others, and warn instead of refusing.
OPEN: Final[Mapping[Kind, Callable[[BytesIO], ImageFile]]] = MappingProxyType(
    {"JPEG": JpegImageFile, "PNG": PngImageFile, "WebP": WebPImageFile, "HEIC": HeifImageFile}
)
# Brands of ISO 23008-12: still pictures coded with HEVC; those of a sequence; and `mif1`, any still
# picture, which is one of ours where `heic` or `heix` stands among the compatible ones.
STILL: Final = frozenset({b"heic", b"heix", b"heim", b"heis"})
SEQUENCE: Final = frozenset({b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"})
ANY_STILL: Final = b"mif1"

# Hostile and broken EXIF alike: it is told of to nobody, and spoils no good picture.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.TiffImagePlugin")

ORIENTATION: Final = 0x0112
# EXIF 2.32, 4.6.4: what undoes each orientation.
UPRIGHT: Final = MappingProxyType(
    {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
)
# The colour space of an ICC profile, by the mode that it can describe.
DESCRIBES: Final = MappingProxyType({"RGB": "RGB ", "CMYK": "CMYK", "L": "GRAY"})
# A JPEG's marker, but for stuffed bytes, restarts and padding, which stand in the midst of a scan.
MARKER: Final = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
START_OF_SCAN, END_OF_IMAGE = b"\xda", b"\xd9"


class UnreadablePhotographError(ValueError):
    """The bytes are no photograph that can be read; `reason` says why, for programs."""

    def __init__(self, reason: Reason, message: str) -> None:
        # both, so that it can cross to another process
        super().__init__(reason, message)
        self.reason: Final = reason

    def __str__(self) -> str:
        return str(self.args[1])


def read(data: bytes, *, longest_side: int | None = None) -> Image.Image:
    """Return the picture in mode RGB: upright, converted to sRGB, transparency over white.

    Args:
        data: JPEG, PNG, WebP or HEIC; what it is shows in the bytes, whatever the name was.
        longest_side: pixels; a larger picture is scaled down to it, which needs less memory.

    Raises:
        UnreadablePhotographError: it is none of these, is damaged, moves, or is too large.
    """
    kind = kind_of(data)
    if kind == "JPEG":
        _check_scans(data)
    try:
        with OPEN[kind](BytesIO(data)) as file:
            _check_header(file)
            orientation = _orientation(file)
            if longest_side and isinstance(file, JpegImageFile):
                # decodes at a half, a quarter or an eighth, never below what was asked for
                file.draft(None, _fitting(file.size, longest_side))
            file.load()
            _check_size(file.size)
            picture = _in_srgb(file, longest_side)
    except UnreadablePhotographError:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception as error:
        # decoders of damaged files raise whatever they meet, MemoryError included
        raise UnreadablePhotographError(
            "damaged", f"the {kind} is damaged: {type(error).__name__}"
        ) from None
    return picture.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else picture


def read_for_detail(data: bytes, detail: int) -> tuple[Image.Image, tuple[int, int]]:
    """Return the picture as `read` does, and the size that it has upright and whole.

    A JPEG is decoded at the smallest of its own scales (a half, a quarter, an eighth) whose longest
    side has `detail` pixels, which takes a third of the time; others are scaled down to twice that.

    Raises:
        UnreadablePhotographError: as `read`.
    """
    size = _size(data)
    longest = max(size)
    scale = next((n for n in (8, 4, 2) if longest >= n * detail), 1)
    side = -(-longest // scale) if kind_of(data) == "JPEG" else min(longest, 2 * detail)
    picture = read(data, longest_side=side)
    is_turned = (picture.width > picture.height) != (size[0] > size[1])
    return picture, size[::-1] if is_turned else size


def kind_of(data: bytes) -> Kind:
    """Return what the bytes are, by how they begin.

    Raises:
        UnreadablePhotographError: nothing, too much, a sequence, or none of the four kinds.
    """
    if not data:
        raise UnreadablePhotographError("empty", "the file is empty")
    if len(data) > MOST_BYTES:
        raise UnreadablePhotographError(
            "too_large", f"the file has {len(data)} bytes, and {MOST_BYTES} is the most"
        )
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp":
        return _heic(data)
    raise UnreadablePhotographError("unknown_kind", "the file is no JPEG, PNG, WebP or HEIC")


def _heic(data: bytes) -> Kind:
    """Tell HEIC from the many other formats that begin with a box of brands."""
    length = int.from_bytes(data[:4], "big")
    major, rest = data[8:12], data[16 : min(length, len(data))]
    compatible = {rest[at : at + 4] for at in range(0, len(rest), 4)}
    if major in STILL or (major == ANY_STILL and STILL & compatible):
        return "HEIC"
    if major in SEQUENCE:
        raise UnreadablePhotographError("animated", "the HEIC is a sequence, not one photograph")
    raise UnreadablePhotographError("unknown_kind", "the file is no JPEG, PNG, WebP or HEIC")


def _size(data: bytes) -> tuple[int, int]:
    """Return the size that the header states, as it lies in the file."""
    kind = kind_of(data)
    try:
        with OPEN[kind](BytesIO(data)) as file:
            return file.size
    except Exception as error:
        raise UnreadablePhotographError(
            "damaged", f"the {kind} is damaged: {type(error).__name__}"
        ) from None


def _check_scans(data: bytes) -> None:
    scans, at = 0, 2
    while found := MARKER.search(data, at):
        marker, at = found[1], found.end()
        if marker == END_OF_IMAGE:
            return
        # a segment names its own length; after a scan's header its pixels follow
        at += int.from_bytes(data[at : at + 2], "big")
        scans += marker == START_OF_SCAN
        if scans > MOST_SCANS:
            raise UnreadablePhotographError(
                "too_complex", f"the JPEG has more than {MOST_SCANS} scans"
            )


def _check_header(file: ImageFile) -> None:
    # a HEIC with several pictures, as of a burst, has one that is the photograph
    if not isinstance(file, HeifImageFile) and getattr(file, "is_animated", False):
        raise UnreadablePhotographError("animated", f"the {file.format} moves: it has frames")
    _check_size(file.size)


def _check_size(size: tuple[int, int]) -> None:
    if max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> UnreadablePhotographError:
    return UnreadablePhotographError(
        "too_many_pixels",
        f"the picture has more than {MOST_PIXELS} pixels or a side above {LONGEST_SIDE}",
    )


def _orientation(file: ImageFile) -> int:
    """Return the EXIF orientation; what cannot be read of it spoils no good picture.

    A HEIC says it in its own boxes, which its decoder has applied.
    """
    with suppress(Exception):
        return int(file.getexif().get(ORIENTATION, 1))
    return 1


def _fitting(size: tuple[int, int], longest_side: int) -> tuple[int, int]:
    """Return the size at which the longest side is no longer than asked for."""
    scale = min(1.0, longest_side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _in_srgb(file: ImageFile, longest_side: int | None) -> Image.Image:
    profile = file.info.get("icc_profile")
    picture = _plain(file)
    if longest_side and max(picture.size) > longest_side:
        size = _fitting(picture.size, longest_side)
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    if alpha:
        picture = picture.convert("RGB" if picture.mode == "RGBA" else "L")
    rgb = _converted(picture, profile) or picture.convert("RGB")
    if alpha:
        white = Image.new("RGB", rgb.size, "white")
        white.paste(rgb, mask=alpha)
        rgb = white
    # comments and profiles would be written again with the picture
    rgb.info.clear()
    return rgb


def _plain(file: ImageFile) -> Image.Image:
    """Return the picture in RGB, RGBA, L, LA or CMYK, 8 bits a channel."""
    if file.mode.startswith("I;16"):
        # Pillow's own conversion cuts at 255 instead of scaling
        return file.point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in file.info or file.mode in ("P", "PA", "RGBa", "La"):
        return file.convert("RGBA")
    return file if file.mode in ("RGB", "RGBA", "L", "LA", "CMYK") else file.convert("RGB")


def _converted(picture: Image.Image, profile: bytes | None) -> Image.Image | None:
    """Convert by the embedded profile; None where there is none that describes the picture."""
    if not profile:
        return None
    # many good photographs carry a profile that is broken or of another kind of picture
    with suppress(Exception):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space == DESCRIBES[picture.mode]:
            return ImageCms.profileToProfile(
                picture,
                source,
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
    return None
