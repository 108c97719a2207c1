"""What is kept of a photograph: its pixels, no larger than needed, and no word of where it is from."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from analysis.keeping import KEPT_SIDE, KeptPicture, to_keep
from analysis.reading import read
from tests.analysis.pictures import (
    KINDS,
    MARKER,
    TOLERANCE,
    difference,
    encoded,
    exif,
    skin,
    swapped_profile,
)


def kept(data: bytes) -> KeptPicture:
    return to_keep(read(data))


def test_it_is_a_jpeg_with_its_size() -> None:
    picture = kept(encoded(skin(), "PNG"))
    shown = Image.open(BytesIO(picture.jpeg))
    assert (shown.format, shown.mode) == ("JPEG", "RGB")
    assert shown.size == (picture.width, picture.height) == skin().size
    assert difference(shown.convert("RGB"), skin()) <= TOLERANCE


def test_the_longest_side_is_what_can_be_measured_whichever_it_is() -> None:
    wide, tall = (kept(encoded(skin(size))) for size in ((4000, 3000), (3000, 4000)))
    assert (wide.width, wide.height) == (KEPT_SIDE, 1512)
    assert (tall.width, tall.height) == (1512, KEPT_SIDE)


def test_a_picture_that_was_read_small_is_kept_alike() -> None:
    data = encoded(skin((4000, 3000)))
    small = to_keep(read(data, longest_side=KEPT_SIDE))
    assert difference(read(small.jpeg), read(kept(data).jpeg)) <= TOLERANCE


@pytest.mark.parametrize("kind", KINDS)
def test_no_metadata_is_left(kind: str) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", MARKER)
    own = {"JPEG": {"comment": MARKER}, "PNG": {"pnginfo": told}}.get(kind, {})
    xmp = f"<x:xmpmeta>{MARKER}</x:xmpmeta>".encode()
    data = encoded(skin(), kind, exif=exif(6), xmp=xmp, icc_profile=swapped_profile(), **own)
    assert MARKER.encode() in data
    jpeg = kept(data).jpeg
    assert not [each for each in (b"Exif", b"ICC_PROFILE", b"xmp", MARKER.encode()) if each in jpeg]
    shown = Image.open(BytesIO(jpeg))
    assert not shown.getexif()
    if kind != "HEIF":
        assert shown.size == (64, 96), "upright by its pixels"


def test_a_picture_keeps_no_comment_and_is_itself_left_alone() -> None:
    picture = skin((4000, 30))
    picture.info["comment"] = MARKER.encode()
    assert MARKER.encode() not in to_keep(picture).jpeg
    assert picture.size == (4000, 30) and picture.info


def test_the_same_bytes_are_kept_as_the_same_bytes() -> None:
    data = encoded(skin((2500, 1000)))
    assert kept(data) == kept(data)


def test_keeping_what_was_kept_changes_next_to_nothing() -> None:
    once = kept(encoded(skin(), "PNG")).jpeg
    assert difference(read(kept(once).jpeg), read(once)) <= 3


def test_the_package_knows_nobody() -> None:
    program = (
        "import sys, json, analysis.keeping, analysis.reading;"
        "print(json.dumps(sorted({each.split('.')[0] for each in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"bot", "actions", "clinic", "regimen"} & set(json.loads(done.stdout))
