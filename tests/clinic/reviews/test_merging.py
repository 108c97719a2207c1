"""Two patients who are one person: merged, undone exactly, and no word of it to the patient."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from analysis.keeping import Examination, KeptPicture
from clinic.photographs import Photographs
from clinic.records import CheckIns, Records, TalkTurn, Transcript, UnknownIntakeError
from clinic.records.models import now
from clinic.records.review_models import Merge
from clinic.reviews.file import PatientFile
from clinic.reviews.files import PatientFiles
from clinic.reviews.merging import MergeError, Merging, UnknownMergeError
from clinic.reviews.queue import Queue, Wanted
from clinic.reviews.summary import advice_now
from clinic.reviews.taking_over import TakingOver
from clinic.reviews.tending import Tending
from clinic.settings import Settings
from clinic.staff.accounts import Member
from clinic.staff.audit import AuditLog

REPORT: dict[str, Any] = {
    "quality": {"ok": True, "problems": [], "advice": []},
    "metrics": {"redness": {"score": 41.6, "regions": {}}},
    "findings": [{"id": "redness", "severity": "marked", "region": "cheeks", "message": "…"}],
}
PLAN = {"triage": {"level": "soon", "reasons": []}, "warnings": [], "note": "of the website"}


class House:
    """The parts by which patients live, and staff merge them."""

    def __init__(self, settings: Settings, doctor: Member) -> None:
        self.doctor = doctor
        self.records, self.transcript = Records.open(settings), Transcript.open(settings)
        self.photographs, self.check_ins = Photographs.open(settings), CheckIns.open(settings)
        self.merging, self.files = Merging.open(settings), PatientFiles.open(settings)
        self.tending, self.taking_over = Tending.open(settings), TakingOver.open(settings)
        self.queue = Queue.open(settings)

    def dispose(self) -> None:
        for part in vars(self).values():
            if part is not self.doctor:
                part.dispose()

    def live(self, sender: str, channel: str = "web") -> int:
        """Let a patient do all that a file tells of; return the intake."""
        records = self.records
        for kind in ("intake", "photo"):
            records.give_consent(sender, channel, kind=kind, version="1", text="?", given=True)
        intake = records.begin_intake(sender, channel)
        records.note(intake, {"concerns": ["acne"]}, message=f"acne, says {sender}")
        records.hand_over(sender, channel, reason="asked_for_person")
        turn = TalkTurn(f"m-{sender}", f"{sender} says hello", channel=channel)
        self.transcript.receive(sender, turn)
        self.transcript.answer(sender, turn, [{"texts": ["Hello."]}])
        photo = self.photographs.receive(sender, channel, KeptPicture(sender.encode(), 9, 9))
        self.photographs.keep(sender, photo)
        looked = Examination(REPORT, b"overlay", b"portrait", {})
        self.photographs.add_examination(sender, photo, looked)
        self.check_ins.plan(intake, [4], now() - dt.timedelta(weeks=5))
        return intake

    def file(self, intake: int) -> PatientFile:
        return self.files.of(intake)

    def number(self, intake: int) -> int:
        """The patient of an intake."""
        return self.file(intake).patient_id

    def person(self, intake: int) -> set[int]:
        """The patients who are the same person as that of an intake, that one too."""
        return set(self.file(intake).senders)

    def merge(self, intake: int, other: int) -> int:
        """Say that the patients of two intakes are one person; return the merge."""
        return self.merging.merge(intake, self.number(other), self.doctor)

    def undo(self, merge: int) -> None:
        self.merging.undo(merge, self.doctor)

    def call(self, intake: int, label: str) -> None:
        self.tending.call(intake, label, self.doctor)


@pytest.fixture
def house(migrated: Settings, doctor: Member) -> Iterator[House]:
    house = House(migrated, doctor)
    yield house
    house.dispose()


@pytest.fixture
def web(house: House) -> int:
    """Asha's intake on the website."""
    return house.live("asha-web", "web")


@pytest.fixture
def telegram(house: House) -> int:
    """Asha's intake on Telegram."""
    return house.live("asha-telegram", "telegram")


def merges(engine: Engine) -> int:
    with Session(engine) as session:
        return len(session.scalars(select(Merge)).all())


def connected(start: int, edges: Collection[tuple[int, int]]) -> set[int]:
    """Return what is reached from a start along edges."""
    found = {start}
    for _ in edges:
        found |= {each for edge in edges if found & {*edge} for each in edge}
    return found


class TestTheFile:
    def test_it_tells_of_the_whole_person_and_of_which_patient_each_is(
        self, house: House, web: int, telegram: int
    ) -> None:
        one, other = house.number(web), house.number(telegram)
        house.merging.merge(web, other, house.doctor)
        for intake, own, senders in (
            (web, one, {one: "asha-web", other: "asha-telegram"}),
            (telegram, other, {other: "asha-telegram", one: "asha-web"}),
        ):
            file = house.file(intake)
            assert file.senders == senders and next(iter(file.senders)) == own
            for told in (file.rounds, file.pictures, file.talk, file.alarms, file.check_ins):
                assert [each.patient_id for each in told] == [one, other]
            assert [each.patient_id for each in file.agreements] == [one, one, other, other]
            assert {
                patient: [each.text for each in talk] for patient, talk in file.talks.items()
            } == {one: ["asha-web says hello"], other: ["asha-telegram says hello"]}

    def test_what_the_intake_says_stays_its_own(
        self, house: House, web: int, telegram: int
    ) -> None:
        before = house.file(web)
        house.merge(web, telegram)
        after = house.file(web)
        for own in ("stated", "warnings", "notes", "advice", "level", "label", "sender", "channel"):
            assert getattr(after, own) == getattr(before, own)

    def test_it_says_who_merged_whom_and_since_when(
        self, house: House, web: int, telegram: int
    ) -> None:
        before = now()
        merge = house.merge(web, telegram)
        [other] = house.file(web).others
        assert (other.patient_id, other.channel) == (house.number(telegram), "telegram")
        assert (other.merge_id, other.merged_by) == (merge, "Dr Rao")
        assert other.near == house.number(web) and before <= other.merged_at <= now()

    def test_the_rules_say_what_they_would_say_to_this_very_patient(
        self, house: House, telegram: int
    ) -> None:
        """Her own plan is not made of a photograph that she sent elsewhere."""
        web = house.records.begin_intake("asha-web", "web")
        house.records.note(web, {"concerns": ["acne"]}, message="acne")
        before = advice_now(house.file(web))
        house.merge(web, telegram)
        assert house.file(web).pictures and advice_now(house.file(web)) == before

    def test_a_photograph_that_she_did_not_agree_to_is_shown_nowhere(
        self, house: House, web: int
    ) -> None:
        other = house.records.begin_intake("asha-telegram", "telegram")
        house.photographs.receive("asha-telegram", "telegram", KeptPicture(b"x", 9, 9))
        house.merge(web, other)
        assert len(house.file(web).pictures) == 1


class TestUndoing:
    @pytest.mark.parametrize("seed", range(3))
    def test_it_leaves_each_file_as_if_that_merge_had_never_been(
        self, house: House, seed: int
    ) -> None:
        """Whatever was merged and undone before."""
        chance = random.Random(seed)
        intakes = [house.live(f"sender {each}") for each in range(5)]
        standing: dict[int, tuple[int, int]] = {}
        for _ in range(16):
            one, other = chance.sample(intakes, 2)
            if standing and chance.random() < 0.4:
                undone = chance.choice(list(standing))
                house.undo(undone)
                del standing[undone]
            elif other in connected(one, standing.values()):
                with pytest.raises(MergeError, match="already"):
                    house.merge(one, other)
            else:
                standing[house.merge(one, other)] = (one, other)
            before = [house.file(each) for each in intakes]
            for file in before:
                told = {each.intake_id for each in file.rounds}
                assert told == connected(file.intake_id, standing.values())
            for one, other in itertools.combinations(intakes, 2):
                if other not in connected(one, standing.values()):
                    house.undo(house.merge(one, other))
                    break
            assert [house.file(each) for each in intakes] == before

    def test_two_that_were_merged_with_a_third_stay_so(self, house: House) -> None:
        one, two, three = (house.live(f"sender {each}") for each in range(3))
        first = house.merge(one, two)
        house.merge(two, three)
        assert house.person(one) == house.person(three)
        house.undo(first)
        assert house.file(one).others == ()
        assert house.person(two) == {house.number(two), house.number(three)}

    def test_it_is_done_once(self, house: House, web: int, telegram: int) -> None:
        merge = house.merge(web, telegram)
        house.undo(merge)
        again = house.merge(web, telegram)
        for gone in (merge, 4711):
            with pytest.raises(UnknownMergeError, match=str(gone)):
                house.undo(gone)
        assert again > merge, "a page that is open undoes no other merge"
        assert len(house.file(web).others) == 1


class TestWhatIsRefused:
    def test_it_is_named(self, house: House, web: int, telegram: int) -> None:
        with pytest.raises(MergeError, match="this very patient"):
            house.merge(web, web)
        with pytest.raises(MergeError, match="no patient 4711"):
            house.merging.merge(web, 4711, house.doctor)
        with pytest.raises(UnknownIntakeError):
            house.merge(4711, telegram)
        with pytest.raises(UnknownIntakeError):
            house.merging.suggestions(4711)
        house.merge(web, telegram)
        for intake, other in ((web, telegram), (telegram, web)):
            with pytest.raises(MergeError, match="already"):
                house.merge(intake, other)

    def test_nothing_of_it_is_done_or_logged(
        self, house: House, web: int, log: AuditLog, engine: Engine
    ) -> None:
        before = log.entries()
        for wrong in (4711, 0, -1):
            with pytest.raises(MergeError):
                house.merging.merge(web, wrong, house.doctor)
        assert log.entries() == before and merges(engine) == 0


def test_it_is_in_the_log_by_numbers_alone(
    house: House, web: int, telegram: int, log: AuditLog
) -> None:
    house.call(web, "Quuxbaz")
    one, other = house.number(web), house.number(telegram)
    house.undo(house.merging.merge(web, other, house.doctor))
    undone, merged, *_ = log.entries(kind="patient", subject=str(one))
    assert [merged.action, undone.action] == ["merged", "unmerged"]
    assert merged.detail == undone.detail == {"other": other}
    assert merged.who == undone.who == "Dr Rao"
    assert "Quuxbaz" not in repr([merged, undone]) and "asha" not in repr([merged, undone])


class TestSuggestions:
    def test_they_are_who_is_called_the_same_however_it_is_written(
        self, house: House, web: int, telegram: int
    ) -> None:
        stranger = house.records.begin_intake("noor", "web")
        assert house.merging.suggestions(web) == []
        for intake, label in ((web, "Asha R."), (telegram, "asha  r."), (stranger, "Noor")):
            house.call(intake, label)
        [found] = house.merging.suggestions(web)
        assert (found.patient_id, found.label) == (house.number(telegram), "asha r.")
        assert found.channel == "telegram"

    def test_who_is_merged_already_is_none(self, house: House, web: int, telegram: int) -> None:
        for intake in (web, telegram):
            house.call(intake, "Asha")
        house.merge(web, telegram)
        assert house.merging.suggestions(web) == house.merging.suggestions(telegram) == []

    def test_they_are_few(self, house: House) -> None:
        intakes = [house.records.begin_intake(f"sender {each}", "web") for each in range(9)]
        for each in intakes:
            house.call(each, "Asha")
        assert len(house.merging.suggestions(intakes[0])) == 5


class TestThePatient:
    """A merge that was wrong must show nobody another's data."""

    def test_sees_no_plan_photograph_or_talk_of_the_other(
        self, house: House, web: int, telegram: int
    ) -> None:
        house.records.complete(web, PLAN)
        house.merge(web, telegram)
        assert house.records.plan("asha-telegram") is None
        plan = house.records.plan("asha-web")
        assert plan is not None and plan.advice["note"] == "of the website"
        assert [each.text for each in house.transcript.of("asha-telegram")] == [
            "asha-telegram says hello"
        ]
        [own] = house.photographs.looked_at("asha-telegram")
        [foreign] = house.photographs.looked_at("asha-web")
        assert own.id != foreign.id
        with pytest.raises(LookupError):
            house.photographs.read("asha-telegram", foreign.id)
        assert [each.intake_id for each in house.check_ins.pending("asha-telegram")] == [telegram]

    def test_hears_what_staff_say_in_the_intakes_own_talk_alone(
        self, house: House, web: int, telegram: int
    ) -> None:
        house.merge(web, telegram)
        sender, _ = house.taking_over.take(telegram, house.doctor)
        assert sender == "asha-telegram"
        assert house.taking_over.holder("asha-web") is None
        assert len(house.transcript.of("asha-web")) == 1


class TestTheQueue:
    def test_it_says_where_the_person_talks_too(
        self, house: House, web: int, telegram: int
    ) -> None:
        assert {each.also for each in house.queue.page(Wanted())} == {()}
        house.merge(web, telegram)
        also = {each.intake_id: each.also for each in house.queue.page(Wanted())}
        assert also == {web: ("telegram",), telegram: ("web",)}

    def test_it_asks_the_database_no_more_often_for_more_lines(self, house: House) -> None:
        def asked() -> int:
            statements: list[str] = []

            def count(*args: Any) -> None:
                statements.append(args[2])

            event.listen(Engine, "before_cursor_execute", count)
            house.queue.page(Wanted())
            event.remove(Engine, "before_cursor_execute", count)
            return len(statements)

        one, two = house.live("asha", "web"), house.live("asha elsewhere", "telegram")
        house.merge(one, two)
        few = asked()
        for each in range(6):
            other = house.live(f"sender {each}")
            if each % 2:
                house.merge(one, other)
        assert asked() == few


def test_many_who_merge_and_undo_at_once_close_no_circle(house: House, engine: Engine) -> None:
    """Nor is anybody of two persons, though one of them is erased meanwhile."""
    intakes = [house.records.begin_intake(f"sender {each}", "web") for each in range(8)]
    numbers = {each: house.number(each) for each in intakes}

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            one, other = chance.sample(intakes, 2)
            with suppress(MergeError, UnknownMergeError, UnknownIntakeError):
                if chance.random() < 0.7:
                    house.merging.merge(one, numbers[other], house.doctor)
                else:
                    for each in house.file(one).others[:1]:
                        house.undo(each.merge_id)
        if seed == 0:
            house.records.erase("sender 0")

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, seed) for seed in range(4)]:
            done.result()
    persons = set()
    for each in intakes:
        with suppress(UnknownIntakeError):
            persons.add(frozenset(house.person(each)))
    people = [patient for person in persons for patient in person]
    assert len(people) == len(set(people)), "nobody is of two persons"
    assert merges(engine) == len(people) - len(persons), "each merge makes one person of two"
