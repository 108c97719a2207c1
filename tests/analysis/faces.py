"""Faces for the tests: scikit-image's sample, a drawn one whose skin is known, and `DEWY_PHOTOS`."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from analysis.colour import Bytes
from analysis.landmarks import Face, find
from analysis.report import Analysis, analyse_picture
from evaluation.photographs.__main__ import FOLDER
from evaluation.photographs.faces import Subject, drawn_face, sample, subjects


@cache
def astronaut() -> Bytes:
    return sample()


@cache
def drawn() -> Bytes:
    return drawn_face()


@cache
def face() -> Face:
    found = find(astronaut()).face
    assert found is not None
    return found


@cache
def report_of_astronaut() -> Analysis:
    return analyse_picture(astronaut(), "astronaut.png")


@cache
def real_faces() -> tuple[Subject, ...]:
    """The faces of the folder that `DEWY_PHOTOS` names, or the sample alone."""
    folder = os.environ.get(FOLDER)
    found, _ = subjects(Path(folder) if folder else None)
    return tuple(each for each in found if each.name != "synthetic")
