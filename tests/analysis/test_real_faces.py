"""Doses painted on real faces, and the same faces in other tones.

The faces are those of the folder that `DEWY_PHOTOS` names, or scikit-image's sample alone. With
fewer than 30 nothing is claimed of a share, so what is held is the mean over the faces.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.landmarks import Face, find
from analysis.report import analyse_picture
from evaluation.photographs.faces import scores
from evaluation.photographs.painting import LEVELS, PAINTERS, TONES, retoned
from evaluation.photographs.rows import CLAIMED
from tests.analysis.faces import real_faces

HIGHEST = LEVELS[-1]


def test_there_are_faces() -> None:
    assert real_faces()


@pytest.mark.parametrize("kind", PAINTERS)
def test_the_highest_dose_scores_more(kind: str) -> None:
    rises = []
    for subject in real_faces():
        painted, _ = PAINTERS[kind](subject.picture, subject.face, HIGHEST)
        after = scores(analyse_picture(painted, subject.name))
        if after:
            rises.append(after[kind] - scores(subject.clean)[kind])
    assert np.mean(rises) > 2
    if len(rises) >= CLAIMED:
        assert np.mean(np.array(rises) > 0) >= 0.95


@pytest.mark.parametrize("kind", ["redness", "dark_circles", "texture"])
def test_one_dose_answers_alike_on_every_tone(kind: str) -> None:
    rises: dict[str, list[float]] = {tone: [] for tone in TONES}
    for subject in real_faces():
        for tone in TONES:
            base = retoned(subject.picture, subject.face, tone)
            painted, _ = PAINTERS[kind](base, _face(base, subject.face), HIGHEST)
            before, after = analyse_picture(base, ""), analyse_picture(painted, "")
            if before.measures and after.measures:
                rises[tone].append(after.measures[kind].value - before.measures[kind].value)
    means = np.array([np.mean(each) for each in rises.values() if each])
    assert (means / means.mean()).min() >= 0.8 and (means / means.mean()).max() <= 1.25


def _face(picture: np.ndarray, known: Face) -> Face:
    return find(picture).face or known
