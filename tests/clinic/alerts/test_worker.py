"""Alerts arrive in the end: through failures, restarts, routes that hang, and beside another worker."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import random
from collections.abc import Awaitable, Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from clinic.alerts.alert import Alert
from clinic.alerts.outbox import Outbox
from clinic.alerts.routes import routes_of
from clinic.alerts.worker import FIRST_PAUSE, LONGEST_PAUSE, Worker, pause_after
from clinic.records import Records
from clinic.records.models import Delivery
from clinic.settings import Settings
from tests.clinic.alerts.conftest import Clock
from tests.clinic.alerts.receivers import MailServer, Receiver

SECRET = "zanzibarquark"
Start = Callable[[], Worker]


@pytest.fixture
def alerting(migrated: Settings, receiver: Receiver, mail_server: MailServer) -> Settings:
    """Settings with two recipients of mail and a webhook."""
    given = {
        "smtp_host": "127.0.0.1",
        "smtp_port": mail_server.port,
        "smtp_security": "none",
        "alert_from": "dewy@clinic.example",
        "alert_to": "nurse@clinic.example,doctor@clinic.example",
        "alert_webhook": receiver.url,
        "alert_secret": SECRET,
    }
    return Settings(var=migrated.var, database_url=migrated.database_url, **given)


@pytest.fixture
def start(alerting: Settings, clock: Clock) -> Iterator[Start]:
    """Start a worker, as a process does."""
    opened: list[Outbox] = []

    def start() -> Worker:
        routes = routes_of(alerting)
        opened.append(Outbox(alerting, [route.name for route in routes]))
        return Worker(opened[-1], routes, clock=clock, chance=random.Random(7))

    yield start
    for each in opened:
        each.dispose()


@pytest.fixture
def alarm(records: Records) -> None:
    flag(records, "chemical_burn")


def flag(records: Records, reason: str) -> None:
    intake = records.begin_intake("asha", "web")
    records.flag(
        intake,
        sender="asha",
        channel="web",
        level="now",
        reasons=[reason],
        message=f"it burns, {SECRET}",
    )


async def work(worker: Worker) -> None:
    await worker.turn()
    await worker.finish()


def recipients(server: MailServer) -> list[str]:
    return sorted(each["To"] for each in server.mails)


def delivery(engine: Engine, route: str) -> Delivery:
    with engine.connect() as connection:
        return connection.execute(select(Delivery).where(Delivery.route == route)).one()


BOTH = ["doctor@clinic.example", "nurse@clinic.example"]


@pytest.mark.usefixtures("alarm")
class TestDelivery:
    async def test_everybody_is_told_once(
        self, start: Start, receiver: Receiver, mail_server: MailServer, engine: Engine
    ) -> None:
        worker = start()
        for _ in range(3):
            await work(worker)
        assert recipients(mail_server) == BOTH
        assert len(receiver.bodies) == 1
        kept = delivery(engine, "webhook")
        assert (kept.times_sent, kept.attempts, kept.last_error) == (1, 0, None)

    async def test_no_word_of_the_patient_goes_out_or_into_the_log(
        self,
        start: Start,
        receiver: Receiver,
        mail_server: MailServer,
        clock: Clock,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG, "clinic")
        worker = start()
        receiver.status, mail_server.refused = 500, {BOTH[0]}
        await work(worker)
        receiver.status, mail_server.refused = 200, set()
        clock.move(minutes=1)
        await work(worker)
        assert len(receiver.bodies) == 2 and recipients(mail_server) == BOTH
        told = [*receiver.bodies, *(bytes(each) for each in mail_server.mails)]
        assert not any(SECRET.encode() in each for each in told)
        assert "by webhook, try 1: answered with status 500" in caplog.text
        assert "try 1: SMTPRecipientRefused 550 5.1.1" in caplog.text
        assert SECRET not in caplog.text

    async def test_one_that_fails_keeps_no_other_from_it(
        self, start: Start, receiver: Receiver, mail_server: MailServer, engine: Engine
    ) -> None:
        receiver.status, mail_server.refused = 503, {BOTH[0]}
        await work(start())
        assert recipients(mail_server) == BOTH[1:]
        kept = delivery(engine, "webhook")
        assert (kept.sent_at, kept.attempts, kept.last_error) == (
            None,
            1,
            "answered with status 503",
        )

    async def test_it_is_tried_until_it_is_sent(
        self, start: Start, receiver: Receiver, engine: Engine, clock: Clock
    ) -> None:
        """A night without a receiver, and staff have it minutes after it is back."""
        worker = start()
        receiver.status = 500
        for _ in range(8 * 60):
            await work(worker)
            clock.move(minutes=1)
        failed = len(receiver.bodies)
        assert 48 < failed < 110, "seldom enough for who has to recover, often enough for staff"
        receiver.status = 200
        clock.move(seconds=LONGEST_PAUSE.total_seconds())
        await work(worker)
        assert len(receiver.bodies) == failed + 1
        assert delivery(engine, "webhook").times_sent == 1

    async def test_a_restart_between_tries_loses_nothing(
        self, start: Start, receiver: Receiver, mail_server: MailServer, clock: Clock
    ) -> None:
        receiver.status = 500
        await work(start())
        receiver.status = 200
        clock.move(minutes=1)
        await work(start())
        assert len(receiver.bodies) == 2
        assert recipients(mail_server) == BOTH, "what arrived is not sent again"

    async def test_a_process_that_dies_while_it_sends_loses_nothing(
        self, start: Start, receiver: Receiver, clock: Clock
    ) -> None:
        receiver.seconds = 0.2
        dying = start()
        await dying.turn()
        for task in dying._sending:
            task.cancel()
        await dying.finish()
        await work(start())
        before = len(receiver.bodies)
        clock.move(minutes=1)
        await work(start())
        assert len(receiver.bodies) == before + 1

    async def test_two_workers_that_race_send_it_once(
        self, records: Records, start: Start, receiver: Receiver, mail_server: MailServer
    ) -> None:
        for n in range(5):
            flag(records, f"reason-{n}")
        workers = [start() for _ in range(2)]
        for _ in range(4):
            await asyncio.gather(*(work(worker) for worker in workers))
        alarms = [json.loads(body)["alarm"] for body in receiver.bodies]
        assert len(alarms) == len(set(alarms)) == 6
        assert len(mail_server.mails) == 12

    async def test_reminders_follow_until_somebody_acknowledges(
        self, start: Start, receiver: Receiver, clock: Clock
    ) -> None:
        worker = start()
        for _ in range(7 * 15):
            await work(worker)
            clock.move(minutes=1)
        assert [json.loads(body)["reminder"] for body in receiver.bodies] == [0, 1, 2, 3]

    async def test_an_error_that_nobody_thought_of_is_tried_again(
        self, alerting: Settings, clock: Clock, engine: Engine
    ) -> None:
        class Broken:
            name = "webhook"

            async def send(self, _alert: Alert) -> None:
                raise KeyError(SECRET)

        outbox = Outbox(alerting, ["webhook"])
        await work(Worker(outbox, [Broken()], clock=clock))
        outbox.dispose()
        kept = delivery(engine, "webhook")
        assert kept.last_error == "KeyError"
        assert kept.next_at and kept.next_at > clock()

    async def test_a_route_that_hangs_keeps_no_other_waiting(
        self, alerting: Settings, records: Records, receiver: Receiver
    ) -> None:
        hanging = asyncio.Event()

        class Hanging:
            name = "mail:slow@clinic.example"
            send = staticmethod(lambda _alert: forever(hanging))

        (webhook,) = [each for each in routes_of(alerting) if each.name == "webhook"]
        outbox = Outbox(alerting, [Hanging.name, webhook.name])
        worker = Worker(outbox, [Hanging(), webhook])
        await worker.turn()
        flag(records, "eye_involvement")
        await worker.turn()
        for _ in range(200):
            if len(receiver.bodies) == 2:
                break
            await asyncio.sleep(0.02)
        assert len(receiver.bodies) == 2
        hanging.set()
        await worker.finish()
        outbox.dispose()


def forever(event: asyncio.Event) -> Awaitable[None]:
    async def wait() -> None:
        await event.wait()

    return wait()


@given(st.integers(1, 10_000), st.integers())
def test_the_pause_doubles_within_its_jitter_and_stays_bounded(attempts: int, seed: int) -> None:
    pause = pause_after(attempts, random.Random(seed))
    longest = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    assert longest / 2 <= pause <= longest <= dt.timedelta(minutes=10)


def test_two_that_failed_together_do_not_come_back_together() -> None:
    chance = random.Random(7)
    assert len({pause_after(5, chance) for _ in range(20)}) == 20
