"""The summary: confirmed it becomes the plan, otherwise it is put right."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import plan
from actions.conversation import Conversation
from actions.speech import say
from actions.turn import Turn
from actions.words import words


class ConfirmSummary(Turn):
    """Gives the plan once the patient has confirmed what was noted."""

    called = "action_confirm_summary"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Complete the intake with its plan."""
        await plan.give(talk, out)


class AskWhatToChange(Turn):
    """Invites a correction in the patient's own words."""

    called = "action_ask_what_to_change"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Ask what is wrong in the summary."""
        talk.asking = "confirm"
        say(out, words("summary.change"), asking="confirm")
