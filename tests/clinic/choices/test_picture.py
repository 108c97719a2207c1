"""What staff upload as the logo: made small and plain, or refused before it does harm."""

from __future__ import annotations

import io
import os

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from analysis.reading import UnreadablePhotographError
from clinic.choices.picture import FITTING, MOST_BYTES, fitted
from tests.analysis.pictures import MARKER, encoded, exif, jpeg_of_size, png_of_size, skin


def opened(png: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(png))
    assert picture.format == "PNG"
    picture.load()
    return picture


def reason(data: bytes) -> str:
    with pytest.raises(UnreadablePhotographError) as refused:
        fitted(data)
    return refused.value.reason


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(2000, 300), (300, 2000), (40, 30), (1, 900)])
def test_a_picture_fits_and_keeps_its_shape(kind: str, size: tuple[int, int]) -> None:
    picture = opened(fitted(encoded(skin(size), kind)))
    assert picture.width <= FITTING[0] and picture.height <= FITTING[1]
    # nothing is made larger
    assert picture.width <= size[0] and picture.height <= size[1]
    scale = min(1.0, FITTING[0] / size[0], FITTING[1] / size[1])
    assert picture.width == pytest.approx(max(1, size[0] * scale), abs=1)
    assert picture.height == pytest.approx(max(1, size[1] * scale), abs=1)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_stays_so(kind: str, mode: str) -> None:
    clear = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    clear.paste((10, 90, 70, 255), (0, 0, 20, 20))
    picture = opened(fitted(encoded(clear.convert(mode), kind, lossless=True)))
    alpha = picture.convert("RGBA").getchannel("A")
    assert (alpha.getpixel((5, 5)), alpha.getpixel((35, 5))) == (255, 0)


def test_nothing_but_the_pixels_is_kept() -> None:
    told = PngInfo()
    told.add_text("Comment", MARKER)
    for data in (
        encoded(skin(), "JPEG", exif=exif(), comment=MARKER),
        encoded(skin(), "PNG", exif=exif(), pnginfo=told),
        encoded(skin(), "WEBP", exif=exif()),
    ):
        assert MARKER.encode() in data
        png = fitted(data)
        assert MARKER.encode() not in png
        assert opened(png).info == {}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photograph_of_a_sign_stands_upright(kind: str) -> None:
    assert opened(fitted(encoded(skin((96, 64)), kind, exif=exif(6)))).size == (64, 96)


def test_what_is_too_large_is_refused_unopened() -> None:
    assert reason(b"\x89PNG\r\n\x1a\n" + bytes(MOST_BYTES)) == "too_large"
    noise = Image.frombytes("RGB", (800, 800), os.urandom(800 * 800 * 3))
    assert reason(encoded(noise, "PNG")) == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(20),
        b"%PDF-1.7",
        b"MZ",
        encoded(skin(), "HEIF"),
    ],
)
def test_what_is_no_picture_of_the_three_kinds_is_refused(data: bytes) -> None:
    assert reason(data) == "unknown_kind"


def test_nothing_is_refused() -> None:
    assert reason(b"") == "empty"


@pytest.mark.parametrize(
    "bomb",
    [png_of_size(5000, 5000), png_of_size(60_000, 60_000), jpeg_of_size(60_000, 60_000)],
)
def test_a_bomb_is_refused_by_its_header(bomb: bytes) -> None:
    assert reason(bomb) in ("too_many_pixels", "damaged")


def test_a_real_bomb_is_refused() -> None:
    bomb = encoded(Image.new("1", (9000, 9000)), "PNG")
    assert len(bomb) < MOST_BYTES
    assert reason(bomb) == "too_many_pixels"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_is_cut_off_is_refused(kind: str) -> None:
    data = encoded(skin((400, 200)), kind)
    assert reason(data[: len(data) // 2]) == "damaged"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(kind: str) -> None:
    more = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    assert reason(encoded(skin((20, 20)), kind, save_all=True, append_images=more)) == "animated"
