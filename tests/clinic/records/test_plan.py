"""The plan as a patient may print it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from clinic.records import Records

ASHA = ("asha-1f0c", "web")


def advice(morning: str) -> dict[str, Any]:
    return {
        "triage": {"level": "routine", "reasons": []},
        "warnings": [],
        "routine": {"am": [morning]},
        "treatments": ["for the staff's eyes"],
    }


def give(records: Records, morning: str) -> int:
    intake = records.begin_intake(*ASHA)
    records.complete(intake, advice(morning))
    return intake


def test_the_latest_is_given_with_its_date_and_without_what_only_staff_see(
    records: Records,
) -> None:
    give(records, "cleanser")
    before = dt.datetime.now(dt.UTC)
    give(records, "sunscreen")
    plan = records.plan(ASHA[0])
    assert plan and plan.advice["routine"] == {"am": ["sunscreen"]}
    assert "treatments" not in plan.advice
    assert before <= plan.given_at <= dt.datetime.now(dt.UTC)


def test_a_new_intake_leaves_the_former_plan_until_it_has_its_own(records: Records) -> None:
    give(records, "cleanser")
    records.begin_intake(*ASHA)
    plan = records.plan(ASHA[0])
    assert plan and plan.advice["routine"] == {"am": ["cleanser"]}


def test_there_is_none_before_it_was_given_and_none_of_others(records: Records) -> None:
    assert records.plan(ASHA[0]) is None
    records.begin_intake(*ASHA)
    give(records, "cleanser")
    assert records.plan("noor") is None


def test_an_emergency_overtakes_it(records: Records) -> None:
    for intake in (give(records, "cleanser"), records.begin_intake(*ASHA)):
        records.flag(
            intake, sender=ASHA[0], channel="web", level="now", reasons=["x"], message="help"
        )
        assert records.plan(ASHA[0]) is None
    give(records, "sunscreen")
    assert records.plan(ASHA[0]), "once the patient has begun again there is a plan again"


def test_an_erasure_takes_it(records: Records) -> None:
    give(records, "cleanser")
    records.erase(ASHA[0])
    assert records.plan(ASHA[0]) is None
