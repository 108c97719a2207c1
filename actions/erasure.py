"""Erasure: asked once more, then everything is deleted, this talk too."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import Conversation
from actions.order import lead_on
from actions.speech import say
from actions.turn import Turn
from actions.words import text, words


class AskErasure(Turn):
    """Says what would be deleted, and asks."""

    called = "action_ask_erasure"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Ask for a clear yes."""
        talk.forgive()
        talk.step_aside("erasing")
        talk.asking = "confirm"
        say(
            out,
            words("control.erase_ask"),
            buttons=words("control.erase_buttons"),
            asking="confirm",
        )


class Erase(Turn):
    """Deletes the records; the tracker store forgets the talk when the turn is over."""

    called = "action_erase"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Delete everything, or keep the request where a hold stands in its way; say so."""
        gone = await keeping.erase(talk)
        say(out, words("control.erased") if gone else text("control.erase_held"))


class KeepData(Turn):
    """Takes an erasure back."""

    called = "action_keep_data"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Keep everything and lead on."""
        lead_on(talk, out, words("control.kept"))
