"""A message that was written anew, as messengers allow: what was noted of it is corrected."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import check_in_result, red_flags
from actions.conversation import Conversation
from actions.intake import go_on
from actions.noting import note
from actions.speech import say
from actions.turn import Turn
from actions.words import words


class TakeCorrection(Turn):
    """Corrects what the earlier words had stated, and leaves the talk where it is.

    The gateway tells beside the new words what they replace: `corrects` (metadata). What they no
    longer state is among the facts as `retracted`. Not every edit comes here: an emergency, a
    consent that is taken back, an answer to the question that is open still, a wish for a person or
    for erasure go their own ways (bot/understanding/edits.py). Nothing else that was answered by a
    yes or a no is undone: the talk has gone on from there. An alarm is never taken back.
    """

    called = "action_take_correction"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Say what changed and put the open question again.

        A mended typo is answered with `silent` alone, which the gateway shows to nobody.
        """
        noted = await note(talk, origin="corrected")
        talk.pass_over(key for key in talk.nothing if key not in talk.facts)
        if await red_flags.answer_derived(talk, out) == "now":
            return
        said, custom = await check_in_result.correct(talk)
        if not noted.sentences and not said:
            if not out.messages:
                say(out, silent=True)
            return
        talk.forgive()
        held = [words("consent.held")] if noted.sentences and not talk.consented else []
        await go_on(talk, out, noted, *noted.sentences, *said, *held, **custom)
