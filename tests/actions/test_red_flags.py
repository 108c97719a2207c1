"""First aid: words for every reason of triage, at the level that the rules give it."""

from __future__ import annotations

import pytest

from actions.red_flags import URGENCY, level_of
from actions.words import first_aid
from clinic.emergency import emergency_for
from regimen.knowledge import load


def reasons() -> list[tuple[str, str]]:
    flags = load("vocabulary")["red_flags"].items()
    derived = load("triage").items()
    named = [(level, flag) for level, of_level in flags for flag in of_level]
    return named + [(level, reason["id"]) for level, of_level in derived for reason in of_level]


@pytest.mark.parametrize(("level", "reason"), reasons())
def test_every_reason_of_triage_has_words_at_its_level(level: str, reason: str) -> None:
    assert first_aid()[level][reason]
    assert level_of([reason]) == level


@pytest.mark.parametrize("level", URGENCY)
def test_no_words_without_a_reason(level: str) -> None:
    assert set(first_aid()[level]) <= {reason for _, reason in reasons()}


@pytest.mark.parametrize(
    "reason", [flag for flag in load("vocabulary")["red_flags"]["now"] if flag != "self_harm"]
)
def test_an_emergency_names_the_emergency_number(reason: str) -> None:
    assert "{emergency}" in first_aid()["now"][reason]


def test_a_chemical_burn_is_rinsed_for_twenty_minutes() -> None:
    assert "20 minutes" in first_aid()["now"]["chemical_burn"]


def test_self_harm_names_a_crisis_line() -> None:
    assert "{crisis}" in first_aid()["now"]["self_harm"]
    assert emergency_for("IN").crisis == "Tele-MANAS (14416)"


def test_the_most_urgent_reason_decides() -> None:
    assert level_of(["oozing", "suspected_infection", "chemical_burn"]) == "now"
    assert level_of(["oozing", "suspected_infection"]) == "same_day"
