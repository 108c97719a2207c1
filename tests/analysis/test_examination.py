"""A photograph is looked at once: report, the picture for a person, portrait and outlines."""

from __future__ import annotations

import json
import pickle
from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image

from analysis.alignment import HEIGHT, WIDTH
from analysis.colour import Bytes
from analysis.examination import PORTRAIT_SCALE, examine
from analysis.keeping import Examination
from tests.analysis.faces import astronaut


def jpeg(picture: Bytes) -> bytes:
    file = BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=95)
    return file.getvalue()


@cache
def good() -> Examination:
    return examine(jpeg(astronaut()), "one")


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(BytesIO(data))


def test_its_report_names_the_photograph() -> None:
    assert good().report["photo"] == "one"
    assert good().report["quality"]["ok"]


def test_the_picture_for_a_person_is_a_jpeg_without_metadata() -> None:
    overlay = opened(good().overlay)
    assert overlay.format == "JPEG" and not overlay.getexif()


def test_the_portrait_is_in_the_canonical_frame() -> None:
    assert opened(good().portrait).size == (PORTRAIT_SCALE * WIDTH, PORTRAIT_SCALE * HEIGHT)


def test_outlines_show_where_without_the_face_and_are_small() -> None:
    outlines = good().outlines
    assert outlines is not None
    assert len(json.dumps(outlines)) < 20_000


def test_a_refused_one_has_a_report_alone() -> None:
    dark = (astronaut() * 0.1).astype(np.uint8)
    found = examine(jpeg(dark), "two")
    assert not found.report["quality"]["ok"]
    assert found.overlay is found.portrait is found.outlines is None


def test_it_comes_from_another_process() -> None:
    assert pickle.loads(pickle.dumps(good())) == good()
