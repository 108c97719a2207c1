"""Any accent is read well, on light paper and on dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic.colours import (
    BLACK,
    DARK,
    ENOUGH,
    GOOD,
    LIGHT,
    OWN_ACCENT,
    WHITE,
    Scheme,
    colour_of,
    contrast,
    mixed,
    tones,
)
from clinic.settings import ROOT

ANY = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
CSS = Path(ROOT, "bot/chat/static/base.css").read_text("utf-8")
# what the patient's own words are written in
WRITTEN: dict[Scheme, str] = {"light": "#ffffff", "dark": "#fff6f7"}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        (BLACK, WHITE, 21),
        (WHITE, WHITE, 1),
        # as the tables of WebAIM and of the W3C's own techniques have them
        ("#777777", WHITE, 4.48),
        ("#767676", WHITE, 4.54),
        ("#0000ff", WHITE, 8.59),
        ("#ff0000", BLACK, 5.25),
    ],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(ANY, ANY)
def test_contrast_is_of_two_whichever_comes_first(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21


@given(ANY)
@example("#000000")
@example("#ffffff")
@example("#00ff00")
@example("#808080")
def test_any_accent_is_read_well(accent: str) -> None:
    papers: dict[Scheme, tuple[str, ...]] = {"light": LIGHT, "dark": DARK}
    for scheme, tokens in tones(accent).items():
        assert all(contrast(tokens["--accent"], each) >= ENOUGH for each in papers[scheme])
        for ground in ("--accent", "--accent-hover"):
            assert contrast(tokens["--on-accent"], tokens[ground]) >= ENOUGH
        for ground in ("--said-1", "--said-2"):
            assert contrast(WRITTEN[scheme], tokens[ground]) >= ENOUGH


@given(ANY)
def test_at_night_it_is_told_apart_better(accent: str) -> None:
    assert min(contrast(tones(accent)["dark"]["--accent"], each) for each in DARK) >= GOOD


@given(ANY.filter(lambda each: min(contrast(each, paper) for paper in LIGHT) >= ENOUGH))
def test_what_is_read_well_already_stays_as_it_is(accent: str) -> None:
    assert tones(accent)["light"]["--accent"] == accent


@given(ANY, ANY)
def test_a_mix_begins_and_ends_with_its_two(one: str, other: str) -> None:
    assert (mixed(one, other, 0), mixed(one, other, 1)) == (one, other)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#0a5", "#00aa55"),
        (" #8C3B55 ", "#8c3b55"),
        *((text, None) for text in ("#12345", "red", "", "#8c3b55;}", "#１２３", "8c3b55")),
    ],
)
def test_a_colour_is_read_as_css_reads_it(text: str, colour: str | None) -> None:
    assert colour_of(text) == colour


def test_the_papers_and_properties_are_those_of_the_styles() -> None:
    shown = set(re.findall(r"--(?:surface|ground|tint): (#\w+);", CSS))
    full = {colour_of(each) for each in shown}
    assert full == {*LIGHT, *DARK}
    assert f"--accent: {OWN_ACCENT};" in CSS
    assert all(f"{name}: " in CSS for tokens in tones(OWN_ACCENT).values() for name in tokens)
