"""Products: how often, when, and whether they are in use."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.reader import FactReader


def product(reader: FactReader, text: str, identifier: str) -> dict[str, Any]:
    found = {each["id"]: each for each in reader.read(text).get("products", ())}
    return found[identifier]


@pytest.mark.parametrize(
    ("said", "per_week"),
    [
        ("every day", 7),
        ("twice a day", 14),
        ("2x daily", 14),
        ("thrice a week", 3),
        ("2-3 times a week", [2, 3]),
        ("between 4 and 5 times per week", [4, 5]),
        ("every other day", 3.5),
        ("alternate nights", 3.5),
        ("every third night", 2.33),
        ("every 2-3 days", [2.33, 3.5]),
        ("once every 10 days", 0.7),
        ("on weekdays", 5),
        ("mon, wed and fri", 3),
        ("sundays only", 1),
        ("two nights on, one night off", 4.67),
        ("fortnightly", 0.5),
        ("once a month", 0.25),
        ("hafte mein do baar", 2),
        ("ek din chhod ke", 3.5),
        ("tres veces a la semana", 3),
        ("cada noche", 7),
        ("at night", None),
        ("now and then", None),
        ("6 days in a row", None),
    ],
)
def test_a_frequency_is_uses_a_week(reader: FactReader, said: str, per_week: Any) -> None:
    assert product(reader, f"mandelic acid {said}", "mandelic_acid")["per_week"] == per_week


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("every morning", "am"),
        ("5 nights a week", "pm"),
        ("morning and evening", "both"),
        ("twice a day", None),
        ("raat ko", "pm"),
    ],
)
def test_the_part_of_the_day_only_where_it_is_said(
    reader: FactReader, said: str, when: str | None
) -> None:
    assert product(reader, f"niacinamide {said}", "niacinamide").get("when") == when


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("I use retinol", "current"),
        ("I had to ditch retinol", "stopped"),
        ("haven't touched retinol in months", "stopped"),
        ("maine retinol chhod diya", "stopped"),
        ("ya no uso retinol", "stopped"),
        ("thinking of starting retinol", "planned"),
        ("my derm wants me to begin retinol", "planned"),
        ("never tried retinol", "never"),
        ("retinol? nope never", "never"),
    ],
)
def test_whether_a_product_is_in_use(reader: FactReader, text: str, status: str) -> None:
    assert product(reader, text, "retinol")["status"] == status


def test_a_change_stops_the_one_and_begins_the_other(reader: FactReader) -> None:
    text = "switched from glycolic to pha in spring"
    assert product(reader, text, "glycolic_acid")["status"] == "stopped"
    assert product(reader, text, "pha")["status"] == "current"


@pytest.mark.parametrize(
    ("text", "per_week"),
    [
        ("clay mask twice a day, I mean twice a week", 2),
        ("clay mask daily. Actually that's a lie, more like 3 times a week", 3),
        ("clay mask was every day, now it's weekly", 1),
        ("clay mask once a month. It was weekly to begin with", 0.25),
    ],
)
def test_a_correction_wins_and_the_past_does_not(
    reader: FactReader, text: str, per_week: float
) -> None:
    assert product(reader, text, "clay_mask")["per_week"] == per_week


def test_a_corrected_name_replaces_the_one_before(reader: FactReader) -> None:
    found = reader.read("I use kojic, no wait, tranexamic serum, weekly")["products"]
    assert found == [{"id": "tranexamic_acid", "status": "current", "per_week": 1}]


def test_a_list_shares_the_frequency_that_follows_it(reader: FactReader) -> None:
    text = "toner and essence twice a day"
    assert product(reader, text, "toner")["per_week"] == 14
    assert product(reader, text, "essence")["per_week"] == 14


def test_a_list_shares_the_frequency_that_leads_it(reader: FactReader) -> None:
    text = "every morning: cleanser, vitamin C, moisturiser. nights: adapalene mon/wed"
    assert product(reader, text, "moisturiser")["per_week"] == 7
    assert product(reader, text, "vitamin_c")["when"] == "am"
    assert product(reader, text, "adapalene") == {
        "id": "adapalene",
        "status": "current",
        "per_week": 2,
        "when": "pm",
    }


def test_what_stands_in_brackets_is_of_the_last_one_only(reader: FactReader) -> None:
    text = "evening: double cleanse, retinal (mon/thu/sat)"
    assert product(reader, text, "retinal")["per_week"] == 3
    assert product(reader, text, "double_cleanse")["per_week"] is None


def test_a_product_for_the_body_is_left_out(reader: FactReader) -> None:
    assert reader.read("salt scrub on my legs every week") == {}


def test_a_kind_of_product_only_repeats_the_name_before_it(reader: FactReader) -> None:
    assert [each["id"] for each in reader.read("glycolic toner daily")["products"]] == [
        "glycolic_acid"
    ]
    assert [each["id"] for each in reader.read("salicylic face wash daily")["products"]] == [
        "salicylic_acid_cleanser"
    ]
