from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from demo.cast import CHANNELS, DAYS, cast
from demo.patient import Patient
from demo.talk import Talk

NOW = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)


def test_a_seed_draws_the_same_people() -> None:
    assert cast(40, 3, NOW) == cast(40, 3, NOW)
    assert cast(40, 3, NOW) != cast(40, 4, NOW)


def test_the_same_person_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def story(person: object) -> str:
        talk = Talk("asha", "web", None)  # type: ignore[arg-type]
        talk.slots = {"stage": "intake", "asking": "open"}
        said = Patient(person).answer(talk)  # type: ignore[arg-type]
        assert said is not None
        return said.text

    people = cast(20, 3, NOW)
    assert [story(each) for each in people] == [story(each) for each in people]
    assert len({story(each) for each in people}) > 10


@pytest.mark.parametrize("count", [12, 200])
def test_there_is_somebody_of_everything(count: int) -> None:
    people = cast(count, 26, NOW)
    assert len(people) == count
    assert {each.level for each in people} == {"now", "same_day", "soon", "routine"}
    assert {each.ends for each in people} == {"completed", "open", "abandoned"}
    assert {each.channel for each in people} <= {*CHANNELS}


def test_many_differ() -> None:
    people = cast(200, 26, NOW)
    tones, kinds = (Counter(each.look.tone for each in people), {each.kind for each in people})
    assert len(tones) == 6
    assert len(kinds) > 20
    assert len({each.sender for each in people}) == 200
    assert 20 <= sum(each.pictured for each in people) <= 50


def test_nobody_comes_from_the_future_and_open_talks_are_young() -> None:
    for each in cast(200, 26, NOW):
        age = NOW - each.begun_at
        assert dt.timedelta(0) < age < dt.timedelta(days=DAYS + 2)
        if each.ends == "open":
            assert age < dt.timedelta(days=1)
        if each.ends == "abandoned":
            assert age > dt.timedelta(days=1)
