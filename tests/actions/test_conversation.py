"""A talk as the actions see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from rasa_sdk import Tracker

import regimen
from actions import conversation
from actions.conversation import Conversation


@pytest.mark.parametrize(
    ("zone", "season"), [("Asia/Kolkata", "summer"), ("America/New_York", "spring")]
)
def test_the_rules_are_asked_in_the_season_of_the_clinics_day(
    monkeypatch: pytest.MonkeyPatch, zone: str, season: str
) -> None:
    def advise(_facts: Any, *, season: str, **_more: Any) -> str:
        return season

    at = dt.datetime(2026, 5, 31, 20, tzinfo=dt.UTC)
    monkeypatch.setattr(conversation, "now", lambda: at)
    monkeypatch.setattr(regimen, "advise", advise)
    monkeypatch.setitem(vars(conversation.settings()), "timezone", zone)
    talk = Conversation.of(Tracker("asha", {}, {}, [], False, None, {}, None))
    assert talk.advise() == season
