"""Denial, other people, questions, the past and suppositions: the same rules for every kind."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.reader import FactReader


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("no acne, just blackheads", {"concerns": ["blackheads"]}),
        ("the acne is gone now but the dark marks stayed", {"concerns": ["pih"]}),
        ("itchy neck, no fever", {"symptoms": ["itching"]}),
        ("no eczema, psoriasis or lupus", {"conditions": []}),
        ("no itching, only burning", {"symptoms": ["burning"]}),
        ("my blackheads never go away", {"concerns": ["blackheads"]}),
    ],
)
def test_what_is_denied_is_no_fact(reader: FactReader, text: str, facts: dict[str, Any]) -> None:
    assert reader.read(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "my sister has melasma",
        "asking for my boyfriend, he smokes and uses retinol",
        "what if someone used a scrub daily",
        "meri behen pregnant hai",
        "suppose a client has rosacea",
    ],
)
def test_somebody_else_is_not_the_patient(reader: FactReader, text: str) -> None:
    assert reader.read(text) == {"about_other": True}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("my sister has acne but my own skin is dry", {"skin_type": ["dry"]}),
        ("my mum said my melasma is darker", {"concerns": ["melasma"]}),
        ("my brother's wedding is in 4 days", {"event": {"id": "wedding", "days": 4}}),
    ],
)
def test_the_patients_own_facts_stay(reader: FactReader, text: str, facts: dict[str, Any]) -> None:
    assert reader.read(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "is retinol safe in pregnancy?",
        "how much is a hydrafacial",
        "can vitamin c cause redness?",
        "what would you recommend for pores",
        "laser ka rate kya hai",
    ],
)
def test_a_general_question_states_nothing(reader: FactReader, text: str) -> None:
    assert reader.read(text) == {}


@pytest.mark.parametrize(
    "text", ["worried it will make my skin peel", "I had hives as a kid", "my skin stung back then"]
)
def test_what_is_feared_or_long_over_is_no_symptom(reader: FactReader, text: str) -> None:
    assert "symptoms" not in reader.read(text)


def test_a_recent_reaction_is_a_symptom_and_a_lasting_one_a_concern(reader: FactReader) -> None:
    assert reader.read("redness since the new serum")["symptoms"] == ["redness"]
    assert reader.read("redness on both cheeks all the time")["concerns"] == ["redness"]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("the burning has stopped now", ["symptoms", "burning"]),
        ("turns out my skin isn't sensitive after all", ["skin_type", "sensitive"]),
    ],
)
def test_a_withdrawal_travels_beside_the_facts(
    reader: FactReader, text: str, pair: list[str]
) -> None:
    facts = reader.read(text)
    assert facts["retracted"] == [pair]
    assert pair[0] not in facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "no treatments done except a peel",
            {"procedures": [{"id": "chemical_peel", "status": "done"}]},
        ),
        (
            "never had any procedures apart from threading",
            {"procedures": [{"id": "threading", "status": "done"}]},
        ),
        ("no conditions other than psoriasis", {"conditions": ["psoriasis"]}),
    ],
)
def test_an_exception_is_not_denied(reader: FactReader, text: str, facts: dict[str, Any]) -> None:
    assert reader.read(text, [*facts]) == facts


@pytest.mark.parametrize(
    "text", ["actually no itching at all", "ah no redness", "actually no pain"]
)
def test_the_no_of_a_correction_denies_what_follows(reader: FactReader, text: str) -> None:
    assert reader.read(text, "symptoms") == {"symptoms": []}


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("my peel was three weeks ago. No, five weeks", 5),
        ("had a peel two weeks ago, actually 4 weeks ago", 4),
        ("had a peel 3 weeks ago, since last night it is dry", 3),
    ],
)
def test_a_date_stands_until_it_is_taken_back(reader: FactReader, text: str, weeks: float) -> None:
    assert reader.read(text)["procedures"][0]["weeks_ago"] == weeks


@pytest.mark.parametrize(
    "text",
    [
        "yes, my dad is here with me",
        "my mum is next to me, she agrees",
        "with my guardian, I agree",
    ],
)
def test_a_guardian_in_the_room_is_not_the_patient(reader: FactReader, text: str) -> None:
    assert reader.read(text, "consent") == {}


@pytest.mark.parametrize("text", ["the rash is all over", "sore all over my chin"])
def test_all_over_is_not_over(reader: FactReader, text: str) -> None:
    assert "retracted" not in reader.read(text)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("I struggle with reactive skin", {"concerns": ["sensitivity"]}),
        ("my biggest issue is acne and reactive skin", {"concerns": ["acne", "sensitivity"]}),
        ("I have reactive skin", {"skin_type": ["sensitive"]}),
        (
            "help with dryness, and lately redness",
            {"concerns": ["dryness"], "symptoms": ["redness"]},
        ),
        ("I burn easily", {}),
    ],
)
def test_the_frame_tells_a_complaint_from_a_kind_of_skin_and_a_reaction(
    reader: FactReader, text: str, facts: dict[str, Any]
) -> None:
    assert reader.read(text) == facts
