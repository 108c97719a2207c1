"""Each metric follows its own concern, painted on a face, on every tone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from analysis.colour import encoded, linear
from analysis.landmarks import find
from analysis.regions import outline
from analysis.report import analyse_picture
from evaluation.photographs.measuring import overlap
from evaluation.photographs.painting import PAINTERS, TONES, retoned
from tests.analysis.faces import astronaut, drawn, face, report_of_astronaut


@pytest.mark.parametrize("kind", PAINTERS)
def test_a_higher_dose_measures_more(kind: str) -> None:
    values = [report_of_astronaut().measures[kind].value]
    for level in (1, 3, 5):
        picture, _ = PAINTERS[kind](astronaut(), face(), level)
        values.append(analyse_picture(picture, "").measures[kind].value)
    assert values == sorted(values) and values[-1] > values[0]


@pytest.mark.parametrize("level", [0, 1, 3, 5])
def test_marks_on_even_skin_are_counted(level: int) -> None:
    clean = find(drawn()).face
    assert clean is not None
    picture, _ = PAINTERS["spots"](drawn(), clean, level)
    before, after = (
        analyse_picture(each, "").measures["spots"].count for each in (drawn(), picture)
    )
    assert before is not None and after is not None
    # the drawn nose ends in a dot
    assert before <= 2 and abs(after - before - 2 * level) <= 1


@pytest.mark.parametrize("kind", ["redness", "dark_circles"])
def test_the_mask_is_where_it_was_painted(kind: str) -> None:
    picture, painted = PAINTERS[kind](astronaut(), face(), 5)
    after = analyse_picture(picture, "")
    assert overlap(report_of_astronaut(), after, kind, painted) >= 0.5


@pytest.mark.parametrize("kind", ["redness", "dark_circles", "texture"])
def test_one_dose_answers_alike_on_every_tone(kind: str) -> None:
    answers = []
    for tone in list(TONES)[1:]:
        base = retoned(astronaut(), face(), tone)
        painted, _ = PAINTERS[kind](base, face(), 4)
        before, after = analyse_picture(base, ""), analyse_picture(painted, "")
        answers.append(after.measures[kind].value - before.measures[kind].value)
    ratios = np.array(answers) / np.mean(answers)
    assert ratios.min() >= 0.8 and ratios.max() <= 1.25


def test_a_browner_middle_of_the_face_is_not_called_red() -> None:
    mask = np.zeros(astronaut().shape[:2], np.float32)
    for name in ("forehead", "nose", "chin"):
        cv2.fillPoly(mask, [np.rint(outline(face(), name)).astype(np.int32)], 1.0)
    # melanin absorbs as wavelength to the power of -3.33: here at 600, 545 and 460 nm
    depth = (
        0.08
        * cv2.GaussianBlur(mask, (0, 0), 6)[..., None]
        * np.array([1, 1.377, 2.422], np.float32)
    )
    light = linear(astronaut()) * 10**-depth
    browner = np.clip(np.rint(encoded(light)), 0, 255).astype(np.uint8)
    before, after = report_of_astronaut(), analyse_picture(browner, "")
    red, _ = PAINTERS["redness"](astronaut(), face(), 1)
    rise = after.measures["redness"].value - before.measures["redness"].value
    least = analyse_picture(red, "").measures["redness"].value - before.measures["redness"].value
    assert after.measures["evenness"].value > before.measures["evenness"].value
    assert abs(rise) < least / 3
