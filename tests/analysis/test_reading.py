"""A photograph is read upright and in true colours, or refused with a reason; never anything else."""

from __future__ import annotations

import resource
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from analysis.reading import (
    LONGEST_SIDE,
    MOST_BYTES,
    MOST_PIXELS,
    MOST_SCANS,
    Reason,
    UnreadablePhotographError,
    read,
)
from tests.analysis.pictures import (
    KINDS,
    SIZE,
    TOLERANCE,
    difference,
    encoded,
    exif,
    jpeg_of_size,
    png_of_size,
    skin,
    swapped_profile,
    webp_of_size,
    with_scans,
)

SAMPLES = {kind: encoded(skin(), kind, exif=exif(6)) for kind in KINDS}
# How a camera stores a picture that it calls by each orientation: what `read` must undo.
STORED = {
    1: [],
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_270],
}
ENOUGH_BYTES = 400 * 1024 * 1024


def reason(data: bytes) -> str:
    with pytest.raises(UnreadablePhotographError) as refused:
        read(data)
    assert refused.value.reason in get_args(Reason)
    assert str(refused.value)
    return refused.value.reason


class TestWhatIsRead:
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_four_kinds_by_their_content_alone(self, kind: str) -> None:
        assert difference(read(encoded(skin(), kind)), skin()) <= TOLERANCE

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("orientation", STORED)
    def test_each_orientation_comes_out_upright(self, kind: str, orientation: int) -> None:
        stored = skin()
        for turn in STORED[orientation]:
            stored = stored.transpose(turn)
        picture = read(encoded(stored, kind, exif=exif(orientation)))
        assert difference(picture, skin()) <= TOLERANCE
        assert ImageOps.exif_transpose(picture).size == SIZE, "it is turned once, not twice"

    def test_a_heic_is_turned_by_its_own_boxes_and_not_again_by_its_exif(self) -> None:
        turned = skin().transpose(Image.Transpose.ROTATE_90)
        assert difference(read(encoded(turned, "HEIF", exif=exif(6))), skin()) <= TOLERANCE

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_embedded_profile_gives_the_colours(self, kind: str) -> None:
        red, green, blue = skin().split()
        truth = Image.merge("RGB", (green, red, blue))
        assert difference(read(encoded(skin(), kind, icc_profile=swapped_profile())), truth) <= (
            TOLERANCE
        )

    @pytest.mark.parametrize("profile", [b"no profile", b"", swapped_profile()[:200]])
    def test_a_broken_profile_spoils_no_picture(self, profile: bytes) -> None:
        assert difference(read(encoded(skin(), "PNG", icc_profile=profile)), skin()) == 0

    def test_a_profile_of_another_kind_of_picture_is_left_alone(self) -> None:
        grey = skin().convert("L")
        picture = read(encoded(grey, "PNG", icc_profile=swapped_profile()))
        assert difference(picture, grey.convert("RGB")) == 0

    def test_broken_exif_spoils_no_picture(self) -> None:
        data = encoded(skin(), exif=b"Exif\0\0MM\0\x2a\xff\xff\xff\xff")
        assert difference(read(data), skin()) <= TOLERANCE

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
    def test_what_is_transparent_is_white(self, kind: str) -> None:
        clear = skin()
        clear.putalpha(0)
        options = {} if kind == "PNG" else {"lossless": True} if kind == "WEBP" else {"quality": -1}
        picture = read(encoded(clear, kind, **options))
        assert picture.getextrema() == ((255, 255),) * 3

    def test_a_palette_with_one_transparent_colour(self) -> None:
        palette = Image.new("P", SIZE, 1)
        palette.putpalette([200, 0, 0, 10, 20, 30])
        palette.putpixel((0, 0), 0)
        picture = read(encoded(palette, "PNG", transparency=0))
        assert picture.getpixel((0, 0)) == (255, 255, 255)
        assert picture.getpixel((5, 5)) == (10, 20, 30)

    def test_a_single_transparent_colour_of_rgb(self) -> None:
        picture = read(encoded(Image.new("RGB", SIZE, (9, 9, 9)), "PNG", transparency=(9, 9, 9)))
        assert picture.getpixel((0, 0)) == (255, 255, 255)

    def test_cmyk(self) -> None:
        assert difference(read(encoded(skin().convert("CMYK"))), skin()) <= TOLERANCE

    @pytest.mark.parametrize("mode", ["L", "LA", "1", "P"])
    def test_other_modes_of_png(self, mode: str) -> None:
        picture = skin().convert(mode)
        assert difference(read(encoded(picture, "PNG")), picture.convert("RGB")) == 0

    def test_sixteen_bits_are_scaled_not_cut(self) -> None:
        grey = Image.new("I;16", (2, 1), 0x8000)
        grey.putpixel((1, 0), 0xFFFF)
        picture = read(encoded(grey, "PNG"))
        assert [picture.getpixel((x, 0)) for x in (0, 1)] == [(128,) * 3, (255,) * 3]

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_larger_one_is_scaled_to_the_longest_side_that_is_wanted(self, kind: str) -> None:
        stored = skin((1000, 500)).transpose(Image.Transpose.ROTATE_90)
        picture = read(encoded(stored, kind, exif=exif(6)), longest_side=300)
        assert picture.size == (300, 150)
        assert difference(picture, skin((1000, 500)).resize((300, 150))) <= TOLERANCE

    def test_a_smaller_one_is_never_blown_up(self) -> None:
        assert read(encoded(skin()), longest_side=300).size == SIZE

    def test_nothing_of_the_file_clings_to_the_picture(self) -> None:
        for kind in KINDS:
            picture = read(encoded(skin(), kind, exif=exif(), icc_profile=swapped_profile()))
            assert picture.info == {} and not picture.getexif()

    def test_what_follows_the_picture_is_ignored(self) -> None:
        polyglot = encoded(skin()) + b"PK\x03\x04<script>alert(1)</script>" * 100
        assert difference(read(polyglot), skin()) <= TOLERANCE

    def test_a_phones_picture_with_a_second_one_inside_is_the_first(self) -> None:
        depth = Image.new("RGB", SIZE, "black")
        data = encoded(skin(), "MPO", save_all=True, append_images=[depth])
        assert difference(read(data), skin()) <= TOLERANCE

    def test_the_same_bytes_give_the_same_pixels_in_any_number_of_threads(self) -> None:
        data = encoded(skin((1600, 1200)), icc_profile=swapped_profile(), exif=exif(6))
        expected, found = read(data).tobytes(), []
        threads = [
            threading.Thread(target=lambda: found.append(read(data).tobytes())) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [expected] * 8


class TestWhatIsRefused:
    def test_nothing(self) -> None:
        assert reason(b"") == "empty"

    def test_more_bytes_than_a_snapshot_has(self) -> None:
        assert reason(encoded(skin()) + bytes(MOST_BYTES)) == "too_large"

    @pytest.mark.parametrize(
        "data",
        [
            encoded(skin(), "GIF"),
            encoded(skin(), "TIFF"),
            encoded(skin(), "BMP"),
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"%PDF-1.7",
            b"\0\0\0\x18ftypmp42\0\0\0\0isommp42",
            b"\0\0\0\x1cftypavif\0\0\0\0mif1avif",
            b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif",
            b"\xff\xd8",
            b"a",
        ],
    )
    def test_what_is_none_of_the_four_kinds(self, data: bytes) -> None:
        assert reason(data) == "unknown_kind"

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_what_moves(self, kind: str) -> None:
        frames = [Image.new("RGB", SIZE, "black")]
        assert reason(encoded(skin(), kind, save_all=True, append_images=frames)) == "animated"

    def test_a_sequence(self) -> None:
        assert reason(b"\0\0\0\x18ftypmsf1\0\0\0\0hevcmsf1") == "animated"

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
    def test_what_is_cut_off(self, kind: str, share: float) -> None:
        data = encoded(skin((640, 480)), kind)
        assert reason(data[: int(len(data) * share)]) in {"damaged", "unknown_kind"}

    @pytest.mark.parametrize("bomb", [png_of_size, jpeg_of_size])
    @pytest.mark.parametrize("size", [(16_000, 16_000), (LONGEST_SIDE + 1, 1), (8200, 8200)])
    def test_what_claims_absurd_dimensions(self, bomb: object, size: tuple[int, int]) -> None:
        assert reason(bomb(*size)) == "too_many_pixels"  # type: ignore[operator]

    def test_a_canvas_that_its_frame_does_not_fill(self) -> None:
        assert reason(webp_of_size(16_000, 16_000)) == "too_many_pixels"
        assert reason(webp_of_size(200, 200)) == "damaged"

    def test_no_size_at_all(self) -> None:
        for size in ((0, 0), (0, 9), (9, 0)):
            assert reason(png_of_size(*size)) == "damaged"
            assert reason(jpeg_of_size(*size)) == "damaged"

    def test_a_size_that_the_pixels_do_not_fill(self) -> None:
        assert reason(png_of_size(900, 900)) == "damaged"

    def test_thousands_of_scans(self) -> None:
        assert read(with_scans(20)).size == SIZE
        assert reason(with_scans(MOST_SCANS + 1)) == "too_complex"

    def test_a_bomb_of_text_inside_a_png(self) -> None:
        data = png_of_size(10, 10)
        content = b"icc\0\0" + zlib.compress(bytes(200_000_000), 9)
        chunk = struct.pack(">I", len(content)) + b"iCCP" + content
        chunk += struct.pack(">I", zlib.crc32(b"iCCP" + content))
        assert reason(data[:33] + chunk + data[33:]) == "damaged"

    @pytest.mark.parametrize("bomb", [png_of_size, jpeg_of_size, webp_of_size])
    def test_a_bomb_is_refused_before_it_takes_memory(self, bomb: object, tmp_path: Path) -> None:
        file = tmp_path / "bomb"
        file.write_bytes(bomb(16_000, 16_000))  # type: ignore[operator]
        program = (
            "import sys; from pathlib import Path; import analysis.reading as r\n"
            "try: r.read(Path(sys.argv[1]).read_bytes())\n"
            "except r.UnreadablePhotographError as e: print(e.reason)"
        )

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (ENOUGH_BYTES,) * 2)

        done = subprocess.run(
            [sys.executable, "-c", program, str(file)],
            preexec_fn=limit,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.strip() == "too_many_pixels", done.stderr
        assert MOST_PIXELS < 16_000 * 16_000


def survives(data: bytes) -> None:
    try:
        picture = read(data, longest_side=64)
    except UnreadablePhotographError as error:
        assert error.reason in get_args(Reason) and str(error)
    else:
        assert picture.mode == "RGB" and max(picture.size) <= 64


class TestHostileBytes:
    @given(st.binary(max_size=300))
    def test_anything(self, data: bytes) -> None:
        survives(data)

    @given(st.sampled_from(KINDS), st.binary(max_size=300))
    def test_anything_that_begins_well(self, kind: str, tail: bytes) -> None:
        survives(SAMPLES[kind][:40] + tail)

    @settings(max_examples=400, deadline=None)
    @given(
        st.sampled_from(KINDS),
        st.lists(st.tuples(st.integers(0), st.binary(min_size=1, max_size=4)), max_size=12),
    )
    def test_good_pictures_with_bytes_changed(
        self, kind: str, changes: list[tuple[int, bytes]]
    ) -> None:
        data = bytearray(SAMPLES[kind])
        for at, new in changes:
            data[at % len(data) : at % len(data) + len(new)] = new
        survives(bytes(data))

    @settings(max_examples=200, deadline=None)
    @given(st.sampled_from(KINDS), st.integers(0), st.integers(0, 400), st.binary(max_size=40))
    def test_good_pictures_with_pieces_cut_out_or_put_in(
        self, kind: str, at: int, length: int, new: bytes
    ) -> None:
        data = SAMPLES[kind]
        at %= len(data)
        survives(data[:at] + new + data[at + length :])

    @given(st.sampled_from(KINDS), st.sampled_from(KINDS), st.integers(0))
    def test_the_head_of_one_and_the_body_of_another(self, head: str, body: str, at: int) -> None:
        cut = at % 200
        survives(SAMPLES[head][:cut] + SAMPLES[body][cut:])
