"""A joint question, products and how often sunscreen: which words answer its second part."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.reader import FactReader

ASKED = ("products", "spf_use")


def heard(reader: FactReader, text: str) -> tuple[dict[str, Any], str | None]:
    """Return the uses a week of each product, and how often sunscreen is worn."""
    facts = reader.read(text, ASKED)
    uses = {each["id"]: each["per_week"] for each in facts.get("products", ())}
    return uses, facts.get("spf_use")


@pytest.mark.parametrize(
    ("text", "uses", "spf_use"),
    [
        ("A night cream 7 days a week. I don't wear any", {"moisturiser": 7}, "never"),
        ("hydroquinone every morning, never", {"hydroquinone": 7}, "never"),
        ("mandelic acid weekly, and daily", {"mandelic_acid": 1}, "daily"),
        ("face wash daily, only at the beach", {"cleanser": 7}, "outdoors_only"),
        ("nothing. yes, every day", {}, "daily"),
    ],
)
def test_bare_words_behind_products_that_leave_nothing_open_are_of_sunscreen(
    reader: FactReader, text: str, uses: dict[str, Any], spf_use: str
) -> None:
    assert heard(reader, text) == (uses, spf_use)


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("retinol 3x a week, sorry 2x", {"retinol": 2}),
        ("a face wash, twice a day", {"cleanser": 14}),
        ("an exfoliating scrub, sometimes", {"physical_scrub": None}),
        ("face wash every day, morning and night", {"cleanser": 14}),
        ("a toner every evening, and I'm not pregnant and not trying", {"toner": 7}),
    ],
)
def test_what_is_still_of_the_product_says_nothing_of_sunscreen(
    reader: FactReader, text: str, uses: dict[str, Any]
) -> None:
    assert heard(reader, text) == (uses, None)


def test_make_up_with_a_factor_beside_a_cream_is_make_up(reader: FactReader) -> None:
    text = "a moisturiser every morning and night, my foundation has spf, nothing else"
    assert heard(reader, text) == ({"moisturiser": 14}, "makeup_only")


def test_a_frequency_behind_sunscreen_takes_none_from_the_product_before(
    reader: FactReader,
) -> None:
    text = "a glycolic peel at home every Sunday, sun cream is part of my morning, daily"
    assert heard(reader, text)[1] == "daily"
    assert 7 not in heard(reader, text)[0].values()


def test_a_product_asked_about_behind_something_else_takes_its_frequency(
    reader: FactReader,
) -> None:
    text = "laser is booked for friday, when to stop adapalene?? i use it every night"
    assert heard(reader, text)[0] == {"adapalene": 7}


def test_a_courtesy_takes_no_product_back(reader: FactReader) -> None:
    text = "there's my moisturizer 2x a day, and I never skip sunscreen, hope that helps!"
    assert heard(reader, text) == ({"moisturiser": 14}, "daily")
    assert heard(reader, text.replace(", hope", " hope")) == ({"moisturiser": 14}, "daily")


def test_hours_of_sleep_are_no_age(reader: FactReader) -> None:
    asked = ("age", "sleep_hours", "sleep_quality", "stress")
    assert reader.read("around 6-7 hours", asked) == {"sleep_hours": [6, 7]}
    assert reader.read("34 7 fine 5", asked) == {
        "age": 34,
        "sleep_hours": 7,
        "sleep_quality": "good",
        "stress": "moderate",
    }


@pytest.mark.parametrize("cream", ["a face cream twice a day", "cetaphil cream every morning"])
@pytest.mark.parametrize(
    "none", ["no sunscreen", "I don't use sunscreen", "I never wear sunscreen"]
)
@pytest.mark.parametrize("joint", [", ", " and ", ". "])
def test_a_creams_frequency_is_not_that_of_a_sunscreen_which_is_not_worn(
    reader: FactReader, cream: str, none: str, joint: str
) -> None:
    uses, spf_use = heard(reader, f"{cream}{joint}{none}")
    assert spf_use == "never" and uses["moisturiser"] in (7, 14)


def test_a_cream_with_sun_care_in_it_counts(reader: FactReader) -> None:
    assert heard(reader, "no sunscreen but my day cream has spf 15, every morning")[1] == "daily"


SLEEP = ("age", "sleep_hours", "sleep_quality", "stress")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Around six hours. Well", {"sleep_hours": 6, "sleep_quality": "good"}),
        (
            "23. Seven hrs. Well. Very stressed",
            {"age": 23, "sleep_hours": 7, "sleep_quality": "good", "stress": "high"},
        ),
        ("Well, about six hours", {"sleep_hours": 6}),
    ],
)
def test_well_behind_the_hours_says_how_and_leads_in_elsewhere(
    reader: FactReader, text: str, facts: dict[str, Any]
) -> None:
    assert reader.read(text, SLEEP) == facts


def test_a_stress_that_is_corrected_is_no_spf(reader: FactReader) -> None:
    heard = reader.read("Sorry, correction: some stress, about a 5", ["spf_value", "spf_reapply"])
    assert heard == {"stress": "moderate"}
