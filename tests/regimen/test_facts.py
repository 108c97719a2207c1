"""Which facts are valid, and what a wrong one is told (contract/facts.md)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from regimen import FACT_KEYS, FactsError, check

VALID: dict[str, Any] = {
    "products": [{"id": "retinol", "status": "current", "per_week": [2, 3], "when": "pm"},
                 {"id": "pha", "status": "planned", "per_week": None}],
    "skin_type": ["oily", "sensitive"],
    "concerns": [],
    "goals": ["glass_skin"],
    "symptoms": ["burning"],
    "conditions": ["eczema"],
    "diet": ["balanced"],
    "spf_use": "daily",
    "spf_value": 50,
    "spf_reapply": False,
    "sleep_hours": [6, 7.5],
    "sleep_quality": "fair",
    "stress": "high",
    "smoking": "former",
    "pregnancy": "no",
    "water_litres": 1.5,
    "age": 31,
    "allergies": ["nuts"],
    "medications": [{"id": "doxycycline", "status": "stopped"}],
    "procedures": [{"id": "laser", "status": "done", "weeks_ago": 0.5}],
    "event": {"id": "wedding", "days": 10},
    "red_flags": ["changing_mole"],
    "about_other": False,
    "retracted": [["symptoms", "burning"]],
}  # fmt: skip


def test_valid_facts_come_back_as_they_are() -> None:
    assert check(VALID) == VALID
    assert check({}) == {}


def test_the_patients_facts_are_all_keys_but_those_of_a_message() -> None:
    assert set(FACT_KEYS) == VALID.keys() - {"about_other", "retracted"}


def product(**fields: Any) -> dict[str, Any]:
    return {"products": [{"id": "retinol", "status": "current"} | fields]}


WRONG: list[tuple[Any, str, str]] = [
    ([], "facts", "must be a JSON object, not a list"),
    ("oily", "facts", "must be a JSON object, not a text"),
    (None, "facts", "must be a JSON object, not null"),
    (3, "facts", "must be a JSON object, not a number"),
    ({"skin": ["oily"]}, "skin", "is not a fact that Dewy knows"),
    ({"skin_type": "oily"}, "skin_type", "must be a list, not a text"),
    ({"skin_type": None}, "skin_type", "must be a list, not null"),
    ({"skin_type": ["greasy"]}, "skin_type", "'greasy' is not one of combination, dry"),
    ({"skin_type": [1]}, "skin_type", "1 is not one of"),
    ({"spf_use": "always"}, "spf_use", "'always' is not one of daily"),
    ({"spf_use": True}, "spf_use", "True is not one of"),
    ({"spf_value": "50"}, "spf_value", "must be a number, not a text"),
    ({"spf_value": True}, "spf_value", "must be a number, not true or false"),
    ({"spf_value": 30.5}, "spf_value", "30.5 is not a whole number"),
    ({"spf_value": -1}, "spf_value", "-1 is not between 0 and 200"),
    ({"spf_reapply": "yes"}, "spf_reapply", "must be true or false, not a text"),
    ({"sleep_hours": 25}, "sleep_hours", "25 is not between 0 and 24"),
    ({"sleep_hours": [7]}, "sleep_hours", "a range is [lowest, highest], not [7]"),
    ({"sleep_hours": [8, 7]}, "sleep_hours", "the range [8, 7] begins above its end"),
    ({"sleep_hours": math.nan}, "sleep_hours", "nan is not between"),
    ({"water_litres": math.inf}, "water_litres", "inf is not between"),
    ({"age": 10**400}, "age", "is not between 0 and 130"),
    ({"age": 30.5}, "age", "30.5 is not a whole number"),
    ({"allergies": "nuts"}, "allergies", "must be a list of texts"),
    ({"allergies": [1]}, "allergies", "must be a list of texts"),
    ({"products": {"id": "retinol"}}, "products", "must be a list, not an object"),
    ({"products": ["retinol"]}, "products", "each member must be an object, not a text"),
    ({"products": [{"status": "current"}]}, "products", "a member has no id"),
    ({"products": [{"id": "retinoll"}]}, "products.id", "'retinoll' is not one of"),
    (product(status="done"), "products.retinol.status", "'done' is not one of"),
    (product(per_week="daily"), "products.retinol.per_week", "must be a number, not a text"),
    (product(per_week=-1), "products.retinol.per_week", "-1 is not between 0 and 70"),
    (product(per_week=[3, 2]), "products.retinol.per_week", "begins above its end"),
    (product(when="noon"), "products.retinol.when", "'noon' is not one of am, both, pm"),
    (product(brand="x"), "products.retinol.brand", "is not a field that Dewy knows"),
    ({"medications": [{"id": "aspirin"}]}, "medications.id", "'aspirin' is not one of"),
    ({"medications": [{"id": "doxycycline", "status": "never"}]},
     "medications.doxycycline.status", "'never' is not one of"),
    ({"procedures": [{"id": "laser", "status": "current"}]}, "procedures.laser.status",
     "'current' is not one of booked, done, wanted"),
    ({"procedures": [{"id": "laser", "status": "done", "weeks_ago": -1}]},
     "procedures.laser.weeks_ago", "-1 is not between"),
    ({"event": "wedding"}, "event", "must be an object, not a text"),
    ({"event": {"days": 3}}, "event", "a member has no id"),
    ({"event": {"id": "birthday"}}, "event.id", "'birthday' is not one of"),
    ({"event": {"id": "wedding", "days": "soon"}}, "event.wedding.days", "must be a number"),
    ({"red_flags": ["headache"]}, "red_flags", "'headache' is not one of"),
    ({"about_other": 1}, "about_other", "must be true or false, not a number"),
    ({"retracted": {}}, "retracted", "must be a list, not an object"),
    ({"retracted": [["symptoms"]]}, "retracted", "is not [key, value]"),
    ({"retracted": [["skin", "oily"]]}, "retracted", "is not [key, value]"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "key", "problem"), WRONG, ids=str)
def test_a_wrong_fact_is_named(facts: Any, key: str, problem: str) -> None:
    with pytest.raises(FactsError) as caught:
        check(facts)
    assert caught.value.key == key
    assert str(caught.value).startswith(f"{key}: ") and problem in str(caught.value)
