"""The outbox loses nothing, gives each alert to one process at a time, and ends where staff say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, event, func, select

from clinic.alerts.listing import AlarmList
from clinic.alerts.outbox import LEASE, Claim, Outbox
from clinic.records import Records
from clinic.records.models import Alarm, Delivery
from clinic.settings import Settings
from clinic.staff.audit import Actor
from tests.clinic.alerts.conftest import Clock

ROUTES = ["mail:nurse@clinic.example", "webhook"]
Open = Callable[..., Outbox]


@pytest.fixture
def open_outbox(migrated: Settings) -> Iterator[Open]:
    """Open the outbox as another process would."""
    opened: list[Outbox] = []

    def open_it(*routes: str, settings: Settings = migrated) -> Outbox:
        opened.append(Outbox(settings, routes or ROUTES))
        return opened[-1]

    yield open_it
    for each in opened:
        each.dispose()


def flag(
    records: Records, level: str = "now", *, reason: str = "chemical_burn", sender: str = "asha"
) -> None:
    records.flag(
        None, sender=sender, channel="web", level=level, reasons=[reason], message="it burns"
    )


def routes_of(claims: list[Claim]) -> list[str]:
    return sorted(claim.route for claim in claims)


def deliveries(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(Delivery)).scalar_one()


class TestWhatIsDue:
    def test_an_alarm_goes_by_each_route(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        flag(records)
        claims = open_outbox().claim(clock(), 10)
        assert routes_of(claims) == ROUTES
        alert = claims[0].alert
        assert (alert.level, alert.reasons, alert.channel) == ("now", ("chemical_burn",), "web")
        assert alert.reminder == 0

    @pytest.mark.parametrize(("level", "alerted"), [("now", 2), ("same_day", 2), ("soon", 0)])
    def test_the_urgent_levels_only(
        self, records: Records, open_outbox: Open, clock: Clock, level: str, alerted: int
    ) -> None:
        flag(records, level)
        assert len(open_outbox().claim(clock(), 10)) == alerted

    def test_a_wish_for_a_person_is_told_too(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        records.hand_over("asha", "telegram", reason="asked_for_person")
        (first, _) = open_outbox().claim(clock(), 10)
        assert (first.alert.level, first.alert.reasons) == ("person", ("asked_for_person",))
        assert first.alert.channel == "telegram"

    def test_the_most_urgent_first_and_new_ones_before_those_that_keep_failing(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        outbox = open_outbox("webhook")
        flag(records, "same_day", reason="suspected_infection")
        (failing,) = outbox.claim(clock(), 10)
        outbox.failed(failing, "no", again_at=clock())
        flag(records, "same_day", reason="isotretinoin_possible_pregnancy")
        flag(records, "now")
        order = [outbox.claim(clock(), 1)[0].alert.reasons[0] for _ in range(3)]
        assert order == ["chemical_burn", "isotretinoin_possible_pregnancy", "suspected_infection"]

    def test_a_route_that_is_set_later_is_told_of_what_is_still_open(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        flag(records)
        assert routes_of(open_outbox("webhook").claim(clock(), 10)) == ["webhook"]
        assert routes_of(open_outbox().claim(clock(), 10)) == ROUTES[:1]

    def test_a_route_that_is_gone_is_not_tried(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        flag(records)
        first = open_outbox("mail:gone@clinic.example")
        first.failed(first.claim(clock(), 10)[0], "no", again_at=clock())
        assert routes_of(open_outbox("webhook").claim(clock(), 10)) == ["webhook"]

    def test_a_look_that_finds_nothing_writes_nothing(
        self, migrated: Settings, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        outbox = open_outbox()
        flag(records)
        for claim in outbox.claim(clock(), 10):
            outbox.sent(claim, clock())
        said: list[str] = []
        event.listen(outbox._engine, "before_cursor_execute", lambda *given: said.append(given[2]))
        assert outbox.claim(clock(), 10) == []
        assert [each.split()[0] for each in said if not each.startswith("BEGIN")] == ["SELECT"]
        assert "BEGIN IMMEDIATE" not in said


class TestOneAtATime:
    def test_who_claims_it_has_it_until_the_lease_is_over(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        flag(records)
        ours, theirs = open_outbox(), open_outbox()
        assert len(ours.claim(clock(), 10)) == 2
        clock.move(seconds=LEASE.total_seconds() - 1)
        assert theirs.claim(clock(), 10) == []

    def test_what_a_dead_process_had_is_taken_over(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        flag(records)
        open_outbox("webhook").claim(clock(), 10)
        clock.move(seconds=LEASE.total_seconds())
        (taken,) = open_outbox("webhook").claim(clock(), 10)
        assert (taken.attempts, taken.alert.reminder) == (2, 0)

    def test_processes_that_race_never_share_one(
        self, records: Records, open_outbox: Open, clock: Clock, engine: Engine
    ) -> None:
        for n in range(12):
            flag(records, reason=f"reason-{n}")
        outboxes = [open_outbox() for _ in range(6)]
        with ThreadPoolExecutor(len(outboxes)) as pool:
            rounds = [
                list(pool.map(lambda outbox: outbox.claim(clock(), 3), outboxes)) for _ in range(8)
            ]
        claimed = [claim.delivery for claims in rounds for each in claims for claim in each]
        assert len(claimed) == len(set(claimed)) == deliveries(engine) == 24

    def test_a_process_that_comes_back_too_late_changes_nothing(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        flag(records)
        slow, quick = open_outbox("webhook"), open_outbox("webhook")
        (late,) = slow.claim(clock(), 10)
        clock.move(minutes=2)
        (taken,) = quick.claim(clock(), 10)
        quick.sent(taken, clock())
        slow.failed(late, "no", again_at=clock())
        assert quick.claim(clock(), 10) == []


class TestAfterwards:
    def test_what_failed_is_due_when_it_was_said(
        self, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        outbox = open_outbox("webhook")
        flag(records)
        (claim,) = outbox.claim(clock(), 10)
        outbox.failed(claim, "answered with status 500", again_at=clock() + dt.timedelta(seconds=9))
        clock.move(seconds=8)
        assert outbox.claim(clock(), 10) == []
        clock.move(seconds=1)
        assert [each.attempts for each in outbox.claim(clock(), 10)] == [2]

    @pytest.mark.parametrize(("level", "minutes"), [("now", 15), ("same_day", 60)])
    def test_it_is_repeated_after_its_time_and_no_more_than_a_few_times(
        self, records: Records, open_outbox: Open, clock: Clock, level: str, minutes: int
    ) -> None:
        outbox = open_outbox("webhook")
        flag(records, level)
        for reminder in range(4):
            (claim,) = outbox.claim(clock(), 10)
            assert claim.alert.reminder == reminder
            outbox.sent(claim, clock())
            clock.move(minutes=minutes, seconds=-1)
            assert outbox.claim(clock(), 10) == []
            clock.move(seconds=1)
        clock.move(days=30)
        assert outbox.claim(clock(), 10) == []

    def test_settings_say_how_often(
        self, migrated: Settings, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        rare = migrated.model_copy(update={"remind_now_minutes": 5, "reminders": 1})
        outbox = open_outbox("webhook", settings=rare)
        flag(records)
        sent = []
        for _ in range(12):
            for claim in outbox.claim(clock(), 10):
                outbox.sent(claim, clock())
                sent.append(claim)
            clock.move(minutes=1)
        assert [each.alert.reminder for each in sent] == [0, 1]

    def test_an_acknowledgement_ends_alerts_and_reminders(
        self, migrated: Settings, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        outbox = open_outbox()
        flag(records)
        told, untold = outbox.claim(clock(), 10)
        outbox.sent(told, clock())
        outbox.failed(untold, "no", again_at=clock())
        acknowledge(migrated, told.alert.alarm)
        clock.move(days=1)
        assert outbox.claim(clock(), 10) == []

    def test_an_acknowledgement_while_it_is_sent_counts(
        self, migrated: Settings, records: Records, open_outbox: Open, clock: Clock
    ) -> None:
        outbox = open_outbox()
        flag(records)
        told, untold = outbox.claim(clock(), 10)
        acknowledge(migrated, told.alert.alarm)
        outbox.sent(told, clock())
        outbox.failed(untold, "no", again_at=clock())
        clock.move(days=1)
        assert outbox.claim(clock(), 10) == []

    def test_an_erasure_takes_it_out_and_one_that_is_being_sent_leaves_no_row(
        self, records: Records, open_outbox: Open, clock: Clock, engine: Engine
    ) -> None:
        outbox = open_outbox()
        flag(records, sender="asha")
        flag(records, sender="noor")
        told, untold, *_ = sorted(outbox.claim(clock(), 10), key=lambda claim: claim.alert.alarm)
        assert told.alert.alarm == untold.alert.alarm
        records.erase("asha")
        outbox.sent(told, clock())
        outbox.failed(untold, "no", again_at=clock())
        assert deliveries(engine) == 2
        with engine.connect() as connection:
            assert connection.execute(select(func.count()).select_from(Alarm)).scalar_one() == 1


def acknowledge(settings: Settings, alarm: int) -> None:
    listed = AlarmList.open(settings)
    listed.acknowledge(alarm, by=Actor(None, "Dr Rao"))
    listed.dispose()
