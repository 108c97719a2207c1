"""The logo is kept, followed by who goes on, and in the log without its bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from clinic.choices import Choices, Following, Logos
from clinic.choices.picture import fitted
from clinic.settings import Settings
from clinic.staff.audit import Actor, AuditLog
from tests.analysis.pictures import encoded, skin
from tests.clinic.staff.conftest import log

__all__ = ["log"]

ASHA = Actor(None, "Asha Lead")
FIRST, SECOND = (fitted(encoded(skin((width, 20)), "PNG")) for width in (40, 60))


@pytest.fixture
def logos(migrated: Settings) -> Iterator[Logos]:
    logos = Logos.open(migrated)
    yield logos
    logos.dispose()


@pytest.fixture
def choices(migrated: Settings) -> Iterator[Choices]:
    choices = Choices.open(migrated)
    yield choices
    choices.dispose()


def test_there_is_none_at_first(logos: Logos) -> None:
    assert logos.now() is None


def test_another_takes_the_place_of_the_first_and_none_of_both(logos: Logos) -> None:
    names = set()
    for png in (FIRST, SECOND):
        logos.choose(png, ASHA)
        found = logos.now()
        assert found and found.png == png
        names.add(found.name)
    assert len(names) == 2
    logos.choose(None, ASHA)
    assert logos.now() is None


def test_processes_follow_it(migrated: Settings, logos: Logos, choices: Choices) -> None:
    following = Following(migrated, choices)
    following.look()
    assert migrated.logo is None
    logos.choose(FIRST, ASHA)
    following.look()
    found = logos.now()
    assert found and migrated.logo == found.name
    logos.choose(None, ASHA)
    following.look()
    assert migrated.logo is None


def test_other_choices_leave_it_alone(migrated: Settings, logos: Logos, choices: Choices) -> None:
    logos.choose(FIRST, ASHA)
    choices.choose(migrated, {"accent": "#3D6B5E"}, ASHA)
    choices.choose(migrated, {}, ASHA, as_by_default=["tone"])
    Following(migrated, choices).look()
    assert (migrated.accent, bool(migrated.logo), bool(logos.now())) == ("#3d6b5e", True, True)


def test_the_log_says_who_and_when_and_no_bytes(logos: Logos, log: AuditLog) -> None:
    for png in (FIRST, FIRST, SECOND, None, None):
        logos.choose(png, ASHA)
    entries = log.entries(kind="setting", subject="logo")
    assert [(each.who, each.action, each.detail) for each in entries] == [
        ("Asha Lead", "chose", {"before": "a picture", "after": None}),
        ("Asha Lead", "chose", {"before": "a picture", "after": "another picture"}),
        ("Asha Lead", "chose", {"before": None, "after": "a picture"}),
    ]
    assert len(json.dumps([each.detail for each in entries])) < 200
