"""A message that was written anew, as messengers allow: what was noted of it is corrected."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import red_flags
from actions.conversation import Conversation
from actions.intake import go_on
from actions.noting import note
from actions.speech import say
from actions.turn import Turn


class TakeCorrection(Turn):
    """Corrects what the earlier words had stated, and leaves the talk where it is.

    A yes to a consent that is written anew as a no leads to the question whether all, or all
    photographs, shall be deleted (bot/understanding/corrections.py). Nothing else that was answered
    by a yes or a no is undone: the talk has gone on from there.
    """

    called = "action_take_correction"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Say what changed and put the open question again; a mended typo is passed over."""
        noted = await note(talk)
        if await red_flags.answer_derived(talk, out) == "now":
            return
        if not noted.sentences:
            say(out, silent=True)
            return
        talk.forgive()
        await go_on(talk, out, noted, *noted.sentences)
