"""What changed between two photographs is told with what it may be off, or not at all."""

from __future__ import annotations

import copy
import math
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from analysis.progress import APART, Change, compare, side_by_side, told
from analysis.scoring import scales
from tests.analysis.faces import report_of_astronaut


def report(**scores: float) -> dict[str, Any]:
    made = copy.deepcopy(report_of_astronaut().report)
    for name, score in scores.items():
        made["metrics"][name]["score"] = score
    return made


def change(metric: str, before: float, after: float) -> Change:
    changes = compare(report(**{metric: before}), report(**{metric: after}))
    return next(each for each in changes if each.metric == metric)


class TestComparing:
    def test_the_same_photograph_has_not_changed(self) -> None:
        changes = compare(report(), report())
        assert [each.metric for each in changes] == list(scales())
        assert all(each.points == 0 and not each.trusted for each in changes)

    def test_more_of_a_concern_is_more_whatever_way_its_score_runs(self) -> None:
        assert change("redness", 20, 60).points == 40
        assert change("luminosity", 60, 20).points == 40
        assert change("evenness", 20, 60).points == -40

    @given(st.floats(0, 100), st.floats(0, 100))
    def test_inside_the_noise_nothing_is_trusted(self, before: float, after: float) -> None:
        found = change("redness", before, after)
        one = report()["metrics"]["redness"]["uncertainty"]
        assert found.uncertainty == pytest.approx(APART * math.hypot(one, one), abs=0.06)
        if abs(after - before) < found.uncertainty - 0.1:
            assert not found.trusted
        if abs(after - before) > found.uncertainty + 0.1:
            assert found.trusted

    def test_what_only_one_of_them_measured_is_left_out(self) -> None:
        without = report()
        del without["metrics"]["pores"]
        assert "pores" not in {each.metric for each in compare(without, report())}

    def test_a_refused_one_says_nothing(self) -> None:
        assert compare({"quality": {"ok": False}}, report()) == []


class TestWords:
    def test_inside_the_noise_it_says_so(self) -> None:
        (said,) = told(
            compare(report(), report(redness=report()["metrics"]["redness"]["score"] + 1)), "3 May"
        )
        assert "no change that I can trust" in said and "3 May" in said

    def test_a_change_is_told_with_its_uncertainty_the_largest_first(self) -> None:
        changes = [
            Change("redness", -12.0, 4.2, True),
            Change("shine", 30.0, 6.0, True),
            Change("pores", 2.0, 6.0, False),
        ]
        first, second = told(changes, "3 May")
        assert first == "Shine: more than on 3 May, by about 30 of 100 points, give or take 6."
        assert second == "Redness: less than on 3 May, by about 12 of 100 points, give or take 5."

    @pytest.mark.parametrize("metric", ["spots", "blemishes"])
    def test_more_marks_are_for_the_doctor_to_see(self, metric: str) -> None:
        assert (
            "Please show the marks to the doctor"
            in told([Change(metric, 20, 5, True)], "3 May")[-1]
        )
        assert "doctor" not in told([Change(metric, -20, 5, True)], "3 May")[-1]

    @pytest.mark.parametrize("metric", list(scales()))
    def test_each_metric_has_a_name(self, metric: str) -> None:
        assert told([Change(metric, 20, 5, True)], "3 May")[0].endswith("give or take 5.")


def test_two_portraits_stand_side_by_side() -> None:
    def portrait(colour: str, size: tuple[int, int] = (100, 120)) -> bytes:
        file = BytesIO()
        Image.new("RGB", size, colour).save(file, "JPEG")
        return file.getvalue()

    both = Image.open(
        BytesIO(side_by_side(portrait("red"), portrait("blue", (90, 90)), ("1 May", "3 May")))
    )
    assert both.width > 200 and both.height > 120
    left, right = (both.getpixel((x, 60)) for x in (50, both.width - 50))
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert left[0] > 200 > left[2] and right[2] > 200 > right[0]
