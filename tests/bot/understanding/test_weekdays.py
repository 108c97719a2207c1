"""Days of the week that are named, left out, or left over."""

from __future__ import annotations

import pytest

from bot.understanding.reader import FactReader


def often(reader: FactReader, text: str) -> dict[str, float | None]:
    """Return the uses a week of each product of a message."""
    return {each["id"]: each["per_week"] for each in reader.read(text, None)["products"]}


@pytest.mark.parametrize(
    ("when", "uses"),
    [
        ("every night except friday and saturday", 5),
        ("nightly apart from sundays, mondays and wednesdays", 4),
        ("every night but not on fridays", 6),
        ("mon-fri", 5),
        ("sunday to thursday only", 5),
        ("mon, wed and sat nights", 3),
        ("sirf shukravar ki raat ko", 1),
        ("only on mondays", 1),
    ],
)
def test_days_are_counted(reader: FactReader, when: str, uses: float) -> None:
    assert often(reader, f"retinol {when}") == {"retinol": uses}


@pytest.mark.parametrize("rest", ["on all the other days", "the remaining nights"])
def test_the_other_days_are_those_that_were_not_named(reader: FactReader, rest: str) -> None:
    read = often(reader, f"mandelic acid mondays and thursdays, niacinamide {rest}")
    assert read == {"mandelic_acid": 2, "niacinamide": 5}


def test_a_day_beside_a_product_is_of_it_where_days_are_listed(reader: FactReader) -> None:
    read = often(reader, "tret mon and wed nights, lactic acid sat night")
    assert read == {"tretinoin": 2, "lactic_acid": 1}


def test_sun_protection_is_no_sunday(reader: FactReader) -> None:
    text = "moisturiser with spf 15 every morning, that is my only sun protection"
    assert reader.read(text, None)["spf_use"] == "daily"


def test_days_off_do_not_count(reader: FactReader) -> None:
    text = "vitamin c mon to fri mornings, on weekends i let my face breathe"
    assert often(reader, text) == {"vitamin_c": 5}
