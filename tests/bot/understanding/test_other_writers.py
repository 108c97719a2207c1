"""What other writers do with their sentences: one case for each cause that was misread."""

from typing import Any

import pytest

from bot.understanding.reader import FactReader


def product(identifier: str, per_week: float | None, when: str | None = None) -> dict[str, Any]:
    known = {"id": identifier, "status": "current", "per_week": per_week}
    return known if when is None else {**known, "when": when}


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        # a clause with a verb of its own ends the denial before it
        ("no event, want glass skin", "procedures", {"goals": ["glass_skin"]}),
        (
            "I don't use retinol, it's bakuchiol, nightly",
            None,
            {
                "products": [
                    {"id": "retinol", "status": "never", "per_week": 0},
                    product("bakuchiol", 7, "pm"),
                ]
            },
        ),
        ("not sensitive, bit oily", "skin_type", {"skin_type": ["oily"]}),
        # "gone" before a name is no end of it
        ("my skin's gone really dull", None, {"concerns": ["dullness"]}),
        # what is denied may stand first
        (
            "sunscreen daily, re-applying I am not doing",
            None,
            {"spf_use": "daily", "spf_reapply": False},
        ),
        ("sulpha drugs I am allergic to", None, {"allergies": ["sulpha drugs"]}),
        # adverbs stand inside phrases
        ("I sleep really very badly", None, {"sleep_quality": "poor"}),
        # as clinicians write
        ("tretinoin 0.05% nocte", None, {"products": [product("tretinoin", 7, "pm")]}),
        (
            "fractional CO2 4/52 ago",
            None,
            {"procedures": [{"id": "laser", "status": "done", "weeks_ago": 4}]},
        ),
        # in figures
        ("cleanser x2 a day", None, {"products": [product("cleanser", 14)]}),
        ("retinol monday to thursday", None, {"products": [product("retinol", 4)]}),
        # corrections without words of their own
        (
            "was 7 nights, cut to 3",
            "products.retinol.per_week",
            {"products": [product("retinol", 3, "pm")]},
        ),
        (
            "twice a week? nah thrice",
            "products.exfoliant.per_week",
            {"products": [product("exfoliant", 3)]},
        ),
        ("I'm 19, sorry, just turned 20", None, {"age": 20}),
        # a habit that is over is no product that is over
        ("tret twice a week, it used to be nightly", None, {"products": [product("tretinoin", 2)]}),
        (
            "I gave retinol up",
            None,
            {"products": [{"id": "retinol", "status": "stopped", "per_week": None}]},
        ),
        # somebody did something for the patient
        (
            "my friend Jess got me into retinol, every night",
            None,
            {"products": [product("retinol", 7, "pm")]},
        ),
        # the body is left out where a clause behind says so
        ("scrub every third day, body only", None, {}),
        # an answer by the other name of the same thing
        ("super dry in winter", "skin_type", {"skin_type": ["dry"]}),
        ("oily skin", "concerns", {"concerns": ["oiliness"]}),
        ("a bit of both", "skin_type", {"skin_type": ["combination"]}),
        ("yes, nickel and perfume", "allergies", {"allergies": ["nickel", "perfume"]}),
        # quality beside the hours, and only of the sleep
        ("slp 6h bad", None, {"sleep_hours": 6, "sleep_quality": "poor"}),
        ("I sleep 6 hours, medium stress", None, {"sleep_hours": 6, "stress": "moderate"}),
        # make-up in place of sunscreen
        ("foundation's got 15 in it", "spf_use", {"spf_use": "makeup_only", "spf_value": 15}),
        ("sunscreen just for hiikng and the pool", "spf_use", {"spf_use": "outdoors_only"}),
        # the soonest of two events
        (
            "engagement in 20 days, photoshoot in 6 days",
            None,
            {"event": {"id": "photoshoot", "days": 6}},
        ),
        (
            "i stopped prednisone last year",
            None,
            {"medications": [{"id": "oral_steroid", "status": "stopped"}]},
        ),
        ("fire away", None, {}),
    ],
)
def test_it_is_read_as_meant(reader: FactReader, text: str, asked: str | None, facts: Any) -> None:
    assert reader.read(text, asked) == facts


@pytest.mark.parametrize(
    ("text", "asked", "nothing"),
    [
        ("no event, want glass skin", "procedures", ["event"]),
        ("event? none. I just want to glow", "event", ["event"]),
        ("nothing planned", "procedures", []),
        ("my wedding is in 3 weeks", None, []),
    ],
)
def test_what_there_is_none_of_is_told_beside_the_facts(
    reader: FactReader, text: str, asked: str | None, nothing: list[str]
) -> None:
    assert reader.hear(text, asked).nothing == nothing


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        (
            "left the peel on overnight, there's a white leathery patch that doesn't even hurt",
            ["chemical_burn"],
        ),
        ("unilateral calf oedema and tenderness after the flight", ["possible_dvt"]),
        ("my lips are the size of sausages", ["facial_swelling"]),
        ("an accident with protection, I'm on roaccutane", ["isotretinoin_possible_pregnancy"]),
        ("I got punched in the face sparring, my eye is swollen", None),
        ("I can't breathe in this mask at work", None),
        ("I'll kill myself if this spot stays, only joking", None),
        ("my face went like a tomato", None),
    ],
)
def test_alarms_told_casually_and_what_only_looks_like_one(
    reader: FactReader, text: str, flags: list[str] | None
) -> None:
    assert reader.read(text).get("red_flags") == flags
