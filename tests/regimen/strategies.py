"""Hypothesis strategies for valid facts, with the whole vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from regimen.facts import load_flags
from regimen.knowledge import products, vocabulary

Facts = dict[str, Any]


def one_of(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(vocabulary(name)))


def some_of(names: Iterable[str], at_most: int = 4) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(names)), unique=True, max_size=at_most)


def number(high: float) -> st.SearchStrategy[float]:
    return st.integers(0, int(high)) | st.floats(0, high, allow_nan=False)


def number_or_range(high: float) -> st.SearchStrategy[Any]:
    ends = st.tuples(number(high), number(high)).map(list).map(sorted)
    return number(high) | ends


def item(names: Iterable[str], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    required = {"id": st.sampled_from(sorted(names)), "status": fields.pop("status")}
    return st.fixed_dictionaries(required, optional=fields)


def items(member: st.SearchStrategy[Facts], at_most: int) -> st.SearchStrategy[list[Facts]]:
    return st.lists(member, unique_by=_identifier, max_size=at_most)


def _identifier(found: Facts) -> str:
    return str(found["id"])


PRODUCT = item(
    products(),
    status=st.just("current") | one_of("product_status"),
    per_week=st.none() | number_or_range(14),
    when=st.none() | one_of("when"),
)
MEDICINE = item(vocabulary("medications"), status=one_of("medication_status"))
PROCEDURE = item(
    vocabulary("procedures"),
    status=one_of("procedure_status"),
    weeks_ago=st.none() | number(8),
)
RED_FLAGS = sorted(flag for flags in load_flags().values() for flag in flags)

KEYS: dict[str, st.SearchStrategy[Any]] = {
    "products": items(PRODUCT, 12),
    "medications": items(MEDICINE, 3),
    "procedures": items(PROCEDURE, 3),
    **{
        key: some_of(vocabulary(key))
        for key in ("skin_type", "concerns", "goals", "symptoms", "conditions", "diet")
    },
    **{
        key: one_of(key)
        for key in ("spf_use", "sleep_quality", "stress", "smoking", "pregnancy")
    },
    "spf_value": st.integers(0, 100),
    "spf_reapply": st.booleans(),
    "sleep_hours": number_or_range(24),
    "water_litres": number(10),
    "age": st.integers(10, 95),
    "allergies": st.lists(st.sampled_from(["nuts", "aspirin", "vitamin c", "Retinol"]) | st.text(max_size=9), max_size=3),
    "event": st.fixed_dictionaries(
        {"id": one_of("events")}, optional={"days": st.none() | number(60)}
    ),
    "red_flags": some_of(RED_FLAGS, at_most=2),
}  # fmt: skip

FACTS: st.SearchStrategy[Facts] = st.fixed_dictionaries({}, optional=KEYS)
WITHOUT_FLAGS: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {}, optional={key: value for key, value in KEYS.items() if key != "red_flags"}
)
WITHDRAWALS = st.lists(
    st.sampled_from(["symptoms", "concerns", "skin_type", "conditions"]).flatmap(
        lambda key: st.tuples(st.just(key), one_of(key)).map(list)
    ),
    max_size=2,
)


def _withdraws_what_it_states(message: Facts) -> bool:
    return any(value in message.get(key, ()) for key, value in message.get("retracted", ()))


# What one message states.
MESSAGES: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {}, optional={**KEYS, "retracted": WITHDRAWALS, "about_other": st.booleans()}
).filter(lambda message: not _withdraws_what_it_states(message))
SEASONS = st.sampled_from([None, "spring", "summer", "autumn", "winter"])
