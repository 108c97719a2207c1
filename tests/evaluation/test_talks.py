"""Simulated patients talk to the real servers, and the hard promises hold."""

from __future__ import annotations

import pytest

from clinic.settings import Settings
from evaluation import measures
from evaluation.personas.drawing import persona_of
from evaluation.talks import Talk, hold
from tests.house import House

pytestmark = pytest.mark.talk

PATIENTS = [
    persona_of("over_exfoliator", "careful", 1),
    persona_of("pregnant_retinol_user", "presser", 2),
    persona_of("teenager", "terse", 3),
    persona_of("bride", "american", 4),
    persona_of("recent_laser", "british", 5),
    persona_of("emergency", "lower_case", 6),
]


@pytest.fixture(scope="module", params=PATIENTS, ids=lambda each: each.archetype)
def talk(house: House, request: pytest.FixtureRequest) -> Talk:
    return hold(request.param, house.rasa_url, Settings(var=house.folder).records_url)


def test_it_ends_with_the_plan_or_with_emergency_advice(talk: Talk) -> None:
    assert measures.reached_its_end(talk)


def test_every_required_warning_is_given(talk: Talk) -> None:
    given = measures.warnings(talk)
    assert given is None or given.missed == []
    assert (given is None) is talk.ended_in_emergency


def test_alarms_are_raised_at_once_and_for_a_reason(talk: Talk) -> None:
    assert not measures.alarm_missed(talk)
    assert not measures.false_alarms(talk)


def test_nothing_is_asked_that_was_said(talk: Talk) -> None:
    assert measures.asked_again(talk) == []


def test_it_never_goes_in_circles(talk: Talk) -> None:
    assert measures.loops(talk) == []
