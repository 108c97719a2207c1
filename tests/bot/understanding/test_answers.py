"""Bare answers mean something only because of the question before them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.reader import FactReader


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("5ish", "sleep_hours", {"sleep_hours": 5}),
        ("bed at 10, up at 6", "sleep_hours", {"sleep_hours": 8}),
        ("meh", "sleep_quality", {"sleep_quality": "fair"}),
        ("8", "stress", {"stress": "high"}),
        ("not really", "stress", {"stress": "low"}),
        ("used to", "smoking", {"smoking": "former"}),
        ("yes 12 weeks", "pregnancy", {"pregnancy": "pregnant"}),
        ("nope", "pregnancy", {"pregnancy": "no"}),
        ("nah", "spf_reapply", {"spf_reapply": False}),
        ("yep, at lunch", "spf_reapply", {"spf_reapply": True}),
        ("thirty", "spf_value", {"spf_value": 30}),
        ("every morning", "spf_use", {"spf_use": "daily"}),
        ("forty one", "age", {"age": 41}),
        ("6 glasses", "water_litres", {"water_litres": 1.5}),
        ("none", "medications", {"medications": []}),
        ("latex and nickel", "allergies", {"allergies": ["latex", "nickel"]}),
        ("exam in 9 days", "event", {"event": {"id": "other", "days": 9}}),
        ("combo", "skin_type", {"skin_type": ["combination"]}),
        (
            "maybe 3",
            "products.retinol.per_week",
            {"products": [{"id": "retinol", "status": "current", "per_week": 3}]},
        ),
        (
            "not any more",
            "products.retinol.per_week",
            {"products": [{"id": "retinol", "status": "stopped", "per_week": None}]},
        ),
        (
            "about 2 weeks",
            "procedures.laser.weeks_ago",
            {"procedures": [{"id": "laser", "status": "done", "weeks_ago": 2}]},
        ),
    ],
)
def test_a_bare_answer(reader: FactReader, text: str, asked: str, facts: dict[str, Any]) -> None:
    assert reader.read(text, asked) == facts


def test_none_answers_each_list_that_was_asked_for_together(reader: FactReader) -> None:
    asked = ["medications", "conditions", "pregnancy"]
    assert reader.read("none", asked) == {"medications": [], "conditions": []}
    assert reader.read("none, not pregnant", asked)["pregnancy"] == "no"


@pytest.mark.parametrize("text", ["not sure", "skip", "why do you need that?", "no idea"])
@pytest.mark.parametrize("asked", ["age", "stress", "medications", "spf_value"])
def test_no_answer_is_none(reader: FactReader, text: str, asked: str) -> None:
    assert reader.read(text, asked) == {}


def test_another_fact_leaves_the_question_open(reader: FactReader) -> None:
    assert reader.read("oh and I take doxy", "sleep_hours") == {
        "medications": [{"id": "doxycycline", "status": "current"}]
    }


SAFETY = ["pregnancy", "medications", "conditions", "allergies"]


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("50, nah i forget", ["spf_value", "spf_reapply"], {"spf_value": 50, "spf_reapply": False}),
        ("6 hours, stress 3", ["sleep_hours", "stress"], {"sleep_hours": 6, "stress": "low"}),
        ("5, 8", ["sleep_hours", "stress"], {"sleep_hours": 5, "stress": "high"}),
        (
            "Maybe pregnant, I don't know yet. No medication. I have no conditions. No allergies",
            SAFETY,
            {"pregnancy": "possible", "medications": [], "conditions": [], "allergies": []},
        ),
        (
            "not pregnant or breastfeeding, no tablets, I've got eczema",
            SAFETY,
            {"pregnancy": "no", "medications": [], "conditions": ["eczema"]},
        ),
    ],
)
def test_several_questions_are_answered_part_by_part(
    reader: FactReader, text: str, asked: list[str], facts: dict[str, Any]
) -> None:
    assert reader.read(text, asked) == facts


@pytest.mark.parametrize(
    ("text", "pregnancy"),
    [
        ("my husband and i are tring to have a baby, no tablets, i don't have allergies", "trying"),
        ("no tablets, no allergies, not pregnant", "no"),
        ("none of these, and not pregnant", "no"),
        ("baby is due in may, i don't take anything, no allergies", "pregnant"),
    ],
)
def test_only_what_names_a_pregnancy_answers_for_it(
    reader: FactReader, text: str, pregnancy: str
) -> None:
    assert reader.read(text, SAFETY)["pregnancy"] == pregnancy


SUNSCREEN = ["spf_use", "spf_value", "spf_reapply"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("daily, 50, no", ("daily", 50, False)),
        ("yes, 50, yes", ("daily", 50, True)),
        ("every morning. spf 50. only if im out all day", ("daily", 50, True)),
        ("most days, factor 30, every 2 hours", ("most_days", 30, True)),
        ("daily, it says 50", ("daily", 50, None)),
        ("only outdoors, 30", ("outdoors_only", 30, None)),
        ("i use factor 20 and i dont top it up", (None, 20, False)),
        ("never", ("never", None, None)),
    ],
    ids=str,
)
def test_three_questions_about_sunscreen_are_answered_in_one_breath(
    reader: FactReader, text: str, facts: tuple[str | None, int | None, bool | None]
) -> None:
    answered = reader.read(text, SUNSCREEN)
    assert tuple(answered.get(key) for key in SUNSCREEN) == facts


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("34, about 6 hours, well, very stressed", "good"),
        ("6 to 7 hrs, well, stress 5", "good"),
        ("6 hours, well, maybe 7", None),
    ],
)
def test_well_rates_the_sleep_where_it_stands_alone(
    reader: FactReader, text: str, quality: str | None
) -> None:
    asked = ["age", "sleep_hours", "sleep_quality", "stress"]
    assert reader.read(text, asked).get("sleep_quality") == quality


def test_a_type_of_skin_cannot_be_none(reader: FactReader) -> None:
    assert reader.read("nothing right now", ["skin_type", "symptoms"]) == {"symptoms": []}


@pytest.mark.parametrize(
    ("text", "level"),
    [("actually no stress is moderate", "moderate"), ("actually no stress at all", "low")],
)
def test_a_no_that_corrects_denies_no_stress(reader: FactReader, text: str, level: str) -> None:
    assert reader.read(text, "sleep_hours") == {"stress": level}


def test_what_was_asked_decides_between_a_concern_and_a_symptom(reader: FactReader) -> None:
    assert reader.read("dryness", "symptoms") == {"symptoms": ["dryness"]}
    assert reader.read("dryness", "concerns") == {"concerns": ["dryness"]}


@pytest.mark.parametrize("text", ["spf 30", "I'm 30", "30"])
def test_a_number_of_something_else_is_no_frequency(reader: FactReader, text: str) -> None:
    assert "products" not in reader.read(text, "products.glycolic_acid.per_week")


def test_a_neighbouring_question_may_be_answered_instead(reader: FactReader) -> None:
    assert reader.read("badly", "sleep_hours") == {"sleep_quality": "poor"}
    assert reader.read("about 7", "sleep_quality") == {"sleep_hours": 7}


@pytest.mark.parametrize("asked", ["spf_use", ["procedures", "event"]])
def test_one_list_that_is_empty_empties_no_other(reader: FactReader, asked: Any) -> None:
    assert reader.read("no event coming up", asked) == {}


def test_an_empty_list_is_told_whatever_was_asked(reader: FactReader) -> None:
    assert reader.read("acne, no symptoms") == {"concerns": ["acne"], "symptoms": []}


def test_none_of_these_counts_for_every_list(reader: FactReader) -> None:
    assert reader.read("none of those, and I'm not pregnant", SAFETY[:3]) == {
        "pregnancy": "no",
        "medications": [],
        "conditions": [],
    }


@pytest.mark.parametrize("lead", ["Hmm let me see,", "Ma'am,", "Doctor,", "so yeah,", "tbh,"])
@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("badly lol", "sleep_quality", {"sleep_quality": "poor"}),
        ("so-so. Not pregnant.", "sleep_quality", {"sleep_quality": "fair", "pregnancy": "no"}),
        ("7 to 8, mostly junk food", "sleep_hours", {"sleep_hours": [7, 8]}),
        ("never", "spf_use", {"spf_use": "never"}),
    ],
)
def test_an_opener_answers_nothing_and_hides_nothing(
    reader: FactReader, lead: str, text: str, asked: str, facts: dict[str, Any]
) -> None:
    assert facts.items() <= reader.read(f"{lead} {text}", asked).items()


@pytest.mark.parametrize("text", ["beats me", "your guess is as good as mine", "hmm", "no clue"])
@pytest.mark.parametrize("asked", ["sleep_quality", "spf_use", "smoking"])
def test_an_idiom_for_not_knowing_is_no_answer(reader: FactReader, text: str, asked: str) -> None:
    assert reader.read(text, asked) == {}


@pytest.mark.parametrize("text", ["yes, I have rosacea", "yeah and I get blackheads"])
def test_a_yes_that_explains_itself_is_no_pregnancy(reader: FactReader, text: str) -> None:
    assert "pregnancy" not in reader.read(text, "pregnancy")


@pytest.mark.parametrize("text", ["yes", "yes, 20 weeks", "yes I am"])
def test_a_yes_to_pregnancy_counts(reader: FactReader, text: str) -> None:
    assert reader.read(text, "pregnancy") == {"pregnancy": "pregnant"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("actually no, toner twice a week", ["spf_value", "spf_reapply"]),
        ("madam, actually no, spf 50", ["medications", "conditions"]),
    ],
)
def test_a_correction_says_no_to_nothing_that_was_asked(
    reader: FactReader, text: str, asked: list[str]
) -> None:
    assert not {"spf_reapply", "medications", "conditions"} & set(reader.read(text, asked))


@pytest.mark.parametrize("text", ["Do I need all these 12 steps?", "do i have to use 20 products?"])
def test_a_question_with_a_number_is_no_answer(reader: FactReader, text: str) -> None:
    assert reader.read(text, "age") == {}


@pytest.mark.parametrize(
    ("text", "litres"), [("a litre and a half", 1.5), ("2 litres and a half", 2.5)]
)
def test_half_of_a_unit_is_added_to_it(reader: FactReader, text: str, litres: float) -> None:
    assert reader.read(text, "water_litres") == {"water_litres": litres}
