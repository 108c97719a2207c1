"""Which topic a question is about, and what is said to it."""

from __future__ import annotations

from typing import Any

import pytest
from textstat import textstat

from actions import topics as answers
from actions.conversation import Conversation
from actions.words import topics

CONTRACT = [
    "glass_skin",
    "ten_steps",
    "results_when",
    "maintenance",
    "home_or_clinic",
    "treatment_phases",
    "exfoliate_how_often",
    "over_exfoliation",
    "barrier_repair",
    "scrub_or_acid",
    "spf_why",
    "spf_how_much",
    "spf_reapply",
    "spf_indoors_cloudy",
    "spf_dark_skin",
    "spf_makeup",
    "spf_white_cast",
    "vitamin_c",
    "niacinamide_vitamin_c",
    "retinol_start",
    "retinol_pregnancy",
    "retinoid_with_acid",
    "hyaluronic_acid",
    "ceramides",
    "alpha_arbutin",
    "tranexamic_acid",
    "double_cleansing",
    "toner_essence",
    "sleeping_mask",
    "routine_morning",
    "routine_evening",
    "season",
    "stress_skin",
    "sleep_skin",
    "water_diet",
    "pollution",
    "chemical_peel",
    "microdermabrasion",
    "microneedling",
    "mesotherapy",
    "led_therapy",
    "radiofrequency_ultrasound",
    "oxygen_infusion",
    "pigmentation",
    "acne",
    "dark_circles",
    "pores",
    "dehydration",
    "photo_how",
    "photo_privacy",
    "privacy",
    "are_you_human",
    "what_can_you_do",
    "price_booking",
    "hair",
]
TRETINOIN = {"products": [{"id": "tretinoin", "status": "current", "per_week": 7}]}
# A bubble of WhatsApp holds 1,024 characters, and a question follows the answer.
LONGEST = 700


def talk(
    message: str, questions: list[tuple[str, float]], topic: str | None = None
) -> Conversation:
    return Conversation(
        sender="asha",
        channel="web",
        intent="ask_question",
        message=message,
        heard={},
        questions=questions,
        facts={},
        topic=topic,
    )


def said(topic: str, facts: dict[str, Any]) -> str:
    return " ".join(answers.sentences(topic, facts))


def test_every_topic_of_the_contract_is_answered_and_no_other() -> None:
    assert set(topics()) == set(CONTRACT)


@pytest.mark.parametrize("topic", CONTRACT)
def test_an_answer_is_short_and_plain(topic: str) -> None:
    entry = topics()[topic]
    for words in (entry["answer"], *(own["say"] for own in entry.get("yours", []))):
        assert textstat.flesch_kincaid_grade(words) <= 8
    assert len(said(topic, {})) <= LONGEST
    assert set(entry.get("related", [])) <= set(CONTRACT)


@pytest.mark.parametrize("topic", CONTRACT)
def test_the_patients_own_facts_can_be_read_for_every_answer(topic: str) -> None:
    assert "{" not in said(topic, {**TRETINOIN, "pregnancy": "pregnant", "spf_use": "never"})


def test_the_patients_own_facts_come_first() -> None:
    assert said("retinoid_with_acid", {}) in said("retinoid_with_acid", TRETINOIN)
    pregnant = {**TRETINOIN, "pregnancy": "pregnant"}
    for topic in ("retinol_pregnancy", "retinoid_with_acid", "routine_evening"):
        assert said(topic, pregnant).startswith("You told me about tretinoin")
        assert "pause" in said(topic, pregnant)
    assert "do not start a retinoid" in said("retinol_start", pregnant)


def test_the_sure_topic_is_answered() -> None:
    assert answers.topic_of(talk("why sunscreen?", [("spf_why", 0.8), ("acne", 0.1)])) == "spf_why"


def test_no_topic_where_none_is_sure() -> None:
    unsure = [("spf_why", 0.12), ("acne", 0.1), ("pores", 0.02)]
    assert answers.topic_of(talk("hmm is that good for my skin really", unsure)) is None
    assert answers.conceivable(unsure) == ["spf_why", "acne"]


def test_a_question_that_follows_means_a_topic_near_the_last() -> None:
    likely = [("pigmentation", 0.3), ("spf_dark_skin", 0.2)]
    assert answers.topic_of(talk("and for dark skin?", likely, topic="spf_why")) == "spf_dark_skin"
    assert answers.topic_of(talk("and for dark skin?", likely)) == "pigmentation"
