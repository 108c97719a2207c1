"""A clinic's own weights and caps: within bounds, and heeded by all that reads the load."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regimen import TuningError, advise, check, missing_of, tuned
from regimen.case import Case
from regimen.tuning import bounds, usual

GLYCOLIC = {"id": "glycolic_acid", "per_week": 3, "status": "current"}
FACTS: dict[str, Any] = {"skin_type": ["dry"], "spf_use": "daily", "products": [GLYCOLIC]}


def load_of(facts: dict[str, Any], **chosen: float) -> dict[str, Any]:
    """Return the load with values chosen by their names, "__" for the dot."""
    tuning = tuned({name.replace("__", "."): value for name, value in chosen.items()})
    return dict(advise(check(facts), tuning=tuning)["exfoliation"])


def test_without_a_choice_the_catalogue_counts() -> None:
    assert advise(check(FACTS), tuning=tuned()) == advise(check(FACTS))
    assert load_of(FACTS)["level"] == "amber"


def test_a_higher_cap_takes_more() -> None:
    assert load_of(FACTS, caps__dry=3) == {**load_of(FACTS), "cap": 3.0, "level": "ok"}
    assert load_of(FACTS, caps__oily=5) == load_of(FACTS)


def test_the_warning_follows_the_cap() -> None:
    def ids(cap: float) -> set[str]:
        answer = advise(check(FACTS), tuning=tuned({"caps.dry": cap}))
        return {each["id"] for each in answer["warnings"]}

    assert ids(2) - ids(3) == {"over_exfoliation"}


def test_a_weight_counts_in_the_load_and_in_the_plan() -> None:
    assert load_of(FACTS, weights__glycolic_acid=2)["load"] == 6.0
    assert load_of(FACTS, weights__glycolic_acid=2)["level"] == "red"
    evening = advise(check(FACTS), tuning=tuned({"weights.glycolic_acid": 1.2}))["routine"]["pm"]
    assert "your glycolic acid, once a week, in the evening" in [each["with"] for each in evening]


def test_what_lowers_the_cap_can_be_tuned() -> None:
    facts = {**FACTS, "products": [GLYCOLIC, {"id": "retinol", "per_week": 2}]}
    assert load_of(facts)["cap"] == 2.0
    assert load_of(facts, irritant_uses=2)["cap"] == 1.0
    assert load_of(facts, irritant_uses=2, irritant_reduction=3)["cap"] == 0.5
    assert load_of(facts, irritant_uses=2, irritant_reduction=3, smallest_cap=0)["cap"] == 0.0


def test_a_lowered_cap_is_never_a_higher_one() -> None:
    facts = {**FACTS, "products": [{"id": "retinol", "per_week": 7}]}
    assert load_of(facts, caps__dry=0.5, smallest_cap=1)["cap"] == 0.5


def test_what_is_supposed_of_a_case_keeps_its_tuning_and_what_was_seen() -> None:
    case = Case(check(FACTS), "winter", {"redness": "mild"}, tuned({"caps.oily": 5}))
    supposed = case.supposing(skin_type=["oily"])
    assert supposed.week["cap"] == 5.0
    assert (supposed.season, supposed.seen) == ("winter", {"redness": "mild"})
    assert case.week["cap"] == 2.0


def test_what_to_ask_follows_the_tuning() -> None:
    facts = check({"products": [{**GLYCOLIC, "per_week": 1}, {"id": "washcloth"}]})
    heavy = missing_of(facts, tuning=tuned({"weights.washcloth": 5}))
    light = missing_of(facts, tuning=tuned({"weights.washcloth": 0.25}))
    key = "products.washcloth.per_week"
    assert heavy.index(key) < light.index(key)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("caps.dry", 6, "caps.dry must be a number from 0.5 to 5"),
        ("weights.glycolic_acid", 0, "weights.glycolic_acid must be a number from 0.25 to 5"),
        ("irritant_uses", math.nan, "irritant_uses must be a number from 1 to 14"),
        ("caps.purple", 1, "caps.purple is nothing that can be tuned"),
        ("bounds", 1, "bounds is nothing that can be tuned"),
    ],
)
def test_a_bad_choice_is_named(name: str, value: float, problem: str) -> None:
    with pytest.raises(TuningError, match=problem) as error:
        tuned({name: value})
    assert error.value.name == name


def test_what_is_usual_lies_within_its_bounds() -> None:
    assert tuned(usual()) == tuned()


@given(st.data())
def test_any_choice_within_bounds_is_heeded(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(usual())))
    least, most = bounds()[name.partition(".")[0]]
    value = data.draw(st.floats(least, most))
    tuning = tuned({name: value})
    table, _, entry = name.partition(".")
    found = getattr(tuning, table)
    assert (found[entry] if entry else found) == value
    week = advise(check(FACTS), tuning=tuning)["exfoliation"]
    assert (week["level"] == "ok") == (week["load"] <= week["cap"])
