"""What is right and wrong in a talk: its end, its record, its warnings, its questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import regimen
from evaluation.personas.drawing import Facts
from evaluation.scoring import Comparison, compare
from evaluation.talks import Talk, Turn

# How often a question may be put before the talk goes in circles.
MOST_TIMES: Final = 3
URGENCY: Final = ("now", "same_day", "soon", "routine")
NOT_FACTS: Final = frozenset({"consent", "open", "confirm", "photo_consent", "photo"})


def reached_its_end(talk: Talk) -> bool:
    """Tell whether the plan came, or the emergency advice where the facts amount to one."""
    return _emergency(talk) if talk.ended_in_emergency else talk.plan is not None


def record(talk: Talk) -> Comparison | None:
    """Compare the records with what was said; None where nothing may be kept, without consent."""
    has_consented = any("open" in turn.asked or _asks_facts(turn.asked) for turn in talk.turns)
    return compare(talk.said, talk.record) if has_consented or talk.plan else None


def warnings(talk: Talk) -> Comparison | None:
    """Compare the plan's warnings with those that what was said requires; None without a plan."""
    if talk.plan is None:
        return None
    required = regimen.advise(talk.said)["warnings"]
    return compare(_named(required), _named(talk.plan["warnings"]))


def alarm_missed(talk: Talk) -> bool:
    """Tell whether a red flag was not answered, as urgently as it is, in its very turn."""
    flagged = [turn for turn in talk.turns if turn.message.facts.get("red_flags")]
    return any(not _is_urgent_enough(turn) for turn in flagged)


def false_alarms(talk: Talk) -> list[str]:
    """Return the levels of triage that were told although nothing said amounts to one."""
    return [
        turn.triage
        for turn in talk.turns
        if turn.triage and regimen.advise(turn.said)["triage"]["level"] == "routine"
    ]


def asked_again(talk: Talk) -> list[str]:
    """Return the keys that were asked for although they had been said."""
    return [
        key
        for turn in talk.turns
        for key in turn.asked
        if key not in NOT_FACTS and _is_known(key, turn.said)
    ]


def loops(talk: Talk) -> list[str]:
    """Return the questions that were put too often."""
    put = Counter("+".join(turn.asked) for turn in talk.turns if turn.asked)
    return [
        question for question, times in put.items() if times > MOST_TIMES + _interruptions(talk)
    ]


def led_astray(talk: Talk) -> int:
    """Return how often a question or greeting in between was not led back from."""
    return sum(
        turn.message.aside and not turn.message.facts and not set(turn.asked) & set(before.asked)
        for before, turn in zip(talk.turns, talk.turns[1:], strict=False)
    )


def is_stop(turn: Turn) -> bool:
    """Tell whether nothing is asked after a turn although the talk is not over."""
    has_plan = any("plan" in each.get("custom", {}) for each in turn.answers)
    return not turn.asked and not has_plan and turn.triage != "now"


def is_flawless(talk: Talk) -> bool:
    """Tell whether nothing at all is wrong with a talk."""
    return not faults(talk)


def faults(talk: Talk) -> list[str]:
    """Return what is wrong with a talk, a line each, the gravest first."""
    found: list[str] = []
    if alarm_missed(talk):
        found.append("a red flag was not answered")
    if not reached_its_end(talk):
        found.append("it did not reach its end")
    if (given := warnings(talk)) is not None:
        found += [f"warning missing: {value}" for _, value in given.missed]
        found += [f"warning too many: {value}" for _, value in given.extra]
    found += [f"false alarm: {level}" for level in false_alarms(talk)]
    if (kept := record(talk)) is not None:
        found += [f"fact missed: {key} {value}" for key, value in kept.missed]
        found += [f"fact invented: {key} {value}" for key, value in kept.extra]
    found += [f"asked although it was said: {key}" for key in asked_again(talk)]
    found += [f"put too often: {question}" for question in loops(talk)]
    if stopped := sum(is_stop(turn) for turn in talk.turns):
        found.append(f"the talk stopped {stopped} times")
    if astray := led_astray(talk):
        found.append(f"not led back {astray} times")
    return found


def _is_urgent_enough(turn: Turn) -> bool:
    required = regimen.advise(turn.message.facts)["triage"]["level"]
    return turn.triage is not None and URGENCY.index(turn.triage) <= URGENCY.index(required)


def _named(given: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    named = [f"{each['id']} ({each['severity']})" for each in given]
    return {"warnings": named} if named else {}


def _emergency(talk: Talk) -> bool:
    return bool(regimen.advise(talk.said)["triage"]["level"] == "now")


def _asks_facts(asked: list[str]) -> bool:
    return bool(set(asked) - NOT_FACTS)


def _interruptions(talk: Talk) -> int:
    return sum(turn.message.aside for turn in talk.turns)


def _is_known(key: str, said: Facts) -> bool:
    group, _, rest = key.partition(".")
    if rest:
        identifier, _, detail = rest.partition(".")
        items: list[dict[str, Any]] = said.get(group, [])
        return any(each["id"] == identifier and each.get(detail) is not None for each in items)
    if key == "event":
        return bool(said.get("event", {}).get("days") is not None)
    return key in said
