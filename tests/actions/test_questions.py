"""Which question comes next: only what is missing, safety always, nothing twice."""

from __future__ import annotations

import pytest

from actions.questions import SAFETY, next_question, question_about
from actions.words import words

SAFE = {"pregnancy": "no", "medications": [], "conditions": [], "allergies": []}


def test_the_most_telling_fact_comes_first() -> None:
    question = next_question({}, ["spf_use", "concerns"], [], {})
    assert question and question.asking == "spf_use"


def test_what_goes_together_is_asked_together() -> None:
    question = next_question(SAFE, ["stress", "sleep_hours"], [], {})
    assert question and question.asking == ["sleep_hours", "stress"]


def test_as_many_as_one_question_can_hold_are_asked_at_once() -> None:
    about = ["age", "sleep_hours", "sleep_quality", "stress"]
    question = next_question(SAFE, ["stress", *about[:3], "concerns"], [], {})
    assert question and question.asking == about


def test_what_has_no_question_of_its_own_for_two_is_asked_in_one_breath() -> None:
    question = next_question(SAFE, ["diet", "age"], [], {})
    assert question and question.asking == ["age", "diet"]
    assert question.ask.startswith("A little about you: how old are you, and do you eat")
    assert question.why.count(".") > 1


def test_a_big_day_is_asked_about_with_treatments_or_else_with_everyday_life() -> None:
    question = next_question(SAFE, ["event", "age", "procedures"], [], {})
    assert question and question.asking == ["procedures", "event"]
    question = next_question(SAFE, ["event", "age"], [], {})
    assert question and question.asking == ["age", "event"]


def test_no_question_asks_for_more_than_four() -> None:
    question = next_question(SAFE, list(words("about_you.parts")), [], {})
    assert question and len(question.asks) == 4


def test_a_sunscreen_is_asked_about_at_once() -> None:
    question = next_question(SAFE, ["spf_use", "spf_reapply", "spf_value"], [], {})
    assert question and question.asking == ["spf_use", "spf_value", "spf_reapply"]


def test_nothing_more_is_asked_of_a_sunscreen_that_nobody_is_sure_to_wear() -> None:
    assert next_question(SAFE, ["spf_value", "spf_reapply"], ["spf_use"], {}) is None


def test_a_question_for_two_is_not_put_where_one_is_known() -> None:
    question = next_question({**SAFE, "sleep_hours": 7}, ["stress"], [], {})
    assert question and question.asking == "stress"


def test_what_was_asked_together_and_left_open_is_asked_alone() -> None:
    question = next_question(SAFE, ["stress"], [], {"sleep_hours+stress": 1})
    assert question and question.asking == "stress"


def test_a_frequency_is_asked_for_by_the_products_name() -> None:
    question = next_question(SAFE, ["products.glycolic_acid.per_week"], [], {})
    assert question and question.asking == "products.glycolic_acid.per_week"
    assert "glycolic acid" in question.ask


def test_what_was_passed_over_is_not_asked_again() -> None:
    assert next_question(SAFE, ["spf_use"], ["spf_use"], {}) is None


def test_safety_is_one_question_after_all_others() -> None:
    question = next_question({}, [], [], {})
    assert question and question.asking == list(SAFETY)


def test_safety_asks_only_what_stays_open() -> None:
    question = next_question({"medications": [], "pregnancy": "no"}, [], [], {})
    assert question and question.asking == ["conditions", "allergies"]


def test_after_two_rounds_each_open_part_is_asked_alone() -> None:
    attempts = {"+".join(SAFETY): 2}
    question = next_question({"pregnancy": "no", "medications": []}, [], [], attempts)
    assert question and question.asking == "conditions"


@pytest.mark.parametrize(("age", "asked"), [(34, True), (55, True), (62, False)])
def test_a_pregnancy_is_asked_about_where_it_can_apply(age: int, asked: bool) -> None:
    question = next_question({"age": age}, [], [], {})
    assert question and ("pregnancy" in question.asks) is asked


def test_none_of_these_names_the_pregnancy_only_where_it_was_asked() -> None:
    asked = question_about(SAFETY)
    assert "not pregnant" in dict(asked.buttons[0])["payload"]
    rest = question_about(["conditions", "allergies"])
    assert dict(rest.buttons[0])["payload"] == words("safety.none")


def test_nothing_is_asked_when_all_is_known() -> None:
    assert next_question(SAFE, [], [], {}) is None
