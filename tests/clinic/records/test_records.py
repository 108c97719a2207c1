"""What the records keep of a patient, and what they never keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from clinic.records import Records, UnknownIntakeError
from clinic.records.dialogues import Dialogues
from clinic.records.models import (
    Alarm,
    Base,
    Consent,
    Fact,
    GivenWarning,
    Intake,
    Patient,
)
from clinic.vault import Vault

T = TypeVar("T", bound=Base)
ASHA = ("asha-1f0c", "web")
NOOR = ("noor-77aa", "telegram")


def rows(engine: Engine, model: type[T]) -> Sequence[T]:
    with Session(engine) as session:
        return session.scalars(select(model).order_by("id")).all()


def origins(records: Records, engine: Engine, *values: Any) -> list[str]:
    """Note one value after the other; return where each came from."""
    intake = records.begin_intake(*ASHA)
    for value in values:
        records.note(intake, {"key": value}, message="...")
    return [each.origin for each in rows(engine, Fact)]


def consent(records: Records, sender: str, channel: str, **differing: Any) -> None:
    answer = {"kind": "intake", "version": "1", "text": "May I?", "given": True} | differing
    records.give_consent(sender, channel, **answer)


def advice(level: str = "routine", *warnings: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "triage": {"level": level, "reasons": []},
        "warnings": [
            {"id": rule, "severity": severity, "message": message}
            for rule, severity, message in warnings
        ],
        "morning": ["cleanser"],
    }


class TestConsent:
    def test_it_is_kept_with_the_very_text_that_was_shown(
        self, records: Records, engine: Engine
    ) -> None:
        at = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))
        consent(records, *ASHA, text="May I keep this? ✨", version="7", at=at)
        (kept,) = rows(engine, Consent)
        assert (kept.kind, kept.version, kept.given) == ("intake", "7", True)
        assert kept.text == "May I keep this? ✨"
        assert kept.at == at and kept.at.tzinfo == dt.UTC

    def test_a_time_without_a_zone_is_refused(self, records: Records) -> None:
        with pytest.raises(Exception, match="time zone"):
            consent(records, *ASHA, at=dt.datetime(2026, 3, 1))

    def test_a_guardians_stands_beside_the_patients(self, records: Records, engine: Engine) -> None:
        consent(records, *ASHA)
        consent(records, *ASHA, kind="guardian", text="I am her mother. ✨")
        assert [each.kind for each in rows(engine, Consent)] == ["intake", "guardian"]

    def test_one_that_is_taken_back_stays_with_its_end(
        self, records: Records, engine: Engine
    ) -> None:
        consent(records, *ASHA)
        consent(records, *ASHA, kind="photo")
        consent(records, *NOOR, kind="photo")
        records.withdraw_consent(ASHA[0], kind="photo")
        assert [bool(each.withdrawn_at) for each in rows(engine, Consent)] == [False, True, False]
        assert all(each.given for each in rows(engine, Consent))

    def test_an_unknown_kind_is_refused(self, records: Records, engine: Engine) -> None:
        with pytest.raises(ValueError, match="everything"):
            consent(records, *ASHA, kind="everything")
        with pytest.raises(ValueError, match="everything"):
            records.withdraw_consent(ASHA[0], kind="everything")
        assert rows(engine, Consent) == []

    def test_each_answer_stays_beside_the_former(self, records: Records, engine: Engine) -> None:
        consent(records, *ASHA, kind="photo")
        consent(records, *ASHA, kind="photo", given=False)
        assert [each.given for each in rows(engine, Consent)] == [True, False]
        assert [each.sender for each in rows(engine, Patient)] == [ASHA[0]]


class TestIntake:
    def test_a_new_one_abandons_the_open_one(self, records: Records, engine: Engine) -> None:
        records.begin_intake(*ASHA)
        records.begin_intake(*NOOR)
        records.begin_intake(*ASHA)
        assert [each.status for each in rows(engine, Intake)] == ["abandoned", "open", "open"]

    def test_a_completed_one_stays_completed(self, records: Records, engine: Engine) -> None:
        records.complete(records.begin_intake(*ASHA), advice())
        records.begin_intake(*ASHA)
        assert [each.status for each in rows(engine, Intake)] == ["completed", "open"]

    def test_it_keeps_the_season_of_its_day(self, migrated: Any, engine: Engine) -> None:
        seen: list[dt.datetime] = []
        before = dt.datetime.now(dt.UTC)
        records = Records(
            migrated.records_url,
            Vault.open(migrated),
            Dialogues.open(migrated),
            season_at=lambda at: (seen.append(at), "winter")[1],
        )
        records.begin_intake(*ASHA)
        assert [each.season for each in rows(engine, Intake)] == ["winter"]
        [at] = seen
        assert before <= at <= dt.datetime.now(dt.UTC)
        records.dispose()

    def test_one_that_does_not_exist_is_named(self, records: Records) -> None:
        for call in (
            lambda: records.note(41, {"age": 30}, message="30"),
            lambda: records.facts(41),
            lambda: records.complete(41, advice()),
        ):
            with pytest.raises(UnknownIntakeError, match="41"):
                call()


class TestFacts:
    def test_the_current_values_are_given_back(self, records: Records) -> None:
        intake = records.begin_intake(*ASHA)
        facts = {
            "products": [{"id": "retinol", "status": "current", "per_week": None}],
            "sleep_hours": [6, 7.5],
            "allergies": [],
            "spf_reapply": False,
        }
        records.note(intake, facts, message="...")
        assert records.facts(intake) == facts

    def test_a_new_value_supersedes_the_old_one_which_stays(
        self, records: Records, engine: Engine
    ) -> None:
        intake = records.begin_intake(*ASHA)
        records.note(intake, {"sleep_hours": 8, "age": 30}, message="8 hours, I am 30")
        records.note(intake, {"sleep_hours": 5}, message="actually 5")
        assert records.facts(intake) == {"sleep_hours": 5, "age": 30}
        first, age, second = rows(engine, Fact)
        assert (first.value, first.message, first.origin) == (8, "8 hours, I am 30", "said")
        assert (second.value, second.message, second.origin) == (5, "actually 5", "corrected")
        assert first.superseded_at == second.at
        assert age.superseded_at is None

    def test_a_withdrawn_key_has_no_value_and_can_come_back(self, records: Records) -> None:
        intake = records.begin_intake(*ASHA)
        records.note(intake, {"symptoms": ["burning"]}, message="it burns")
        records.note(intake, {"symptoms": None}, message="the burning is gone")
        assert records.facts(intake) == {}
        records.note(intake, {"symptoms": ["stinging"]}, message="now it stings")
        assert records.facts(intake) == {"symptoms": ["stinging"]}

    def test_intakes_do_not_mix(self, records: Records) -> None:
        first, second = records.begin_intake(*ASHA), records.begin_intake(*NOOR)
        records.note(first, {"age": 30}, message="30")
        records.note(second, {"age": 40}, message="40")
        assert records.facts(first) == {"age": 30}

    @pytest.mark.parametrize(
        ("former", "value"),
        [
            (8, 5),
            (True, False),
            ([], ["penicillin"]),
            (["oily", "acne"], ["acne"]),
            ([{"id": "retinol", "per_week": 3}], [{"id": "retinol", "per_week": 2}]),
            ([{"id": "retinol", "status": "current"}], [{"id": "retinol", "status": "stopped"}]),
        ],
    )
    def test_a_value_that_takes_back_the_former_is_a_correction(
        self, records: Records, engine: Engine, former: Any, value: Any
    ) -> None:
        assert origins(records, engine, former, value) == ["said", "corrected"]

    @pytest.mark.parametrize(
        ("former", "value"),
        [
            (8, 8),
            ([], []),
            (["acne"], ["acne", "pores"]),
            ([{"id": "retinol", "per_week": None}], [{"id": "retinol", "per_week": 2}]),
            ([{"id": "retinol"}], [{"id": "niacinamide"}, {"id": "retinol", "per_week": 2}]),
        ],
    )
    def test_a_value_that_is_added_to_is_not(
        self, records: Records, engine: Engine, former: Any, value: Any
    ) -> None:
        assert origins(records, engine, former, value) == ["said", "said"]

    def test_a_caller_may_say_where_it_came_from(self, records: Records, engine: Engine) -> None:
        intake = records.begin_intake(*ASHA)
        records.note(intake, {"age": 30}, message="born in 1996", origin="inferred")
        records.note(intake, {"age": 31}, message="seen in person", origin="staff")
        assert [each.origin for each in rows(engine, Fact)] == ["inferred", "staff"]

    def test_an_unknown_origin_is_refused(self, records: Records) -> None:
        intake = records.begin_intake(*ASHA)
        with pytest.raises(ValueError, match="guessed"):
            records.note(intake, {"age": 30}, message="30", origin="guessed")
        assert records.facts(intake) == {}


class TestWarnings:
    SPF = ("spf_skipped", "caution", "Sun care is what your skin misses most.")
    LOUDER = ("spf_skipped", "stop", "With an acid, sun care comes first.")

    def test_they_are_kept_as_they_were_given(self, records: Records, engine: Engine) -> None:
        records.complete(records.begin_intake(*ASHA), advice("soon", self.SPF))
        (kept,) = rows(engine, GivenWarning)
        assert (kept.rule, kept.severity, kept.message) == self.SPF
        (intake,) = rows(engine, Intake)
        assert (intake.status, intake.triage_level) == ("completed", "soon")
        assert intake.advice == advice("soon", self.SPF)
        assert intake.completed_at

    def test_a_plan_given_again_adds_only_what_is_new(
        self, records: Records, engine: Engine
    ) -> None:
        intake = records.begin_intake(*ASHA)
        for given in (self.SPF, self.SPF, self.LOUDER):
            records.complete(intake, advice("routine", given))
        kept = [(each.rule, each.severity, each.message) for each in rows(engine, GivenWarning)]
        assert kept == [self.SPF, self.LOUDER]
        assert rows(engine, Intake)[0].advice == advice("routine", self.LOUDER)


class TestAlarms:
    def test_before_consent_the_message_is_not_kept(self, records: Records, engine: Engine) -> None:
        flag(records, None, level="now", reasons=["chemical_burn"])
        (alarm,) = rows(engine, Alarm)
        assert (alarm.level, alarm.reasons) == ("now", ["chemical_burn"])
        assert alarm.message is None and alarm.intake_id is None

    def test_after_consent_staff_read_the_message(self, records: Records, engine: Engine) -> None:
        intake = records.begin_intake(*ASHA)
        flag(records, intake, level="same_day", reasons=["suspected_infection"])
        (alarm,) = rows(engine, Alarm)
        assert (alarm.message, alarm.intake_id) == ("help", intake)

    def test_the_intake_takes_the_most_urgent_level_and_every_reason(
        self, records: Records, engine: Engine
    ) -> None:
        intake = records.begin_intake(*ASHA)
        flag(records, intake, level="soon", reasons=["oozing"])
        flag(records, intake, level="same_day", reasons=["oozing", "suspected_infection"])
        flag(records, intake, level="soon", reasons=["steroid_on_face"])
        (kept,) = rows(engine, Intake)
        assert kept.triage_level == "same_day"
        assert kept.triage_reasons == ["oozing", "suspected_infection", "steroid_on_face"]
        assert kept.status == "open"

    def test_an_emergency_stays_one(self, records: Records, engine: Engine) -> None:
        intake = records.begin_intake(*ASHA)
        flag(records, intake, level="now", reasons=["anaphylaxis"])
        records.complete(intake, advice())
        records.begin_intake(*ASHA)
        assert [each.status for each in rows(engine, Intake)] == ["emergency", "open"]

    def test_a_wish_for_a_person_is_one_too(self, records: Records, engine: Engine) -> None:
        records.hand_over(*ASHA, reason="asked_for_person")
        (alarm,) = rows(engine, Alarm)
        assert (alarm.level, alarm.reasons) == ("person", ["asked_for_person"])

    def test_the_same_again_within_minutes_is_the_same_alarm(
        self, records: Records, engine: Engine
    ) -> None:
        """However often a frightened patient says it, staff are told once."""
        for _ in range(3):
            flag(records, None, level="now", reasons=["chemical_burn"])
            records.hand_over(*ASHA, reason="asked_for_person")
        assert [each.level for each in rows(engine, Alarm)] == ["now", "person"]

    def test_another_reason_level_or_patient_is_another_alarm(
        self, records: Records, engine: Engine
    ) -> None:
        flag(records, None, level="now", reasons=["chemical_burn"])
        flag(records, None, level="now", reasons=["chemical_burn", "eye_involvement"])
        flag(records, None, level="soon", reasons=["chemical_burn"])
        flag(records, records.begin_intake(*ASHA), level="now", reasons=["chemical_burn"])
        records.hand_over(*ASHA, reason="asked_for_person")
        records.hand_over(*NOOR, reason="asked_for_person")
        assert len(rows(engine, Alarm)) == 6

    def test_said_again_later_or_after_staff_took_care_it_is_told_again(
        self, records: Records, engine: Engine
    ) -> None:
        flag(records, None, level="now", reasons=["chemical_burn"])
        for change in (
            {"at": dt.datetime.now(dt.UTC) - dt.timedelta(minutes=11)},
            {"acknowledged_at": dt.datetime.now(dt.UTC)},
        ):
            with engine.begin() as connection:
                connection.execute(update(Alarm).values(**change))
            flag(records, None, level="now", reasons=["chemical_burn"])
        assert len(rows(engine, Alarm)) == 3


def flag(records: Records, intake: int | None, *, level: str, reasons: list[str]) -> None:
    sender, channel = ASHA
    records.flag(
        intake, sender=sender, channel=channel, level=level, reasons=reasons, message="help"
    )
