"""The queue: what is urgent first, then what is new; narrowed by whatever staff look for."""

from __future__ import annotations

import datetime as dt

import pytest

import regimen
from clinic.records import Records
from clinic.records.models import now
from clinic.reviews.queue import NOBODY, Queue, Wanted
from clinic.reviews.tending import Tending
from clinic.staff.accounts import Member

OVERDONE = {
    "concerns": ["dullness"],
    "age": 31,
    "products": [{"id": "glycolic_acid", "status": "current", "per_week": 7}],
    "spf_use": "never",
}


def intake(records: Records, name: str, channel: str = "web", **facts: object) -> int:
    """Take in a patient's answers up to the plan."""
    facts = facts or dict(OVERDONE)
    intake = records.begin_intake(name, channel)
    records.note(intake, facts, message="what they wrote")
    records.complete(intake, regimen.advise(facts))
    return intake


def flagged(records: Records, name: str, level: str, reason: str, channel: str = "web") -> int:
    intake = records.begin_intake(name, channel)
    given = {"sender": name, "channel": channel, "level": level, "reasons": [reason]}
    records.flag(intake, **given, message="it burns")
    return intake


def order(queue: Queue, **wanted: object) -> list[int]:
    return [each.intake_id for each in queue.page(Wanted(**wanted))]


def test_the_most_urgent_comes_first_then_who_was_heard_last(
    records: Records, queue: Queue
) -> None:
    first = intake(records, "a")
    soon = flagged(records, "b", "soon", "scarring_acne")
    emergency = flagged(records, "c", "now", "chemical_burn")
    second = intake(records, "d")
    assert order(queue)[:2] == [emergency, soon]
    assert set(order(queue)[2:]) == {first, second}
    records.note(first, {"age": 30}, message="30")
    assert order(queue)[2:] == [first, second]


def test_a_line_tells_what_matters(records: Records, queue: Queue) -> None:
    number = intake(records, "a", "telegram")
    [line] = queue.page(Wanted())
    assert (line.intake_id, line.channel, line.progress) == (number, "telegram", "completed")
    assert line.told == {"concerns": ["dullness"], "age": 31}
    severities = dict(line.warnings)
    assert severities["over_exfoliation"] == severities["spf_skipped"] == "stop"
    assert line.warnings[0][1] == "stop"
    assert line.status == "new" and line.is_unread and line.alarms == ()


def test_pages_follow_each_other_without_gap_or_repetition(records: Records, queue: Queue) -> None:
    for number in range(7):
        intake(records, f"p{number}")
    seen, place = [], None
    while page := queue.page(Wanted(), place, limit=3):
        seen += [each.intake_id for each in page]
        place = page[-1].place
    assert seen == order(queue) and len(set(seen)) == 7


class TestNarrowing:
    def test_by_level_channel_and_warning(self, records: Records, queue: Queue) -> None:
        calm = intake(records, "a", "telegram", concerns=["acne"], spf_use="daily")
        overdone = intake(records, "b", "web")
        emergency = flagged(records, "c", "now", "chemical_burn", "whatsapp")
        assert order(queue, levels=["now", "same_day"]) == [emergency]
        assert order(queue, channel="telegram") == [calm]
        assert order(queue, warning="over_exfoliation") == [overdone]
        assert "over_exfoliation" in queue.rules()

    def test_what_is_closed_is_shown_only_where_it_is_asked_for(
        self, records: Records, queue: Queue, tending: Tending, doctor: Member
    ) -> None:
        number = intake(records, "a")
        tending.set_status(number, "closed", doctor)
        assert order(queue) == []
        assert order(queue, statuses=["closed"]) == [number]

    def test_by_words_wherever_they_stand(
        self, records: Records, queue: Queue, tending: Tending, doctor: Member
    ) -> None:
        first, second = intake(records, "a"), intake(records, "b", concerns=["acne"])
        tending.call(first, "Asha  RAO 4711", doctor)
        tending.note(second, "Brings photos; 100% sure it's rosacea", doctor)
        assert order(queue, words="rao") == [first]
        assert order(queue, words="Glycolic asha") == [first]
        assert order(queue, words="acne ROSACEA 100%") == [second]
        assert order(queue, words="10_%") == order(queue, words="zanzibar") == []

    @pytest.mark.parametrize("few", [0, 500])
    def test_by_words_of_few_as_by_those_of_many(
        self, records: Records, queue: Queue, monkeypatch: pytest.MonkeyPatch, few: int
    ) -> None:
        monkeypatch.setattr("clinic.reviews.queue.FEW", few)
        calm, _ = intake(records, "a", concerns=["acne"]), intake(records, "b")
        acne = queue.found(Wanted(words="acne"))
        assert (acne.among is None) == (few == 0)
        assert [each.intake_id for each in queue.page(acne)] == [calm]
        assert sum(queue.counts(acne).values()) == 1
        nowhere = queue.found(Wanted(words="zanzibar"))
        assert queue.page(nowhere) == [] and queue.counts(nowhere) == {}

    def test_by_several_levels_and_statuses(self, records: Records, queue: Queue) -> None:
        calm, emergency = intake(records, "a"), flagged(records, "b", "now", "chemical_burn")
        soon = flagged(records, "c", "soon", "scarring_acne")
        assert order(queue, levels=["now", "soon"]) == [emergency, soon]
        assert order(queue, statuses=["new", "needs_reply"]) == [emergency, soon, calm]

    def test_by_who_it_is_assigned_to(
        self, records: Records, queue: Queue, tending: Tending, doctor: Member
    ) -> None:
        hers, nobodys = intake(records, "a"), intake(records, "b")
        tending.assign(hers, doctor.id, doctor)
        assert order(queue, assigned_to=doctor.id) == [hers]
        assert order(queue, assigned_to=NOBODY) == [nobodys]
        assert queue.page(Wanted(assigned_to=doctor.id))[0].assigned_name == "Dr Rao"

    def test_by_what_is_new_since_somebody_looked(
        self, records: Records, queue: Queue, tending: Tending, doctor: Member
    ) -> None:
        seen, unseen = intake(records, "a"), intake(records, "b")
        tending.see(seen, doctor)
        assert order(queue, unread=True) == [unseen]
        records.note(seen, {"age": 32}, message="32, sorry")
        assert set(order(queue, unread=True)) == {seen, unseen}

    def test_by_day(self, records: Records, queue: Queue) -> None:
        number = intake(records, "a")
        day = dt.timedelta(days=1)
        assert order(queue, since=now() - day, until=now() + day) == [number]
        assert order(queue, since=now() + day) == order(queue, until=now() - day) == []


def test_the_rules_that_warned_are_named_once_each(records: Records, queue: Queue) -> None:
    assert queue.rules() == []
    for name in ("a", "b"):
        intake(records, name)
    assert queue.rules() == ["over_exfoliation", "spf_skipped"]


class TestAlarms:
    def test_one_that_waits_stands_in_its_line(self, records: Records, queue: Queue) -> None:
        flagged(records, "a", "now", "chemical_burn")
        [line] = queue.page(Wanted())
        assert line.level == "now" and line.reasons == ("chemical_burn",)
        assert [(each.level, each.reasons) for each in line.alarms] == [("now", ("chemical_burn",))]
        assert line.status == "needs_reply"

    def test_who_asks_for_a_person_opens_the_intake_again(
        self, records: Records, queue: Queue, tending: Tending, doctor: Member
    ) -> None:
        number = intake(records, "a")
        tending.set_status(number, "closed", doctor)
        records.hand_over("a", "web", reason="asked_for_person")
        [line] = queue.page(Wanted())
        assert (line.intake_id, line.status) == (number, "needs_reply")


def test_how_many_there_are_of_each(
    records: Records, queue: Queue, tending: Tending, doctor: Member
) -> None:
    flagged(records, "a", "now", "chemical_burn", "telegram")
    for name in ("b", "c"):
        closed = intake(records, name)
    tending.set_status(closed, "closed", doctor)
    counted = queue.counts(Wanted(statuses=["new"], levels=["soon"]))
    assert counted[("needs_reply", "now")] == 1
    assert sum(counted.values()) == 3 and counted[("closed", "routine")] == 1
    assert sum(queue.counts(Wanted(channel="telegram")).values()) == 1


def test_an_erasure_takes_a_patient_out_of_it(
    records: Records, queue: Queue, tending: Tending, doctor: Member
) -> None:
    number = intake(records, "a")
    tending.note(number, "asked about peels", doctor)
    records.erase("a")
    assert order(queue) == []


@pytest.mark.parametrize("what", ["fact", "alarm", "staff"])
def test_whatever_changes_changes_the_version(
    records: Records, queue: Queue, tending: Tending, doctor: Member, what: str
) -> None:
    number = intake(records, "a")
    before = queue.version()
    assert queue.version() == before
    if what == "fact":
        records.note(number, {"age": 40}, message="40")
    elif what == "alarm":
        records.hand_over("b", "web", reason="asked_for_person")
    else:
        tending.assign(number, doctor.id, doctor)
    assert queue.version() != before
