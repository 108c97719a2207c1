"""Check-ins as the actions see them: when they are offered, what is asked, what comes back of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import check_in_questions, check_in_result, conversation, keeping, plan
from actions.check_ins import BeginCheckIn, TakeChange
from actions.conversation import Conversation
from actions.intake import TakeAnswer
from analysis.progress import Change
from clinic.alerts.listing import AlarmList
from clinic.migrate import upgrade
from clinic.photographs import Looked
from clinic.records import CheckIns, KeptCheckIn, Records
from clinic.records.models import now
from clinic.settings import Settings

SENDER = "asha-1f0c"
FACTS: dict[str, Any] = {
    "skin_type": ["oily"],
    "products": [
        {"id": "glycolic_acid", "status": "current", "per_week": 7},
        {"id": "retinol", "status": "current", "per_week": 2},
    ],
    "spf_use": "sometimes",
}
MILD: dict[str, Any] = FACTS | {
    "products": [{"id": "glycolic_acid", "status": "current", "per_week": 1}]
}


class Clinic:
    """The records that the actions write to, with one patient who has a plan."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.records, self.check_ins = Records.open(settings), CheckIns.open(settings)
        self.alarms = AlarmList.open(settings)

    def planned(self, facts: dict[str, Any]) -> KeptCheckIn:
        """A patient's check-in that was planned when these were the facts."""
        intake = self.records.begin_intake(SENDER, "web")
        self.records.note(intake, facts, message="...")
        self.check_ins.plan(intake, [4], now())
        (planned,) = self.check_ins.of_intake(intake)
        return planned

    def result(self, check_in: KeptCheckIn) -> dict[str, Any]:
        (kept,) = self.check_ins.of_intake(check_in.intake_id)
        return kept.result or {}

    @property
    def reasons(self) -> list[tuple[str, ...]]:
        return [each.reasons for each in self.alarms.alarms()]


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    settings = Settings(var=tmp_path, database_url=None)
    upgrade(settings)
    clinic = Clinic(settings)
    monkeypatch.setattr(keeping, "records", lambda: clinic.records)
    monkeypatch.setattr(keeping, "check_ins", lambda: clinic.check_ins)
    yield clinic
    for part in (clinic.records, clinic.check_ins, clinic.alarms):
        part.dispose()


class Talk:
    """A talk whose turns are run one after the other, as Rasa would."""

    def __init__(self, facts: dict[str, Any], **slots: Any) -> None:
        self.slots = {"consented": True, "stage": "planned", "offer": "done", **facts, **slots}
        self.said: list[dict[str, Any]] = []

    async def turn(self, action: Any, metadata: Any = None, **read: Any) -> Talk:
        entities = [{"entity": name, "value": value} for name, value in read.items()]
        message = {"text": "...", "metadata": metadata or {}, "entities": entities}
        out = CollectingDispatcher()
        tracker = Tracker(SENDER, self.slots, message, [], False, None, {}, None)
        events = await action.run(out, tracker, {})
        self.slots |= {e["name"]: e["value"] for e in events if e["event"] == "slot"}
        self.said = out.messages
        assert self.said, "a turn that says nothing has failed"
        return self

    @property
    def text(self) -> str:
        return "\n".join(each["text"] for each in self.said)

    @property
    def asking(self) -> Any:
        return self.said[-1]["custom"].get("asking")


async def begun(clinic: Clinic, facts: dict[str, Any]) -> tuple[Talk, KeptCheckIn]:
    check_in = clinic.planned(facts)
    talk = Talk(facts, intake=check_in.intake_id)
    begin = {"check_in": {"id": check_in.id, "weeks": check_in.weeks}}
    return await talk.turn(BeginCheckIn(), begin), check_in


def uses(name: str, per_week: float) -> dict[str, Any]:
    return {"products": [{"id": name, "status": "current", "per_week": per_week}]}


class TestTheOffer:
    async def offered(self, clinic: Clinic, **slots: Any) -> tuple[Conversation, Any]:
        intake = clinic.planned(FACTS).intake_id
        slots = FACTS | {"consented": True, "intake": intake, "stage": "confirm"} | slots
        talk = Conversation.of(Tracker(SENDER, slots, {}, [], False, None, {}, None))
        out = CollectingDispatcher()
        await plan.give(talk, out)
        return talk, out.messages[-1]

    async def test_it_stands_in_the_last_message_of_the_plan(self, clinic: Clinic) -> None:
        talk, last = await self.offered(clinic)
        assert last["custom"]["asking"] == "check_in" and len(last["buttons"]) == 2
        assert (talk.stage, talk.resume) == ("check_in_offer", "planned")

    async def test_it_is_made_once_a_plan(self, clinic: Clinic) -> None:
        talk, last = await self.offered(clinic, invited=True, plan="another")
        assert last["buttons"] == [] and talk.stage == "planned"

    async def test_nothing_is_offered_while_a_photograph_is_awaited(self, clinic: Clinic) -> None:
        talk, last = await self.offered(clinic, offer="wanted")
        assert last["buttons"] == [] and not talk.invited

    async def test_a_clinic_that_wants_none_offers_none(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        never = Settings(var=clinic.settings.var, database_url=None, check_in_weeks=())
        monkeypatch.setattr(plan, "settings", lambda: never)
        talk, last = await self.offered(clinic)
        assert last["buttons"] == [] and talk.stage == "planned"


class TestTimes:
    @pytest.mark.parametrize(
        ("weeks", "said"),
        [
            ((1,), "in a week"),
            ((4,), "in 4 weeks"),
            ((8, 4), "in 4 and 8 weeks"),
            ((2, 4, 8), "in 2, 4 and 8 weeks"),
        ],
    )
    def test_weeks_are_named_in_their_order(self, weeks: tuple[int, ...], said: str) -> None:
        assert check_in_questions.times(weeks) == said

    @pytest.mark.parametrize(
        ("weeks", "days", "said"), [(1, 7, "about a week"), (4, 28, "about 4 weeks"), (4, 43, "6")]
    )
    def test_one_that_comes_late_names_the_time_as_it_is(
        self, weeks: int, days: int, said: str
    ) -> None:
        at = now()
        assert said in check_in_questions.opening(weeks, at - dt.timedelta(days=days), at)


class TestWhatIsAsked:
    async def test_several_products_are_asked_for_together_and_by_name(
        self, clinic: Clinic
    ) -> None:
        talk, _ = await begun(clinic, FACTS)
        await talk.turn(TakeChange(), change="better")
        assert "glycolic acid every day, retinol twice a week" in talk.text
        assert talk.asking == [
            *("products.glycolic_acid.per_week", "products.retinol.per_week", "spf_use")
        ]
        assert talk.slots["asking"] == "products", "bare words are of none of them"

    async def test_who_wears_sunscreen_every_day_is_not_asked_about_it(
        self, clinic: Clinic
    ) -> None:
        talk, _ = await begun(clinic, MILD | {"spf_use": "daily"})
        await talk.turn(TakeChange(), change="same")
        assert talk.asking == "products.glycolic_acid.per_week"

    async def test_without_acids_only_sunscreen_is_asked_for(self, clinic: Clinic) -> None:
        talk, check_in = await begun(clinic, {"products": [], "spf_use": "never"})
        await talk.turn(TakeChange(), change="same")
        assert talk.asking == "spf_use"
        assert clinic.result(check_in)["load"] == {"before": 0, "now": 0}

    async def test_who_has_no_such_habits_is_asked_for_a_photo_at_once(
        self, clinic: Clinic
    ) -> None:
        talk, _ = await begun(clinic, {"products": [], "spf_use": "daily"})
        await talk.turn(TakeChange(), change="better")
        assert talk.asking == "photo_consent"


class TestWhatComesBack:
    async def test_it_is_compared_with_the_plan_whatever_was_told_since(
        self, clinic: Clinic
    ) -> None:
        check_in = clinic.planned(FACTS)
        since = FACTS | uses("glycolic_acid", 3)
        clinic.records.note(check_in.intake_id, since, message="...")
        talk = Talk(since, intake=check_in.intake_id)
        await talk.turn(BeginCheckIn(), {"check_in": {"id": check_in.id, "weeks": 4}})
        await talk.turn(TakeChange(), change="better")
        await talk.turn(TakeAnswer(), facts=uses("glycolic_acid", 2) | {"spf_use": "daily"})
        assert clinic.result(check_in) == {
            "skin": "better",
            "load": {"before": 7, "now": 2},
            "spf_use": {"before": "sometimes", "now": "daily"},
        }
        assert "Well done" in talk.text

    async def test_what_was_not_told_is_not_made_up(self, clinic: Clinic) -> None:
        talk, check_in = await begun(clinic, FACTS)
        await talk.turn(TakeChange(), change="better")
        assert clinic.result(check_in) == {
            "skin": "better",
            "load": {"before": 7, "now": None},
            "spf_use": {"before": "sometimes", "now": None},
        }

    async def test_the_same_one_begun_again_goes_on_where_it_was(self, clinic: Clinic) -> None:
        talk, check_in = await begun(clinic, FACTS)
        await talk.turn(TakeChange(), change="better")
        asked = talk.asking
        await talk.turn(BeginCheckIn(), {"check_in": {"id": check_in.id, "weeks": 4}})
        assert talk.asking == asked and clinic.result(check_in)["skin"] == "better"

    async def test_more_of_an_acid_within_what_the_skin_takes_is_no_alarm(
        self, clinic: Clinic
    ) -> None:
        talk, check_in = await begun(clinic, MILD)
        await talk.turn(TakeChange(), change="better")
        await talk.turn(TakeAnswer(), facts=uses("glycolic_acid", 2))
        assert clinic.result(check_in)["load"] == {"before": 1, "now": 2}
        assert clinic.reasons == []

    async def test_more_than_it_takes_is_one_alarm(self, clinic: Clinic) -> None:
        talk, _ = await begun(clinic, MILD)
        await talk.turn(TakeChange(), change="worse")
        await talk.turn(TakeAnswer(), facts=uses("glycolic_acid", 7))
        assert clinic.reasons == [("check_in_worse",)]

    @pytest.mark.parametrize(
        ("zone", "before", "after"),
        [
            ("Asia/Kolkata", "2026-03-02", "2026-04-01"),
            ("America/New_York", "2026-03-01", "2026-03-31"),
        ],
    )
    async def test_a_photograph_is_kept_with_how_it_compares_and_the_days_at_the_clinic(
        self, clinic: Clinic, monkeypatch: pytest.MonkeyPatch, zone: str, before: str, after: str
    ) -> None:
        then, later = (dt.datetime(2026, 3, day, 20, tzinfo=dt.UTC) for day in (1, 31))
        monkeypatch.setattr(check_in_result, "now", lambda: later)
        monkeypatch.setitem(vars(conversation.settings()), "timezone", zone)
        check_in = clinic.planned(MILD)
        slots = {"check_in": {"id": check_in.id, "step": "photo", "result": {"skin": "same"}}}
        talk = Conversation.of(Tracker(SENDER, slots, {}, [], False, None, {}, None))
        looked = Looked("p1", then, {}, is_there=True)
        await check_in_result.take_photo(talk, looked, [Change("redness", -12.0, 4.0, True)])
        kept = clinic.result(check_in)
        assert kept["skin"] == "same"
        assert (kept["photo"]["before"], kept["photo"]["now"]) == (before, after)
        assert kept["photo"]["changes"] == [
            {"metric": "redness", "points": -12.0, "uncertainty": 4.0, "trusted": True}
        ]
