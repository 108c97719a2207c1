"""Consent: before it nothing about health is asked or kept."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import Conversation
from actions.noting import note
from actions.order import lead_on
from actions.speech import say
from actions.turn import Turn
from actions.words import text, words


class TakeConsent(Turn):
    """Keeps the consent, then whatever was volunteered before it."""

    called = "action_take_consent"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Open the intake and lead on; a minor's only once a guardian agrees too."""
        noted = await note(talk)
        talk.consented = True
        if talk.may_keep:
            await keeping.open_intake(talk)
        lead_on(talk, out, words("consent.thanks"), noted=noted.custom)


class DeclineConsent(Turn):
    """Accepts a no; what was volunteered is forgotten, the talk itself too."""

    called = "action_decline_consent"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Say goodbye kindly, with the door left open."""
        gone = await keeping.forget_talk(talk)
        say(out, words("consent.declined") if gone else text("consent.declined_held"))


class TakeGuardianConsent(Turn):
    """Keeps a parent's or guardian's consent, then what was held until then."""

    called = "action_take_guardian_consent"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Open the intake and lead on."""
        talk.guardian = True
        await keeping.open_intake(talk)
        lead_on(talk, out, words("guardian.thanks"))


class DeclineGuardian(Turn):
    """Ends a minor's talk without a guardian; everything is deleted."""

    called = "action_decline_guardian"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Say goodbye kindly, with the door left open."""
        gone = await keeping.erase(talk)
        say(out, words("guardian.declined") if gone else text("control.erase_held"))
