"""What every custom action has in common: one call a turn, slots in, slot events out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation


class Turn(Action, ABC):
    """A custom action that answers one message of the patient."""

    called: ClassVar[str]

    def name(self) -> str:
        """Return the action's name in the domain."""
        return self.called

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the message, and return what the turn changed in the talk.

        The turn always ends here: a rule under a condition on `stage` no longer matches once its
        action has moved the talk to another stage, and Rasa would look for something else to do.
        """
        talk = Conversation.of(tracker)
        await self.answer(talk, dispatcher)
        return [*talk.events(), FollowupAction("action_listen")]

    @abstractmethod
    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Change the talk and say what there is to say."""
