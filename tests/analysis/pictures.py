"""Pictures for the tests, made here: what a phone, a scanner or an attacker might send."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageChops, ImageCms

pillow_heif.register_heif_opener()

MARKER = "zanzibarquark"
SIZE = (96, 64)
KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
# Losses of the format alone, on a smooth picture.
TOLERANCE = 12


def skin(size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture of which each corner looks different, smooth enough for any codec."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (across, down, Image.new("L", size, 90)))


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    quality = {} if kind == "PNG" else {"quality": 95}
    picture.save(file, kind, **{**quality, **options})
    return file.getvalue()


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any channel of any pixel."""
    assert one.size == other.size and one.mode == other.mode == "RGB"
    extrema = ImageChops.difference(one, other).getextrema()
    return max(int(high) for _, high in extrema)  # type: ignore[misc, arg-type]


def exif(orientation: int = 1) -> bytes:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = MARKER  # description
    tags.get_ifd(0x8825)[1] = "N"  # where it was taken
    return tags.tobytes()


def swapped_profile() -> bytes:
    """An sRGB profile whose red and green are exchanged, so that who ignores it is found out."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    places = {}
    for n in range(count):
        at = 132 + 12 * n
        places[bytes(profile[at : at + 4])] = at
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def jpeg_of_size(width: int, height: int) -> bytes:
    """A JPEG that claims a size and holds a small one."""
    data = bytearray(encoded(skin()))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_of_size(width: int, height: int) -> bytes:
    """A WebP whose canvas claims a size."""
    data = bytearray(encoded(skin().convert("RGBA"), "WEBP", exif=exif()))
    assert data[12:16] == b"VP8X"
    data[24:27] = (width - 1).to_bytes(3, "little")
    data[27:30] = (height - 1).to_bytes(3, "little")
    return bytes(data)


def with_scans(times: int) -> bytes:
    """A progressive JPEG whose last scan is repeated."""
    data = encoded(skin(), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * times + data[-2:]
