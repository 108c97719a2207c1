"""Check-ins: agreed to with the plan, begun by the gateway some weeks later, and answered."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import check_in_questions, check_in_result, keeping, red_flags
from actions.conversation import Conversation, settings
from actions.intake import go_on
from actions.noting import note
from actions.order import lead_on, lead_through_check_in
from actions.turn import Turn
from actions.words import text, words
from clinic.records.models import now


class PlanCheckIns(Turn):
    """Takes a yes to the offer that comes with the plan."""

    called = "action_plan_check_ins"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Plan them, and say when they come and how to stop them."""
        await keeping.plan_check_ins(talk)
        weeks = check_in_questions.times(settings().check_in_weeks)
        lead_on(talk, out, text("check_in.planned", time=weeks))


class DeclineCheckIns(Turn):
    """Takes a no to it."""

    called = "action_decline_check_ins"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Accept it; it is not offered again."""
        lead_on(talk, out, words("check_in.declined"))


class BeginCheckIn(Turn):
    """Asks how the skin is, as the gateway wants at its time.

    It does not wait until the talk is idle, which only the talk itself could tell the gateway: it
    is asked beside whatever is open, which is put again after it.
    """

    called = "action_begin_check_in"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Ask; where there is no such check-in of the patient any more, only lead back."""
        talk.forgive()
        due = await keeping.due_check_in(talk)
        if due is None or due.intake_id != talk.intake or not talk.may_keep:
            lead_on(talk, out, words("consent.back"))
            return
        # the one open question waits, and is put again
        talk.opened = talk.opened and talk.asking != "open"
        await check_in_result.begin(talk, due)
        said = check_in_questions.opening(due.weeks, due.planned_at, now())
        lead_through_check_in(talk, out, said)


class TakeChange(Turn):
    """Takes how the skin has changed since the plan, or that habits are the same."""

    called = "action_take_change"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Note what else it states, answer a red flag first, then what it says, and ask on."""
        check_in_questions.replace_symptoms(talk)
        noted = await note(talk)
        if await red_flags.answer_derived(talk, out) == "now":
            return
        said, custom = await check_in_result.take(talk)
        await go_on(talk, out, noted, *said, *noted.sentences, **custom)
