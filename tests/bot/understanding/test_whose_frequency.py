"""Which product a frequency belongs to, and which it does not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.reader import FactReader


def often(reader: FactReader, text: str, asked: str | None = None) -> dict[str, Any]:
    """Return the uses a week of each product of a message."""
    return {each["id"]: each["per_week"] for each in reader.read(text, asked)["products"]}


@pytest.mark.parametrize(
    "food",
    ["I eat chips daily", "biscuits and cakes every day", "a whey shake every morning"],
)
@pytest.mark.parametrize("joint", [", ", ", and ", ". "])
def test_a_frequency_of_food_is_of_no_product(reader: FactReader, food: str, joint: str) -> None:
    assert often(reader, f"clay mask twice a week{joint}{food}") == {"clay_mask": 2}


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        (
            "Three times a week I use a scrub, there's a toner daily, I have azelaic acid",
            {"physical_scrub": 3, "toner": 7, "azelaic_acid": None},
        ),
        (
            "I have an essence and I apply lactic acid every evening",
            {"essence": None, "lactic_acid": 7},
        ),
        (
            "once a week I use a peel kit at home, i'm thinking of starting retinol",
            {"peel_home": 1, "retinol": None},
        ),
        (
            "I have a toner. Twice a day I use a moisturiser.",
            {"toner": None, "moisturiser": 14},
        ),
        (
            "retinol daily in the evening, twice a day I use an essence",
            {"retinol": 7, "essence": 14},
        ),
        ("mandelic, twice a week, I use a toner", {"mandelic_acid": 2, "toner": None}),
    ],
)
def test_a_clause_with_a_verb_of_its_own_keeps_its_frequency(
    reader: FactReader, text: str, uses: dict[str, Any]
) -> None:
    assert often(reader, text) == uses


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("essence, toner and face oil every night", {"essence": 7, "toner": 7, "face_oil": 7}),
        ("every evening I use a cleanser, then I apply retinal", {"cleanser": 7, "retinal": 7}),
        ("mornings, daily: I use a toner, I put on vitamin c", {"toner": 7, "vitamin_c": 7}),
    ],
)
def test_the_steps_of_one_routine_share_a_frequency(
    reader: FactReader, text: str, uses: dict[str, Any]
) -> None:
    assert often(reader, text) == uses


@pytest.mark.parametrize(
    ("text", "per_week"),
    [
        ("clay mask every other evening, not every evening", 3.5),
        ("clay mask, not daily", None),
        ("clay mask was 5 nights a week, I reduced it to 2", 2),
        ("clay mask every morning and har raat", 14),
    ],
)
def test_the_later_and_the_undenied_counts(
    reader: FactReader, text: str, per_week: float | None
) -> None:
    assert often(reader, text) == {"clay_mask": per_week}


@pytest.mark.parametrize("maker", ["from CeraVe", "by the ordinary", "from cetaphil"])
def test_the_maker_of_a_product_is_no_second_one(reader: FactReader, maker: str) -> None:
    assert often(reader, f"a salicylic acid cleanser {maker} daily") == {
        "salicylic_acid_cleanser": 7
    }


def test_a_medicine_that_was_stopped_stops_no_product(reader: FactReader) -> None:
    found = reader.read("face cream twice daily, and I finished roaccutane last year")
    assert found["products"] == [{"id": "moisturiser", "status": "current", "per_week": 14}]


@pytest.mark.parametrize(
    "more", ["I wear sunscreen every day", "two litres of water a day", "I eat sweets daily"]
)
def test_an_answer_is_not_overwritten_by_what_is_told_beside_it(
    reader: FactReader, more: str
) -> None:
    asked = "products.lactic_acid.per_week"
    assert often(reader, f"3 nights a week. {more}", asked)["lactic_acid"] == 3


def test_a_word_of_the_name_is_no_time_of_day(reader: FactReader) -> None:
    assert "when" not in reader.read("an overnight mask twice a week")["products"][0]


@pytest.mark.parametrize("text", ["I use a moisturiser daily", "betnovate on my face 3x a week"])
def test_another_cream_is_no_sunscreen(reader: FactReader, text: str) -> None:
    assert "spf_use" not in reader.read(text, "spf_use")


@pytest.mark.parametrize(
    "text", ["on alternate days I use a mandelic toner", "I use a mandelic toner every other day"]
)
def test_an_answer_of_another_product_is_its_own(reader: FactReader, text: str) -> None:
    asked = "products.physical_scrub.per_week"
    assert often(reader, text, asked) == {"mandelic_acid": 3.5}


def test_a_factor_before_every_day_counts_no_uses(reader: FactReader) -> None:
    facts = reader.read("a day cream with spf 20 every day")
    assert facts["spf_value"] == 20
    assert often(reader, "a day cream with spf 20 every day") == {"moisturiser": 7}


def test_sunscreen_every_day_is_not_put_on_again(reader: FactReader) -> None:
    assert reader.read("sunscreen every single day", ["spf_reapply"]) == {"spf_use": "daily"}


@pytest.mark.parametrize("order", ["in that order", "all of them"])
def test_a_frequency_behind_a_whole_list_is_everybodys(reader: FactReader, order: str) -> None:
    read = often(reader, f"cleanser, toner, ceramide cream. {order}, every single night")
    assert read == {"cleanser": 7, "toner": 7, "ceramides": 7}


def test_a_unit_may_be_corrected_alone(reader: FactReader) -> None:
    assert often(reader, "mandelic acid two times a day, sorry, a week") == {"mandelic_acid": 2}


@pytest.mark.parametrize(
    "text",
    [
        "which is stronger, tretinoin or retinol?",
        "vitamin c or niacinamide, which one is better?",
    ],
)
def test_what_is_only_compared_is_not_used(reader: FactReader, text: str) -> None:
    assert reader.read(text, None) == {}


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("a toner daily, glycolic acid never", {"toner": 7, "glycolic_acid": 0}),
        ("my cream is bakuchiol, every night", {"bakuchiol": 7}),
        ("a 30% glycolic home peel kit every 4 weeks", {"peel_home": 0.25}),
        ("roz subah shaam face wash, aur kuch nahi lagati", {"cleanser": 14}),
        ("my husband nicks my moisturiser, i put it on each morning", {"moisturiser": 7}),
    ],
)
def test_what_else_is_said_of_a_product_changes_no_other(
    reader: FactReader, text: str, products: dict[str, float]
) -> None:
    assert often(reader, text) == products
