"""Skin, medicines, treatments, events, sun care, sleep, habits and allergies."""

from __future__ import annotations

from typing import Any

import pytest

from bot.understanding.reader import FactReader


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("oily t-zone and dry cheeks", {"skin_type": ["combination"]}),
        ("my skin is oily, no wait, dry", {"skin_type": ["dry"]}),
        ("greasy food and dry hair", {}),
        ("came off warfarin", {"medications": [{"id": "anticoagulant", "status": "stopped"}]}),
        ("starting spiro soon", {"medications": [{"id": "spironolactone", "status": "planned"}]}),
        ("not on any meds", {"medications": []}),
        ("peanut allergy", {"allergies": ["peanut"]}),
        (
            "allergic to latex, nuts and tea tree oil",
            {"allergies": ["latex", "nuts", "tea tree oil"]},
        ),
        ("no known allergies", {"allergies": []}),
        ("had a facial", {"procedures": [{"id": "facial", "status": "done"}]}),
        ("botox booked for friday", {"procedures": [{"id": "botox", "status": "booked"}]}),
        (
            "would love microneedling or a hydrafacial",
            {
                "procedures": [
                    {"id": "microneedling", "status": "wanted"},
                    {"id": "hydrafacial", "status": "wanted"},
                ]
            },
        ),
        ("spf 30, sorry, 50, every morning", {"spf_use": "daily", "spf_value": 50}),
        ("sunscreen only on holiday", {"spf_use": "outdoors_only"}),
        ("the SPF in my foundation is all I wear", {"spf_use": "makeup_only"}),
        ("I never skip sunscreen", {"spf_use": "daily"}),
        ("sunscreen most days, never top it up", {"spf_use": "most_days", "spf_reapply": False}),
        ("I sleep like a log, 8 hours", {"sleep_hours": 8, "sleep_quality": "good"}),
        ("sleep 10pm to 5.30am", {"sleep_hours": 7.5}),
        ("sleep 11 to 6", {"sleep_hours": 7}),
        ("stress 7/10", {"stress": "high"}),
        ("not stressed at all", {"stress": "low"}),
        ("ex smoker", {"smoking": "former"}),
        ("half a pack a day, I smoke too much", {"smoking": "current"}),
        ("I'm 20 weeks pregnant", {"pregnancy": "pregnant"}),
        ("I might be pregnant", {"pregnancy": "possible"}),
        ("8 glasses of water a day", {"water_litres": 2}),
        ("two 500ml bottles of water", {"water_litres": 1}),
        ("turning 40 next month", {"age": 39}),
        ("female, 28, oily skin", {"age": 28, "skin_type": ["oily"]}),
    ],
)
def test_what_a_message_states(reader: FactReader, text: str, facts: dict[str, Any]) -> None:
    assert reader.read(text) == facts


@pytest.mark.parametrize(
    ("said", "weeks"),
    [
        ("3 weeks ago", 3),
        ("a fortnight ago", 2),
        ("yesterday", 0.14),
        ("2 mahine pehle", 8.7),
        ("hace 2 semanas", 2),
        ("last month", 4.35),
    ],
)
def test_how_long_ago_a_treatment_was(reader: FactReader, said: str, weeks: float) -> None:
    [found] = reader.read(f"had a hydrafacial {said}")["procedures"]
    assert found == {"id": "hydrafacial", "status": "done", "weeks_ago": weeks}


@pytest.mark.parametrize(
    ("said", "days"),
    [("in 10 days", 10), ("tomorrow", 1), ("in a fortnight", 14), ("15 din mein", 15)],
)
def test_how_many_days_until_an_event(reader: FactReader, said: str, days: int) -> None:
    assert reader.read(f"my wedding is {said}")["event"] == {"id": "wedding", "days": days}


def test_an_event_that_is_over_is_none(reader: FactReader) -> None:
    assert "event" not in reader.read("got sunburnt in spain last week")


@pytest.mark.parametrize(
    ("text", "reapplies"),
    [
        ("spf 50 every morning and again at pickup", True),
        ("sunscreen daily yes. reapply, no, who has the time", False),
        ("bloqueador factor 50 a diario pero no lo retoco", False),
    ],
)
def test_sunscreen_is_put_on_again_or_not(reader: FactReader, text: str, reapplies: bool) -> None:
    assert reader.read(text, None)["spf_reapply"] is reapplies


def test_what_was_once_so_gives_way_to_what_is(reader: FactReader) -> None:
    assert reader.read("used to skip spf but since january i wear it daily", None) == {
        "spf_use": "daily"
    }


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Botox? never. Filler? nope. I did have microdermabrasion in 2019", ["microdermabrasion"]),
        ("2 months since my last laser session", ["laser"]),
        ("dermapen 5 wks ago, my first microneedling", ["microneedling"]),
        ("waxed my chin on monday", ["waxing"]),
    ],
)
def test_a_treatment_is_done_only_where_it_is_said(
    reader: FactReader, text: str, done: list[str]
) -> None:
    read = reader.read(text, None)["procedures"]
    assert [each["id"] for each in read if each["status"] == "done"] == done


def test_a_condition_of_ones_own_is_stated_by_a_question_too(reader: FactReader) -> None:
    assert reader.read("is the laser safe with my pacemaker?", None)["conditions"] == ["pacemaker"]
