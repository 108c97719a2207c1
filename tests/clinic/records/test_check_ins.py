"""Check-ins on both databases: planned once, due one at a time, begun once, cancelled, answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from clinic.records import CheckIns, Records, UnknownCheckInError, UnknownIntakeError
from clinic.records.check_ins import begin
from clinic.records.models import now
from clinic.settings import Settings

ASHA, NOOR = ("asha-1f0c", "web"), ("noor-77aa", "telegram")
PLANNED = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
AT_ONCE = 8


def after(weeks: float) -> dt.datetime:
    return PLANNED + dt.timedelta(weeks=weeks)


@pytest.fixture
def check_ins(migrated: Settings) -> Iterator[CheckIns]:
    check_ins = CheckIns.open(migrated)
    yield check_ins
    check_ins.dispose()


@pytest.fixture
def intake(records: Records, check_ins: CheckIns) -> int:
    """Asha's intake, with check-ins after 4 and 8 weeks."""
    intake = records.begin_intake(*ASHA)
    check_ins.plan(intake, [8, 4], PLANNED)
    return intake


class TestPlanning:
    def test_each_is_due_so_many_weeks_later(self, check_ins: CheckIns, intake: int) -> None:
        kept = check_ins.of_intake(intake)
        assert [(each.weeks, each.due_at) for each in kept] == [(4, after(4)), (8, after(8))]
        assert {each.planned_at for each in kept} == {PLANNED}
        assert check_ins.pending(ASHA[0]) == kept

    def test_agreed_twice_is_agreed_once(self, check_ins: CheckIns, intake: int) -> None:
        before = check_ins.of_intake(intake)
        check_ins.plan(intake, [4, 8, 8], after(1))
        assert check_ins.of_intake(intake) == before

    def test_agreed_twice_at_the_same_time_too(self, check_ins: CheckIns, records: Records) -> None:
        intake = records.begin_intake(*NOOR)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = [pool.submit(check_ins.plan, intake, [4, 8], PLANNED) for _ in range(AT_ONCE)]
            for each in done:
                each.result()
        assert [each.weeks for each in check_ins.of_intake(intake)] == [4, 8]

    def test_an_intake_that_is_not_there_is_named(self, check_ins: CheckIns) -> None:
        with pytest.raises(UnknownIntakeError):
            check_ins.plan(99, [4], PLANNED)


class TestWhatIsDue:
    def test_nothing_is_before_its_time(self, check_ins: CheckIns, intake: int) -> None:
        assert check_ins.due(after(4) - dt.timedelta(seconds=1), 10) == []
        (due,) = check_ins.due(after(4), 10)
        assert (due.sender, due.weeks) == (ASHA[0], 4)

    def test_of_a_patient_only_the_latest_is_and_a_missed_one_is_cancelled(
        self, check_ins: CheckIns, intake: int
    ) -> None:
        assert [each.weeks for each in check_ins.due(after(9), 10)] == [8]
        missed, latest = check_ins.of_intake(intake)
        assert missed.cancelled_at == after(9) and latest.cancelled_at is None

    def test_the_oldest_of_all_patients_comes_first_and_no_more_than_wanted(
        self, check_ins: CheckIns, records: Records, intake: int
    ) -> None:
        check_ins.plan(records.begin_intake(*NOOR), [4], after(-1))
        assert [each.sender for each in check_ins.due(after(4), 10)] == [NOOR[0], ASHA[0]]
        assert [each.sender for each in check_ins.due(after(4), 1)] == [NOOR[0]]

    def test_what_was_begun_is_due_no_more(self, check_ins: CheckIns, intake: int) -> None:
        (due,) = check_ins.due(after(4), 10)
        assert check_ins.begin(due.id, after(4))
        assert check_ins.due(after(5), 10) == []
        assert [each.weeks for each in check_ins.pending(ASHA[0])] == [8]


class TestBeginning:
    def test_it_is_begun_once_whoever_tries(self, check_ins: CheckIns, intake: int) -> None:
        first = check_ins.of_intake(intake)[0].id
        with ThreadPoolExecutor(AT_ONCE) as pool:
            begun = list(pool.map(lambda _: check_ins.begin(first, after(4)), range(AT_ONCE)))
        assert sorted(begun) == [False] * (AT_ONCE - 1) + [True]
        assert check_ins.of_intake(intake)[0].begun_at == after(4)

    def test_one_that_was_cancelled_or_is_not_there_is_not(
        self, check_ins: CheckIns, intake: int
    ) -> None:
        check_ins.cancel(ASHA[0])
        assert not check_ins.begin(check_ins.of_intake(intake)[0].id, after(4))
        assert not check_ins.begin(99, after(4))

    def test_what_is_taken_back_with_its_transaction_was_never_begun(
        self, check_ins: CheckIns, engine: Engine, intake: int
    ) -> None:
        first = check_ins.of_intake(intake)[0].id
        with Session(engine) as session:
            assert begin(session, first, after(4))
            session.rollback()
        assert check_ins.begin(first, after(4))


class TestCancelling:
    def test_it_counts_what_is_to_come_of_this_patient(
        self, check_ins: CheckIns, records: Records, intake: int
    ) -> None:
        other = records.begin_intake(*NOOR)
        check_ins.plan(other, [4], PLANNED)
        check_ins.begin(check_ins.of_intake(intake)[0].id, after(4))
        assert check_ins.cancel(ASHA[0]) == 1
        assert check_ins.cancel(ASHA[0]) == 0
        assert check_ins.cancel("nobody") == 0
        assert len(check_ins.pending(NOOR[0])) == 1

    def test_a_new_intake_cancels_those_of_the_old(
        self, check_ins: CheckIns, records: Records, intake: int
    ) -> None:
        records.begin_intake(*ASHA)
        assert check_ins.pending(ASHA[0]) == []

    @pytest.mark.parametrize(("level", "left"), [("now", 0), ("same_day", 2), ("soon", 2)])
    def test_only_an_emergency_does(
        self, check_ins: CheckIns, records: Records, intake: int, level: str, left: int
    ) -> None:
        sender, channel = ASHA
        records.flag(
            intake, sender=sender, channel=channel, level=level, reasons=["x"], message="..."
        )
        assert len(check_ins.pending(sender)) == left


class TestAnswers:
    def test_the_latest_replaces_the_former(self, check_ins: CheckIns, intake: int) -> None:
        first = check_ins.of_intake(intake)[0].id
        check_ins.answer(first, {"skin": "same"})
        check_ins.answer(first, {"skin": "better", "load": {"before": 9, "now": 4}})
        (answered,) = check_ins.answered()
        assert answered.id == first
        assert answered.result == {"skin": "better", "load": {"before": 9, "now": 4}}
        assert answered.answered_at is not None and answered.answered_at <= now()

    def test_one_that_was_erased_meanwhile_is_told(
        self, check_ins: CheckIns, records: Records, intake: int
    ) -> None:
        first = check_ins.of_intake(intake)[0].id
        records.erase(ASHA[0])
        assert check_ins.of_intake(intake) == []
        with pytest.raises(UnknownCheckInError):
            check_ins.answer(first, {"skin": "same"})

    def test_without_consent_to_photographs_what_these_showed_goes(
        self, check_ins: CheckIns, records: Records, intake: int
    ) -> None:
        first = check_ins.of_intake(intake)[0]
        photo = {"before": None, "now": "2026-03-29", "changes": []}
        check_ins.answer(first.id, {"skin": "same", "photo": photo})
        other = records.begin_intake(*NOOR)
        check_ins.plan(other, [4], PLANNED)
        (others,) = check_ins.of_intake(other)
        check_ins.answer(others.id, {"skin": "same", "photo": photo})
        records.withdraw_consent(ASHA[0], kind="photo")
        assert [each.result for each in check_ins.of_intake(intake)] == [{"skin": "same"}, None]
        assert check_ins.of_intake(other)[0].result == {"skin": "same", "photo": photo}

    def test_it_is_found_by_its_own_patient_alone(self, check_ins: CheckIns, intake: int) -> None:
        first = check_ins.of_intake(intake)[0].id
        found = check_ins.of_patient(ASHA[0], first)
        assert found is not None and found.intake_id == intake
        assert check_ins.of_patient(NOOR[0], first) is None
        check_ins.cancel(ASHA[0])
        assert check_ins.of_patient(ASHA[0], first) is None


def test_the_facts_of_the_plan_can_be_read_after_they_changed(
    records: Records, engine: Engine
) -> None:
    intake = records.begin_intake(*ASHA)
    records.note(intake, {"spf_use": "never", "age": 30}, message="never, 30")
    then = now()
    records.note(intake, {"spf_use": "daily", "age": None, "stress": 3}, message="every day")
    assert records.facts(intake, then) == {"spf_use": "never", "age": 30}
    assert records.facts(intake) == {"spf_use": "daily", "stress": 3}
    assert records.facts(intake, then - dt.timedelta(days=1)) == {}
