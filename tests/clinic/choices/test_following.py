"""The settings of a process become what is chosen, while it goes on."""

from __future__ import annotations

import time

import pytest

from clinic.choices import Choices, Following
from clinic.choices import following as module
from clinic.settings import Settings
from clinic.staff.audit import HOUSE


@pytest.fixture
def following(migrated: Settings, choices: Choices) -> Following:
    return Following(migrated, choices)


def test_who_holds_the_settings_sees_what_was_chosen(
    following: Following, choices: Choices, migrated: Settings
) -> None:
    held = migrated
    following.look()
    assert held.photos_kept_days == 90
    choices.choose(migrated, {"photos_kept_days": 30, "exfoliation.caps.dry": 1}, HOUSE)
    assert held.photos_kept_days == 90
    following.look()
    assert (held.photos_kept_days, held.tuning.caps["dry"]) == (30, 1.0)
    choices.choose(migrated, {}, HOUSE, as_by_default=choices.made())
    following.look()
    assert (held.photos_kept_days, held.tuning.caps["dry"]) == (90, 2.0)


def test_what_the_environment_says_stays_the_default(
    following: Following, choices: Choices, migrated: Settings
) -> None:
    choices.choose(migrated, {"clinic_name": "Lumina"}, HOUSE)
    following.look()
    assert migrated.clinic_name == "Lumina"
    assert migrated.defaults["clinic_name"] == migrated.chosen({}).clinic_name == "the clinic"
    choices.choose(migrated, {"tone": "formal"}, HOUSE)
    assert choices.made()["clinic_name"] == "Lumina"


def test_a_choice_that_is_not_allowed_any_more_is_not_heeded_and_the_others_are(
    choices: Choices, migrated: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    own = Settings(**{**migrated.defaults, "crisis_name": "Ours", "crisis_number": "116 123"})
    choices.choose(own, {"crisis_number": "116 124", "clinic_name": "Lumina"}, HOUSE)
    # since then the environment's name of the line is gone
    Following(migrated, choices).look()
    assert (migrated.crisis_number, migrated.clinic_name) == (None, "Lumina")
    assert "crisis_number" in caplog.text
    assert "116" not in caplog.text


def test_a_hold_outlives_whatever_becomes_of_other_choices(
    choices: Choices, migrated: Settings
) -> None:
    own = Settings(**{**migrated.defaults, "crisis_name": "Ours", "crisis_number": "116 123"})
    wanted = {"crisis_name": "Theirs", "reminders": 5, "legal_hold": True, "country": "DE"}
    choices.choose(own, wanted, HOUSE)
    # the environment's number is gone: what is at fault now was never chosen
    Following(migrated, choices).look()
    assert migrated.crisis_name is None
    assert (migrated.legal_hold, migrated.country, migrated.reminders) == (True, "DE", 5)


def test_nothing_begins_while_the_choices_cannot_be_read(
    following: Following, choices: Choices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> object:
        raise ConnectionError

    monkeypatch.setattr(choices, "made", away)
    with pytest.raises(ConnectionError), following.running():
        pytest.fail("it began")


def test_it_looks_by_itself_and_outlives_a_database_that_is_out_of_reach(
    following: Following,
    choices: Choices,
    migrated: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    made, tries = choices.made, [0]

    def sometimes() -> object:
        tries[0] += 1
        if 1 < tries[0] < 5:
            raise ConnectionError("the password is zanzibarquark")
        return made()

    monkeypatch.setattr(choices, "made", sometimes)
    with following.running():
        choices.choose(migrated, {"clinic_name": "Lumina"}, HOUSE)
        deadline = time.monotonic() + 10
        while migrated.clinic_name != "Lumina" and time.monotonic() < deadline:
            time.sleep(0.01)
    assert migrated.clinic_name == "Lumina"
    assert caplog.text.count("cannot be read: ConnectionError") == 1
    assert "zanzibarquark" not in caplog.text
