"""Takes in the photograph that a message brings: kept and seen by consent; it waits, or goes."""

from __future__ import annotations

import logging

from rasa_sdk.executor import CollectingDispatcher

from actions import keeping
from actions.conversation import Conversation
from actions.looking import look
from actions.speech import say
from actions.words import words
from clinic.photographs import NotConsentedError

log = logging.getLogger(__name__)


async def take_in(talk: Conversation, out: CollectingDispatcher | None = None) -> list[str]:
    """Keep the photograph by the consent to it, or let it wait for that; return what is said.

    Before the consent to the intake, a minor's before a guardian's, it is deleted, and so is one of
    somebody else, who was never asked.

    Args:
        talk: the talk.
        out: collects what is said of a photograph that is kept; None where nobody looks at it now.
    """
    if talk.arrived is None:
        return []
    if not talk.may_keep:
        await keeping.discard_photo(talk, talk.arrived)
        return [words("photo.too_early")]
    if talk.heard.get("about_other"):
        await keeping.discard_photo(talk, talk.arrived)
        return [words("photo.other")]
    try:
        await keeping.keep_photo(talk, talk.arrived)
    except NotConsentedError:
        talk.photo += [] if talk.arrived in talk.photo else [talk.arrived]
        keeping.prepare_examiner()
        return [words("photo.arrived")]
    except LookupError:
        return [words("photo.gone")]
    talk.photo_agreed = True
    if out is not None:
        # those that came together with it are looked at with it
        await look(talk, out, await keeping.unseen_photos(talk))
    return []


async def set_aside(talk: Conversation, out: CollectingDispatcher) -> None:
    """Take the photograph in during an emergency: nothing is asked about it then.

    A question would stand between the patient and the advice, and a photograph that is kept may
    look like help on its way. So it waits unseen for the same consent, which is asked for where the
    talk goes on; after a day it is deleted. The patient is told to show it to those who do help.
    """
    if talk.arrived is None:
        return
    try:
        await take_in(talk)
    except Exception as error:
        # the advice must reach the patient; what was received goes by itself
        log.error("a photograph could not be taken in: %s", type(error).__name__)
    say(out, words("photo.emergency"))
