"""While staff hold a talk, the assistant is silent, and what cannot wait alarms them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.gateway.words import text
from clinic.alerts.listing import AlarmList
from clinic.records import Records, TalkTurn
from clinic.records.takeovers import Spoken
from clinic.reviews.taking_over import TakingOver
from clinic.settings import Settings
from clinic.staff.accounts import Accounts
from tests.bot.gateway.channel import ACNE, Channel, channel
from tests.bot.gateway.stand_in import StandIn

__all__ = ["channel"]


class TestStaffHoldTheTalk:
    @pytest.fixture
    def holds(self, settings: Settings) -> Callable[[], None]:
        """Let Dr Rao take Asha's talk over."""

        def holds() -> None:
            records, accounts = Records.open(settings), Accounts.open(settings)
            accounts.first_admin()
            number = records.begin_intake("asha", "web")
            doctor = accounts.members()[0]
            taking_over = TakingOver.open(settings)
            taking_over.take(number, doctor)
            for store in (records, accounts, taking_over):
                store.dispose()

        return holds

    async def test_the_assistant_is_silent(
        self, channel: Channel, stand_in: StandIn, holds: Callable[[], None]
    ) -> None:
        holds()
        await channel.talks.receive("asha", ACNE)
        await channel.until(lambda: channel.answers("1"))
        assert channel.answers("1") == [[]]
        assert stand_in.heard == []
        # nobody else's talk is
        await channel.talks.receive("mina", ACNE)
        assert await channel.is_answered("1", "mina") == ["You said: acne"]

    async def test_a_red_flag_alarms_them_all_the_same(
        self, channel: Channel, stand_in: StandIn, settings: Settings, holds: Callable[[], None]
    ) -> None:
        holds()
        stand_in.facts = {"red_flags": ["facial_swelling"]}
        swollen = TalkTurn("1", "my face is swelling")
        await channel.talks.receive("asha", swollen)
        await channel.until(lambda: channel.answers("1"))
        assert channel.answers("1") == [[]]
        assert (stand_in.heard, stand_in.read) == ([], ["my face is swelling"])
        alarms = AlarmList.open(settings)
        [alarm] = alarms.alarms()
        alarms.dispose()
        assert (alarm.level, alarm.reasons) == ("now", ("facial_swelling",))

    async def test_without_rasa_a_message_still_reaches_them(
        self, channel: Channel, stand_in: StandIn, holds: Callable[[], None]
    ) -> None:
        holds()
        stand_in.status = 500
        await channel.talks.receive("asha", ACNE)
        await channel.until(lambda: channel.answers("1"))
        assert channel.answers("1") == [[]]

    async def test_once_staff_fall_silent_it_answers_again_and_says_so(
        self,
        channel: Channel,
        stand_in: StandIn,
        holds: Callable[[], None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        holds()
        monkeypatch.setattr("clinic.records.takeovers.LAPSES_AFTER", dt.timedelta(0))
        await channel.talks.receive("asha", ACNE)
        lapsed, answer = await channel.is_answered("1")
        assert lapsed == text("lapsed", name="Administrator")
        assert answer == "You said: acne"
        await channel.talks.receive("asha", replace(ACNE, message_id="2"))
        assert await channel.is_answered("2") == ["You said: acne"]

    async def test_what_staff_say_is_delivered(
        self, channel: Channel, holds: Callable[[], None]
    ) -> None:
        answers = [{"texts": ["Dr Rao:", "Hello"], "buttons": [], "custom": {}, "image": None}]
        await channel.talks.show_spoken("asha", Spoken("staff-1", answers, "web", None))
        assert channel.answers("staff-1") == [["Dr Rao:", "Hello"]]
