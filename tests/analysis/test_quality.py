"""What is refused, and why."""

from __future__ import annotations

import numpy as np
import pytest
import skimage.data

from analysis.colour import Bytes
from analysis.report import analyse_picture
from evaluation.photographs.faces import drawn_face
from evaluation.photographs.painting import TONES
from evaluation.photographs.spoiling import SPOILED
from tests.analysis.faces import astronaut, face

# The sample has studio light from one side and a face of 313 pixels; these it shows plainly.
TOLD = [name for name in SPOILED if name not in ("clear frame", "half in shadow", "burnt out")]


def problems(picture: Bytes) -> list[str]:
    quality = analyse_picture(picture, "").report["quality"]
    assert quality["ok"] == (not quality["problems"])
    assert len(quality["advice"]) == len(quality["problems"])
    return list(quality["problems"])


@pytest.mark.parametrize("name", TOLD)
def test_a_bad_photograph_is_refused_with_its_reason(name: str) -> None:
    reason, spoil = SPOILED[name]
    picture = spoil(astronaut(), face())
    assert reason in problems(picture)
    assert "metrics" not in analyse_picture(picture, "").report


@pytest.mark.parametrize("tone", TONES)
def test_no_tone_of_skin_is_too_dark_or_too_bright(tone: str) -> None:
    assert problems(drawn_face(TONES[tone])) == []


@pytest.mark.parametrize("name", ["colorwheel", "coffee", "rocket", "chelsea", "retina"])
def test_what_is_no_face_is_never_scored(name: str) -> None:
    picture = np.ascontiguousarray(getattr(skimage.data, name)()[..., :3])
    assert problems(picture) == ["no_face"]


def test_a_picture_of_one_colour_has_no_face() -> None:
    assert problems(np.full((40, 900, 3), 128, np.uint8)) == ["no_face"]


@pytest.mark.parametrize(("width", "is_refused"), [(150, True), (205, True), (262, False)])
def test_a_face_needs_pixels(width: int, is_refused: bool) -> None:
    import cv2

    scale = width / face().width
    smaller = cv2.resize(astronaut(), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    assert ("too_small" in problems(np.asarray(smaller, np.uint8))) == is_refused
