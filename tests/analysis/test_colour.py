"""Colour: standards, and what a gain of light must not change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.colour import encoded, individual_typology_angle, lab, linear
from analysis.tone import classify

SHARE = st.floats(0.05, 0.9)


@given(st.lists(st.integers(0, 255), min_size=3, max_size=3))
def test_linear_light_and_codes_are_each_others_inverse(codes: list[int]) -> None:
    picture = np.array([[codes]], np.uint8)
    assert np.allclose(encoded(linear(picture)), picture, atol=0.01)
    assert np.allclose(linear(picture), linear(picture.astype(np.float32)), atol=1e-6)


def test_lab_of_white_grey_and_red() -> None:
    assert np.allclose(lab(np.ones(3)), (100, 0, 0), atol=0.02)
    assert np.allclose(lab(np.full(3, 0.184187)), (50, 0, 0), atol=0.02)
    assert np.allclose(lab(np.array([1.0, 0, 0])), (53.24, 80.09, 67.20), atol=0.05)


@pytest.mark.parametrize(
    ("ita", "name"),
    [
        (56, "very_light"),
        (55, "light"),
        (41, "intermediate"),
        (28, "tan"),
        (10, "brown"),
        (-30, "dark"),
    ],
)
def test_classes_begin_above_their_borders(ita: float, name: str) -> None:
    assert classify(ita) == name


@given(SHARE, st.floats(0.3, 0.95), st.floats(0.3, 0.95))
def test_lighter_skin_has_a_higher_angle(red: float, green: float, blue: float) -> None:
    skin = np.array([red, red * green, red * green * blue])
    assert individual_typology_angle(skin) <= individual_typology_angle(skin * 1.1) + 1e-9
