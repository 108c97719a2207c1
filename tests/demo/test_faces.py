"""Drawn faces: the real analysis accepts them, and sees what was drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.examination import examine
from analysis.keeping import to_keep
from demo.faces import Look, Shot, Skin, draw
from demo.faces.looks import TONES

HAIRS = ("short", "long", "tied", "scarf")
FACE = Look("light", "short", seed=5)


def report(look: Look, skin: Skin | None = None, shot: Shot | None = None) -> dict[str, Any]:
    return examine(to_keep(draw(look, skin, shot)).jpeg, "drawn").report


def score(metric: str, look: Look, skin: Skin) -> float:
    return float(report(look, skin)["metrics"][metric]["score"])


@pytest.mark.parametrize(("number", "tone"), list(enumerate(TONES)))
def test_a_face_of_any_tone_is_accepted(number: int, tone: str) -> None:
    hair = HAIRS[number % len(HAIRS)]
    said = report(Look(tone, hair, seed=number))  # type: ignore[arg-type]
    assert said["quality"] == {"ok": True, "problems": [], "advice": []}
    assert said["skin_tone"]["class"] in TONES


@pytest.mark.parametrize(
    ("metric", "skin", "more"),
    [
        ("redness", Skin(redness=1), 20),
        ("blemishes", Skin(blemishes=1), 8),
        ("spots", Skin(marks=1), 8),
        ("dark_circles", Skin(circles=1), 8),
        ("texture", Skin(roughness=1), 3),
        ("shine", Skin(shine=1), 3),
    ],
)
def test_what_is_drawn_raises_its_score(metric: str, skin: Skin, more: float) -> None:
    assert score(metric, FACE, skin) > score(metric, FACE, Skin()) + more


@pytest.mark.parametrize(
    ("shot", "problem"), [(Shot(light=0.07), "too_dark"), (Shot(blur=7), "blurred")]
)
def test_a_bad_picture_is_refused(shot: Shot, problem: str) -> None:
    said = report(FACE, shot=shot)
    assert not said["quality"]["ok"]
    assert problem in said["quality"]["problems"]


def test_a_face_is_the_same_each_time_and_another_for_another_seed() -> None:
    one, again, other = (np.asarray(draw(Look("tan", "tied", seed=n))) for n in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
