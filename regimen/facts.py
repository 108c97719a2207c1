"""The intake facts: which are valid, and what a wrong one is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from regimen.knowledge import load, products, vocabulary

Facts = dict[str, Any]

MOST_USES_A_WEEK: Final = 70
HOURS_A_DAY: Final = 24
MOST_WEEKS: Final = 5200
MOST_DAYS: Final = 36500


class FactsError(ValueError):
    """Facts that break the contract; `key` names where."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key


def check(facts: object) -> Facts:
    """Return the facts as they are, once they are known to be valid.

    Raises:
        FactsError: no object, an unknown key or identifier, a wrong type or an impossible number;
            its message names the key and the value. Nothing is guessed.
    """
    if not isinstance(facts, Mapping):
        raise FactsError("facts", f"must be a JSON object, not {_kind(facts)}")
    for key, value in facts.items():
        if key not in _CHECKS:
            raise FactsError(str(key), "is not a fact that Dewy knows")
        _CHECKS[key](key, value)
    return dict(facts)


def upper(number: Any) -> float:
    """Return the upper end of a range, or the number itself."""
    return float(max(number)) if isinstance(number, list | tuple) else float(number)


def _kind(value: object) -> str:
    names = {
        type(None): "null",
        list: "a list",
        str: "a text",
        bool: "true or false",
        dict: "an object",
    }
    return names.get(type(value), "a number")


def _number(key: str, value: Any, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FactsError(key, f"must be a number, not {_kind(value)}")
    if not low <= value <= high:  # nor is NaN
        raise FactsError(key, f"{value} is not between {low:g} and {high:g}")


def _range(key: str, value: Any, low: float, high: float) -> None:
    if not isinstance(value, list | tuple):
        _number(key, value, low, high)
        return
    if len(value) != 2:  # noqa: PLR2004  # a range has two ends
        raise FactsError(key, f"a range is [lowest, highest], not {list(value)}")
    for end in value:
        _number(key, end, low, high)
    if value[0] > value[1]:
        raise FactsError(key, f"the range {list(value)} begins above its end")


def _one_of(key: str, value: Any, names: frozenset[str]) -> None:
    if not isinstance(value, str) or value not in names:
        raise FactsError(key, f"{value!r} is not one of {', '.join(sorted(names))}")


def _identifier(vocabulary_name: str) -> Callable[[str, Any], None]:
    return lambda key, value: _one_of(key, value, vocabulary(vocabulary_name))


def _identifiers(names: Callable[[], frozenset[str]]) -> Callable[[str, Any], None]:
    def checked(key: str, value: Any) -> None:
        if not isinstance(value, list | tuple):
            raise FactsError(key, f"must be a list, not {_kind(value)}")
        for member in value:
            _one_of(key, member, names())

    return checked


def _of(vocabulary_name: str) -> Callable[[str, Any], None]:
    return _identifiers(lambda: vocabulary(vocabulary_name))


def _numeric(low: float, high: float) -> Callable[[str, Any], None]:
    return lambda key, value: _number(key, value, low, high)


def _numeric_range(low: float, high: float) -> Callable[[str, Any], None]:
    return lambda key, value: _range(key, value, low, high)


def _whole(low: int, high: int) -> Callable[[str, Any], None]:
    def checked(key: str, value: Any) -> None:
        _number(key, value, low, high)
        if value != int(value):
            raise FactsError(key, f"{value} is not a whole number")

    return checked


def _items(
    names: Callable[[], frozenset[str]], fields: Mapping[str, Callable[[str, Any], None]]
) -> Callable[[str, Any], None]:
    """Check a list of objects with an `id` and other fields; a null field is as good as none."""

    def checked(key: str, value: Any) -> None:
        if not isinstance(value, list | tuple):
            raise FactsError(key, f"must be a list, not {_kind(value)}")
        for item in value:
            if not isinstance(item, Mapping):
                raise FactsError(key, f"each member must be an object, not {_kind(item)}")
            if "id" not in item:
                raise FactsError(key, "a member has no id")
            _one_of(f"{key}.id", item["id"], names())
            for field, found in item.items():
                if field == "id":
                    continue
                name = f"{key}.{item['id']}.{field}"
                if field not in fields:
                    raise FactsError(name, "is not a field that Dewy knows")
                if found is not None:
                    fields[field](name, found)

    return checked


def _event(key: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise FactsError(key, f"must be an object, not {_kind(value)}")
    _items(lambda: vocabulary("events"), {"days": _numeric(0, MOST_DAYS)})(key, [value])


def _true_or_false(key: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise FactsError(key, f"must be true or false, not {_kind(value)}")


def _words(key: str, value: Any) -> None:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise FactsError(key, "must be a list of texts")


def _retracted(key: str, value: Any) -> None:
    if not isinstance(value, list | tuple):
        raise FactsError(key, f"must be a list, not {_kind(value)}")
    for pair in value:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or pair[0] not in FACT_KEYS:  # noqa: PLR2004
            raise FactsError(key, f"{pair!r} is not [key, value]")


_CHECKS: Final[Mapping[str, Callable[[str, Any], None]]] = {
    "products": _items(
        lambda: frozenset(products()),
        {
            "status": _identifier("product_status"),
            "per_week": _numeric_range(0, MOST_USES_A_WEEK),
            "when": _identifier("when"),
        },
    ),
    "skin_type": _of("skin_type"),
    "concerns": _of("concerns"),
    "goals": _of("goals"),
    "symptoms": _of("symptoms"),
    "conditions": _of("conditions"),
    "diet": _of("diet"),
    "spf_use": _identifier("spf_use"),
    "spf_value": _whole(0, 200),
    "spf_reapply": _true_or_false,
    "sleep_hours": _numeric_range(0, HOURS_A_DAY),
    "sleep_quality": _identifier("sleep_quality"),
    "stress": _identifier("stress"),
    "smoking": _identifier("smoking"),
    "pregnancy": _identifier("pregnancy"),
    "water_litres": _numeric(0, 30),
    "age": _whole(0, 130),
    "allergies": _words,
    "medications": _items(
        lambda: vocabulary("medications"), {"status": _identifier("medication_status")}
    ),
    "procedures": _items(
        lambda: vocabulary("procedures"),
        {"status": _identifier("procedure_status"), "weeks_ago": _numeric(0, MOST_WEEKS)},
    ),
    "event": _event,
    "red_flags": _identifiers(
        lambda: frozenset(flag for flags in load_flags().values() for flag in flags)
    ),
    "about_other": _true_or_false,
    "retracted": _retracted,
}

# What is known of a patient; `about_other` and `retracted` say something of a message alone.
FACT_KEYS: Final = tuple(key for key in _CHECKS if key not in ("about_other", "retracted"))


def load_flags() -> dict[str, list[str]]:
    """Return the red flags of each level of triage, the most urgent level first."""
    flags: dict[str, list[str]] = load("vocabulary")["red_flags"]
    return flags
