"""What every custom action has in common: one call a turn, slots in, slot events out."""

from __future__ import annotations

import logging
import traceback
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import Conversation

log = logging.getLogger(__name__)


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

        A turn that fails says nothing, which the channels take for a failure, and changes nothing.
        """
        try:
            talk = Conversation.of(tracker)
            await keeping.take_in_corrections(talk)
            await self.answer(talk, dispatcher)
            changed = talk.events()
        except Exception as error:
            # raised, it would reach Rasa together with the whole talk, and Rasa logs what it gets;
            # the error's own message may quote the patient too
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s failed with %s\n%s", self.called, type(error).__name__, frames)
            dispatcher.messages.clear()
            changed = []
        return [*changed, FollowupAction("action_listen")]

    @abstractmethod
    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Change the talk and say what there is to say."""
