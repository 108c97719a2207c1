"""Faces for the tests: scikit-image's sample, and a drawn one whose skin is known."""

from __future__ import annotations

from functools import cache

from analysis.colour import Bytes
from analysis.landmarks import Face, find
from analysis.report import Analysis, analyse_picture
from evaluation.photographs.faces import drawn_face, sample


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
