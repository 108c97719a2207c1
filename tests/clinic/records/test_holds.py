"""While a person is on hold nothing of theirs is deleted, and what they asked for is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from clinic.records.hold_models import ErasureRequest
from clinic.records.holds import HeldError, all_held, lock_behind
from clinic.records.models import Alarm, CheckIn, Consent, Patient, now
from clinic.records.review_models import Review
from clinic.records.staff_models import Choice
from clinic.settings import Settings
from tests.clinic.records.lives import Parts, counts, erasures, files, hold_house, picture

SOON = dt.timedelta(seconds=1)


def requests(engine: Engine) -> list[tuple[str, str]]:
    """Return who asked for what."""
    with Session(engine) as session:
        rows = session.execute(
            select(Patient.sender, ErasureRequest.reason)
            .join(ErasureRequest, ErasureRequest.patient_id == Patient.id)
            .order_by(ErasureRequest.id)
        )
        return [(row.sender, row.reason) for row in rows]


def given(engine: Engine) -> set[tuple[str, str]]:
    """Return which consents stand, and whose."""
    with Session(engine) as session:
        rows = session.execute(
            select(Patient.sender, Consent.kind)
            .join(Consent, Consent.patient_id == Patient.id)
            .where(Consent.given, Consent.withdrawn_at.is_(None))
        )
        return {(row.sender, row.kind) for row in rows}


@pytest.fixture
def lives(parts: Parts, engine: Engine) -> Callable[[str], int]:
    """Let a patient live who asked for nothing yet; returns the intake."""

    def live(sender: str) -> int:
        intake = parts.live(sender, "her words")
        with engine.begin() as connection:
            connection.execute(delete(ErasureRequest))
            connection.execute(delete(Alarm))
        return intake

    return live


@pytest.fixture(params=["her own", "the house's"])
def asha(
    request: pytest.FixtureRequest, parts: Parts, lives: Callable[[str], int], migrated: Settings
) -> int:
    """The intake of somebody on hold, by a hold of her own or by one of the whole house."""
    intake = lives("asha")
    if request.param == "her own":
        parts.hold(intake)
    else:
        hold_house(migrated)
    return intake


class TestNothingIsDeleted:
    def test_where_she_asks_for_it_which_is_kept_and_told_to_the_staff(
        self, parts: Parts, engine: Engine, migrated: Settings, asha: int
    ) -> None:
        before, pictures = counts(engine), files(migrated.var / "photographs")
        asked_at = now()
        assert parts.records.erase("asha") is False
        assert erasures(engine) == []
        assert counts(engine) == {
            **before,
            "erasure_requests": 1,
            "alarms": before["alarms"] + 1,
        }
        assert files(migrated.var / "photographs") == pictures
        with Session(engine) as session:
            kept = session.scalars(select(ErasureRequest)).one()
            alarm = session.scalars(select(Alarm)).one()
            review = session.get_one(Review, asha)
        assert (kept.reason, alarm.reasons, alarm.level) == (
            "said",
            ["asked_for_erasure"],
            "person",
        )
        assert asked_at <= kept.asked_at <= now()
        assert review.status == "needs_reply"

    @pytest.mark.parametrize("kind", ["intake", "guardian"])
    def test_where_she_takes_consent_back_which_is_so_at_once(
        self, parts: Parts, engine: Engine, asha: int, kind: str
    ) -> None:
        assert given(engine) == {("asha", "intake"), ("asha", "photo")}
        assert parts.records.withdraw_consent("asha", kind=kind) is False
        assert given(engine) == set()
        assert requests(engine) == [("asha", "withdrawn")]
        assert erasures(engine) == []
        assert parts.transcript.of("asha") and parts.records.facts(asha) == {}

    def test_where_she_takes_photographs_back_which_stay_with_their_rows(
        self, parts: Parts, engine: Engine, migrated: Settings, asha: int
    ) -> None:
        kept, stored = parts.photographs.kept("asha"), files(migrated.var / "photographs")
        assert kept
        assert parts.records.withdraw_consent("asha", kind="photo") is False
        assert given(engine) == {("asha", "intake")}
        assert requests(engine) == [("asha", "photographs")]
        assert parts.photographs.kept("asha") == kept
        assert files(migrated.var / "photographs") == stored

    def test_where_she_agrees_to_nothing_any_more(self, parts: Parts, asha: int) -> None:
        parts.photographs.receive("asha", "web", picture("again"))
        waiting = parts.photographs.received("asha")
        assert parts.records.forget_talk("asha") is False
        assert parts.transcript.of("asha")
        assert parts.photographs.received("asha") == waiting

    @pytest.mark.parametrize("reason", ["staff", "age"])
    def test_where_staff_or_the_house_would_which_is_refused(
        self, parts: Parts, engine: Engine, asha: int, reason: str
    ) -> None:
        before = counts(engine)
        with pytest.raises(HeldError):
            parts.records.erase("asha", reason=reason)
        assert counts(engine) == before and requests(engine) == []

    def test_where_a_photograph_is_old(
        self, parts: Parts, migrated: Settings, asha: int, lives: Callable[[str], int]
    ) -> None:
        kept, stored = parts.photographs.kept("asha"), files(migrated.var / "photographs")
        assert parts.photographs.retire(now() + SOON) == 0
        assert parts.photographs.kept("asha") == kept
        assert files(migrated.var / "photographs") == stored

    def test_where_she_discards_a_photograph_that_is_kept(
        self, parts: Parts, migrated: Settings, asha: int
    ) -> None:
        [kept], [received] = parts.photographs.kept("asha"), parts.photographs.received("asha")
        with pytest.raises(HeldError):
            parts.photographs.discard("asha", kept)
        assert parts.photographs.read("asha", kept)
        parts.photographs.discard("asha", received)
        assert parts.photographs.received("asha") == [], "it was never part of the records"
        with pytest.raises(LookupError):
            parts.photographs.discard("asha", received)

    # on SQLite one writes at a time
    @pytest.mark.parametrize("migrated", ["postgresql"], indirect=True)
    def test_where_a_photograph_is_retired_while_the_hold_is_set(
        self, parts: Parts, lives: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A hold that is kept between the look for what is old and its deletion counts."""
        intake = lives("asha")

        def holds_then_locks(*given: Any) -> Any:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(parts.hold, intake).result()
            return lock_behind(*given)

        monkeypatch.setattr("clinic.photographs.store.lock_behind", holds_then_locks)
        [kept] = parts.photographs.kept("asha")
        assert parts.photographs.retire(now() + SOON) == 0
        assert parts.photographs.kept("asha") == [kept] and parts.photographs.read("asha", kept)

    def test_where_what_nobody_agreed_to_is_swept(self, parts: Parts, asha: int) -> None:
        """Nor where she has taken the consent back since, by which the pictures were kept."""
        [kept] = parts.photographs.kept("asha")
        parts.records.withdraw_consent("asha", kind="photo")
        parts.photographs.sweep(now() + SOON)
        assert parts.photographs.kept("asha") == [kept]
        assert parts.photographs.read("asha", kept)
        assert parts.photographs.received("asha") == [], "it was never part of the records"


class TestTheWholeHouse:
    @pytest.mark.parametrize("by_default", [True, False])
    def test_is_on_hold_by_default_until_something_is_chosen(
        self, engine: Engine, migrated: Settings, by_default: bool
    ) -> None:
        """As the database says, whatever the process's settings have learnt of that."""
        settings = Settings(var=migrated.var, legal_hold=by_default)
        with Session(engine) as session:
            assert all_held(session, settings) is by_default
        with Session(engine) as session, session.begin():
            session.add(Choice(name="legal_hold", value=not by_default))
        with Session(engine) as session:
            assert all_held(session, settings) is not by_default


class TestWhatIsOnHold:
    def test_nobody_else_is(
        self, parts: Parts, engine: Engine, lives: Callable[[str], int]
    ) -> None:
        lives("noor")
        parts.hold(lives("asha"))
        before = counts(engine)["patients"]
        assert parts.photographs.retire(now() + SOON) == 1
        assert parts.photographs.kept("noor") == [] and parts.photographs.kept("asha")
        assert parts.records.erase("noor") is True
        assert counts(engine)["patients"] == before - 1

    @pytest.mark.parametrize("asking", ["asha", "asha elsewhere"])
    def test_the_whole_person_is(
        self, parts: Parts, engine: Engine, lives: Callable[[str], int], asking: str
    ) -> None:
        intake, other = lives("asha"), lives("asha elsewhere")
        parts.hold(intake)
        merge = parts.merge(other, intake)
        assert parts.photographs.retire(now() + SOON) == 0
        assert parts.records.erase(asking) is False
        assert given(engine) == set(), "in every conversation"
        assert requests(engine) == [(asking, "said")]
        [admin] = parts.accounts.members()
        parts.merging.undo(merge, admin)
        for each in ("asha", "asha elsewhere"):
            assert parts.records.erase(each) is False, "to undo a merge lifts no hold"

    def test_who_is_no_patient_is_not(self, parts: Parts, migrated: Settings) -> None:
        """Before any consent there are no records that could be held."""
        hold_house(migrated)
        parts.photographs.receive("asha", "web", picture("before any consent"))
        assert parts.records.forget_talk("asha") is True
        assert parts.photographs.received("asha") == []

    def test_once_it_is_lifted_all_can_be_deleted(
        self, parts: Parts, engine: Engine, lives: Callable[[str], int]
    ) -> None:
        hold = parts.hold(lives("asha"))
        assert parts.records.erase("asha") is False
        parts.lift(hold)
        assert parts.records.erase("asha") is True
        assert not any(counts(engine).values())


class TestRequests:
    def test_asking_again_is_one_request(self, parts: Parts, engine: Engine, asha: int) -> None:
        for _ in range(2):
            parts.records.erase("asha")
        assert requests(engine) == [("asha", "said")]
        assert counts(engine)["alarms"] == 1

    def test_everything_stands_above_photographs_alone(
        self, parts: Parts, engine: Engine, asha: int
    ) -> None:
        parts.records.withdraw_consent("asha", kind="photo")
        assert requests(engine) == [("asha", "photographs")]
        parts.records.erase("asha")
        assert requests(engine) == [("asha", "said")]
        parts.records.withdraw_consent("asha", kind="photo")
        assert requests(engine) == [("asha", "said")]

    def test_who_agrees_anew_takes_it_back_wherever_they_asked(
        self, parts: Parts, engine: Engine, asha: int, lives: Callable[[str], int]
    ) -> None:
        parts.merge(asha, lives("asha elsewhere"))

        def agree(kind: str, *, given: bool) -> None:
            parts.records.give_consent(
                "asha", "web", kind=kind, version="1", text="May I?", given=given
            )

        parts.records.erase("asha elsewhere")
        agree("photo", given=True)
        agree("intake", given=False)
        assert requests(engine) == [("asha elsewhere", "said")]
        agree("intake", given=True)
        assert requests(engine) == [] and parts.files.of(asha).requests == ()
        parts.records.forget_talk("asha")
        parts.records.withdraw_consent("asha", kind="photo")
        agree("intake", given=True)
        assert requests(engine) == [("asha", "photographs")]
        parts.records.erase("asha")
        assert requests(engine) == [("asha", "said")], "and may ask again"

    def test_to_refuse_consent_in_one_talk_is_a_request_for_that_talk_alone(
        self, parts: Parts, engine: Engine, asha: int, lives: Callable[[str], int]
    ) -> None:
        parts.merge(asha, lives("asha elsewhere"))
        parts.check_ins.plan(asha, [8], now())
        agreed, alarms = given(engine), counts(engine)["alarms"]
        assert parts.records.forget_talk("asha elsewhere") is False
        assert requests(engine) == [("asha elsewhere", "talk")]
        assert given(engine) == agreed and parts.check_ins.pending("asha")
        assert counts(engine)["alarms"] == alarms, "and nobody is called"
        parts.records.withdraw_consent("asha elsewhere", kind="photo")
        parts.records.forget_talk("asha elsewhere")
        assert {what for _, what in requests(engine)} == {"photographs", "talk"}
        parts.records.erase("asha elsewhere")
        assert requests(engine) == [("asha elsewhere", "said")]

    def test_where_there_is_no_photograph_there_is_nothing_to_wait_for(
        self, parts: Parts, engine: Engine, migrated: Settings
    ) -> None:
        hold_house(migrated)
        parts.records.give_consent(
            "noor", "web", kind="photo", version="1", text="May I?", given=True
        )
        assert parts.records.withdraw_consent("noor", kind="photo") is True
        assert given(engine) == set() and requests(engine) == []
        assert counts(engine)["alarms"] == 0

    def test_who_asked_for_everything_is_not_asked_how_the_skin_is(
        self, parts: Parts, engine: Engine, asha: int
    ) -> None:
        parts.check_ins.plan(asha, [8], now())
        parts.records.withdraw_consent("asha", kind="photo")
        assert parts.check_ins.pending("asha"), "photographs say nothing of that"
        parts.records.erase("asha")
        assert parts.check_ins.pending("asha") == []
        assert counts(engine)["check_ins"] == len(parts.check_ins.of_intake(asha)), (
            "cancelled, and not deleted"
        )
        with engine.connect() as connection:
            assert connection.scalar(select(CheckIn.cancelled_at).where(CheckIn.weeks == 8))
