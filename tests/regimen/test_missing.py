"""Which facts to ask for, most telling first."""

from __future__ import annotations

from typing import Any

import pytest

from regimen import FACT_KEYS
from regimen.knowledge import load
from tests.regimen.said import Facts, answer, had, takes, use, uses, wants

COMPLETE: Facts = {
    **uses(use("cleanser", 14), use("moisturiser", 14), use("vitamin_c", 7, "am")),
    "skin_type": ["normal"],
    "concerns": ["dullness"],
    "goals": ["glow"],
    "symptoms": [],
    "spf_use": "daily",
    "spf_value": 50,
    "spf_reapply": True,
    "pregnancy": "no",
    "medications": [],
    "conditions": [],
    "allergies": [],
    "procedures": [],
    "age": 31,
    "sleep_hours": 8,
    "stress": "low",
}


def missing(*facts: Facts, **more: Any) -> list[str]:
    return answer(*facts, **more)["missing"]


def test_where_nothing_is_known_the_routine_and_the_aims_come_first() -> None:
    found = missing()
    assert found[:2] == ["products", "concerns"]
    assert set(found[2:7]) == {"skin_type", "symptoms", "spf_use", "medications", "pregnancy"}
    life = {"sleep_hours", "sleep_quality", "stress"}
    assert set(found[-5:]) == {*life, "event", "spf_reapply"}
    assert {"conditions", "procedures", "allergies"} < set(found)


def test_where_all_is_known_nothing_is_missing() -> None:
    assert missing(COMPLETE) == []


@pytest.mark.parametrize("key", sorted(COMPLETE.keys() - {"goals", "spf_value", "spf_reapply"}))
def test_each_fact_of_a_complete_intake_is_asked_for_where_it_is_open(key: str) -> None:
    rest = {name: value for name, value in COMPLETE.items() if name != key}
    assert key in missing(rest)


def test_what_is_known_is_never_asked_for() -> None:
    assert not set(missing(spf_use="never", concerns=["acne"])) & {"spf_use", "concerns"}


@pytest.mark.parametrize(
    "product",
    ["glycolic_acid", "washcloth", "salicylic_acid_cleanser", "tretinoin", "benzoyl_peroxide"],
)
def test_an_unknown_frequency_that_counts(product: str) -> None:
    key = f"products.{product}.per_week"
    assert key in missing(uses(use(product, None)))
    assert key not in missing(uses(use(product, 3)))
    assert key not in missing(uses(use(product, None, status="planned")))


@pytest.mark.parametrize("product", ["moisturiser", "bakuchiol", "vitamin_c", "cleanser"])
def test_an_unknown_frequency_that_counts_nowhere(product: str) -> None:
    assert f"products.{product}.per_week" not in missing(uses(use(product, None)))


def test_the_heavier_exfoliant_is_asked_for_first() -> None:
    found = missing(uses(use("pha", None), use("physical_scrub", None), use("lactic_acid", None)))
    frequencies = [key for key in found if key.endswith("per_week")]
    assert [key.split(".")[1] for key in frequencies] == ["physical_scrub", "lactic_acid", "pha"]


@pytest.mark.parametrize("procedure", ["chemical_peel", "laser", "laser_hair_removal"])
def test_an_unknown_date_that_counts(procedure: str) -> None:
    key = f"procedures.{procedure}.weeks_ago"
    assert key in missing(had(procedure, None))
    assert key not in missing(had(procedure, 1))
    assert key not in missing(wants(procedure))


def test_the_date_of_any_procedure_counts_with_a_sign_of_infection() -> None:
    assert "procedures.filler.weeks_ago" not in missing(had("filler", None))
    assert "procedures.filler.weeks_ago" in missing(had("filler", None), symptoms=["pus"])


@pytest.mark.parametrize(
    ("key", "facts", "asked"),
    [
        ("event", wants("filler"), True),
        ("event", {"event": {"id": "wedding"}, **wants("filler")}, True),
        ("event", {"event": {"id": "wedding", "days": 20}, **wants("filler")}, False),
        ("event", {"event": {"id": "wedding"}}, False),
        ("event", uses("retinol"), True),
        ("event", {}, True),
        ("event", {"procedures": []}, False),
        ("spf_value", {"spf_use": "daily"}, True),
        ("spf_value", {}, True),
        ("spf_value", {"spf_use": "never"}, False),
        ("pregnancy", {"age": 34}, True),
        ("pregnancy", {"age": 70}, False),
        ("sleep_quality", {}, True),
        ("sleep_quality", {"sleep_hours": 6}, False),
        ("sleep_quality", {"sleep_hours": 8}, False),
        ("diet", {"concerns": ["acne"]}, True),
        ("diet", {"concerns": ["texture"]}, False),
        ("smoking", takes("tranexamic_acid_oral"), True),
        ("smoking", {}, False),
        ("water_litres", {}, False),
    ],
    ids=str,
)
def test_asked_only_where_it_matters(key: str, facts: Facts, asked: bool) -> None:
    assert (key in missing(facts)) is asked


def test_safety_comes_before_lifestyle() -> None:
    found = missing(uses("retinol"), wants("chemical_peel"))
    for safety in ("pregnancy", "medications", "conditions"):
        assert found.index(safety) < found.index("sleep_hours")


def test_every_key_is_one_of_the_contract() -> None:
    assert set(load("missing")["facts"]) <= set(FACT_KEYS)
