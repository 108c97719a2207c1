"""What the clinic chooses is checked against all settings, kept, and told in the log."""

from __future__ import annotations

import pytest

from clinic.choices import BadChoiceError, Choices, value_of
from clinic.settings import Settings
from clinic.staff.audit import HOUSE, Actor, AuditLog

LEAD = Actor(None, "Asha Lead")


def test_a_choice_is_kept_as_it_was_understood(choices: Choices, migrated: Settings) -> None:
    wanted = {
        "clinic_name": " Lumina ",
        "photos_kept_days": "30",
        "check_in_weeks": ["2", " 6"],
        "exfoliation.caps.dry": "1.5",
        "crisis_name": "Our line",
        "crisis_number": "116 123",
    }
    choices.choose(migrated, wanted, LEAD)
    assert choices.made() == {
        "clinic_name": "Lumina",
        "photos_kept_days": 30,
        "check_in_weeks": [2, 6],
        "exfoliation.caps.dry": 1.5,
        "crisis_name": "Our line",
        "crisis_number": "116 123",
    }


def test_the_log_has_each_change_with_what_was_before(
    choices: Choices, migrated: Settings, log: AuditLog
) -> None:
    choices.choose(migrated, {"photos_kept_days": 30, "tone": "warm"}, LEAD)
    choices.choose(migrated, {"photos_kept_days": 60}, LEAD)
    choices.choose(migrated, {"photos_kept_days": 60}, LEAD)
    entries = [
        (each.who, each.action, each.subject, each.detail) for each in log.entries(kind="setting")
    ]
    assert entries == [
        ("Asha Lead", "chose", "photos_kept_days", {"before": 30, "after": 60}),
        ("Asha Lead", "chose", "photos_kept_days", {"before": 90, "after": 30}),
    ]


def test_the_default_is_no_choice_so_that_it_follows_what_becomes_the_default(
    choices: Choices, migrated: Settings
) -> None:
    choices.choose(migrated, {"photos_kept_days": 30, "clinic_hours": "10 to 6"}, HOUSE)
    choices.choose(migrated, {"photos_kept_days": 90}, HOUSE)
    assert choices.made() == {"clinic_hours": "10 to 6"}
    choices.choose(migrated, {}, HOUSE, as_by_default=["clinic_hours", "tone"])
    assert choices.made() == {}


def test_none_can_be_chosen_where_the_environment_says_something(
    choices: Choices, migrated: Settings
) -> None:
    settings = Settings(**{**migrated.defaults, "clinic_phone": "+91 11 2345 6789"})
    choices.choose(settings, {"clinic_phone": None}, HOUSE)
    assert choices.made() == {"clinic_phone": None}
    assert settings.chosen(choices.made()).clinic_phone is None


@pytest.mark.parametrize(
    ("wanted", "at_fault"),
    [
        ({"photos_kept_days": "0"}, "photos_kept_days"),
        ({"photos_kept_days": "soon"}, "photos_kept_days"),
        ({"check_in_weeks": ["4", "53"]}, "check_in_weeks"),
        ({"crisis_number": "116 123"}, "crisis_number"),
        ({"tone": "rude"}, "tone"),
        ({"clinic_name": ""}, "clinic_name"),
        ({"exfoliation.caps.dry": "9"}, "exfoliation.caps.dry"),
        ({"exfoliation.caps.dry": "much"}, "exfoliation.caps.dry"),
        ({"exfoliation.caps.plaid": "1"}, "exfoliation.caps.plaid"),
    ],
)
def test_a_bad_choice_is_named_and_nothing_of_it_is_kept(
    choices: Choices,
    migrated: Settings,
    log: AuditLog,
    wanted: dict[str, object],
    at_fault: str,
) -> None:
    with pytest.raises(BadChoiceError) as error:
        choices.choose(migrated, {"clinic_hours": "10 to 6", **wanted}, LEAD)
    assert list(error.value.problems) == [at_fault]
    assert choices.made() == {}
    assert log.entries(kind="setting") == []


def test_a_choice_is_checked_together_with_those_made_before(
    choices: Choices, migrated: Settings
) -> None:
    choices.choose(migrated, {"crisis_name": "Ours", "crisis_number": "116 123"}, HOUSE)
    with pytest.raises(BadChoiceError, match="CRISIS_NAME"):
        choices.choose(migrated, {"crisis_name": None}, HOUSE)
    choices.choose(migrated, {"crisis_number": "116 124"}, HOUSE)


def test_what_is_allowed_no_longer_can_be_put_right(
    choices: Choices, migrated: Settings, log: AuditLog
) -> None:
    own = Settings(**{**migrated.defaults, "crisis_name": "Ours", "crisis_number": "116 123"})
    choices.choose(own, {"crisis_number": "116 124"}, HOUSE)
    # since then the environment's name of the line is gone; nothing else is kept from being chosen
    choices.choose(migrated, {"tone": "formal"}, HOUSE)
    assert choices.made()["tone"] == "formal"
    numbers = {"crisis_name": "Ours", "crisis_number": "116 125"}
    choices.choose(migrated, numbers, HOUSE)
    assert numbers.items() <= choices.made().items()
    [entry] = log.entries(kind="setting", subject="crisis_number", limit=1)
    assert entry.detail == {"before": None, "after": "116 125"}


def test_values_of_the_tuning_are_single_choices(choices: Choices, migrated: Settings) -> None:
    choices.choose(migrated, {"exfoliation.caps.dry": 1.5}, HOUSE)
    choices.choose(migrated, {"exfoliation.weights.washcloth": 1}, HOUSE)
    settings = migrated.chosen({"exfoliation": {"caps.dry": 1.5}})
    assert settings.defaults["exfoliation"] == {}
    assert value_of(settings, "exfoliation.caps.dry") == 1.5
    assert value_of(settings, "exfoliation.caps.oily") == 3.0
    choices.choose(migrated, {}, HOUSE, as_by_default=["exfoliation.caps.dry"])
    assert choices.made() == {"exfoliation.weights.washcloth": 1.0}
