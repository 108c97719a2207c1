"""Staff see every alarm until one of them acknowledges it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.alerts.listing import AlarmList, UnknownAlarmError, lines_of
from clinic.alerts.outbox import Outbox
from clinic.records import Records
from clinic.settings import Settings
from clinic.staff.audit import Actor
from tests.clinic.alerts.conftest import Clock


@pytest.fixture
def listed(migrated: Settings) -> Iterator[AlarmList]:
    listed = AlarmList.open(migrated)
    yield listed
    listed.dispose()


@pytest.fixture
def alarms(records: Records) -> None:
    """One of each level, the least urgent first."""
    records.flag(
        None, sender="asha", channel="web", level="soon", reasons=["changing_mole"], message="a"
    )
    records.hand_over("noor", "telegram", reason="asked_for_person")
    for level, reason in (("same_day", "suspected_infection"), ("now", "self_harm")):
        records.flag(None, sender="mina", channel="web", level=level, reasons=[reason], message="b")


@pytest.mark.usefixtures("alarms")
class TestListing:
    def test_the_most_urgent_come_first(self, listed: AlarmList) -> None:
        assert [(each.level, each.channel) for each in listed.alarms()] == [
            ("now", "web"),
            ("same_day", "web"),
            ("person", "telegram"),
            ("soon", "web"),
        ]

    def test_an_acknowledged_one_is_gone_but_can_be_asked_for(self, listed: AlarmList) -> None:
        first, *others = listed.alarms()
        done = listed.acknowledge(first.id, by=Actor(None, "  Dr  Rao "))
        assert (done.acknowledged_by, done.id) == ("Dr Rao", first.id)
        assert listed.alarms() == others
        again = listed.alarms(acknowledged=True)
        assert [each.acknowledged_by for each in again] == ["Dr Rao", None, None, None]

    def test_who_acknowledged_it_first_stays(self, listed: AlarmList) -> None:
        first, *_ = listed.alarms()
        done = listed.acknowledge(first.id, by=Actor(None, "Dr Rao"))
        assert listed.acknowledge(first.id, by=Actor(None, "Nurse Lim")) == done

    def test_an_unknown_one_is_named(self, listed: AlarmList) -> None:
        with pytest.raises(UnknownAlarmError, match="no alarm 4711"):
            listed.acknowledge(4711, by=Actor(None, "Dr Rao"))

    def test_nobody_acknowledges_nothing(self, listed: AlarmList) -> None:
        with pytest.raises(ValueError, match="a name is needed"):
            listed.acknowledge(listed.alarms()[0].id, by=Actor(None, "  "))
        assert len(listed.alarms()) == 4

    def test_it_tells_what_staff_have_been_sent(
        self, listed: AlarmList, migrated: Settings, clock: Clock
    ) -> None:
        outbox = Outbox(migrated, ["mail:nurse@clinic.example", "webhook"])
        for claim in outbox.claim(clock(), 10):
            if claim.alert.level == "now" and claim.route == "webhook":
                outbox.failed(claim, "answered with status 500", again_at=clock())
            elif claim.alert.level != "person":
                outbox.sent(claim, clock())
        outbox.dispose()
        now, same_day, person, soon = list(lines_of(listed.alarms()))[1:]
        sent = f"{clock():%Y-%m-%d %H:%M}"
        assert f"mail:nurse@clinic.example {sent}; webhook not sent (1 tries: answered" in now
        assert f"webhook {sent}" in same_day
        assert "webhook not sent (waits)" in person
        assert "only listed" in soon


def test_an_erased_patients_alarms_are_gone_and_their_numbers_never_used_again(
    listed: AlarmList, records: Records
) -> None:
    records.hand_over("asha", "web", reason="asked_for_person")
    (gone,) = listed.alarms()
    records.erase("asha")
    records.hand_over("noor", "web", reason="asked_for_person")
    (other,) = listed.alarms()
    assert other.id > gone.id
    with pytest.raises(UnknownAlarmError):
        listed.acknowledge(gone.id, by=Actor(None, "Dr Rao"))
