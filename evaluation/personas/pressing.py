"""Which quick reply a patient may press, and what it states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.personas.data import load
from evaluation.scoring import flatten


def fitting_button(
    asked: Sequence[str], payloads: Sequence[str], facts: Mapping[str, Any]
) -> tuple[str, dict[str, Any]] | None:
    """Return the payload of a quick reply that is true of a patient, with the facts it states.

    Args:
        asked: the keys that were asked for.
        payloads: of the quick replies that are offered.
        facts: what the patient would say.

    Returns:
        None where no quick reply fits. Of a list, one member of several may be pressed.
    """
    for payload in payloads:
        stated = _states(asked, payload)
        covered = set(stated) | ({"event"} - set(facts))  # "none" of an event states nothing
        if stated and covered >= set(asked) and _is_true(stated, facts):
            return payload, stated
    return None


def frequency_button(payloads: Sequence[str], per_week: Any) -> str | None:
    """Return the payload of the quick reply for a product's frequency, or None."""
    table: Mapping[str, Any] = load("buttons")["per_week"]
    return next((each for each in payloads if table.get(each, -1) == per_week), None)


def _states(asked: Sequence[str], payload: str) -> dict[str, Any]:
    data = load("buttons")
    if payload in data["none"]:
        return {key: [] for key in asked if key != "event"}
    answers = data["yes_or_no"].get(asked[0], {})
    if len(asked) == 1 and payload in answers:
        return {asked[0]: answers[payload]}
    return dict(data["states"].get(payload, {}))


def _is_true(stated: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    known = flatten(facts)
    return all(pair in known for pair in flatten(stated))
