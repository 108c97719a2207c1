"""Takes in the photograph that a message brings: kept and seen by consent; it waits, or goes."""

from __future__ import annotations

import logging

from rasa_sdk.executor import CollectingDispatcher

from actions import albums, keeping
from actions.conversation import Conversation
from actions.looking import look
from actions.speech import say
from actions.words import words
from clinic.photographs import NotConsentedError

log = logging.getLogger(__name__)


async def take_in(talk: Conversation, out: CollectingDispatcher | None = None) -> list[str]:
    """Keep the photograph by the consent to it, or let it wait for that; return what is said.

    Before the consent to the intake, a minor's before a guardian's, it is deleted, and so is one of
    somebody else, who was never asked, with all that came together with it.

    Args:
        talk: the talk.
        out: collects what is said of a photograph that is kept; None where nobody looks at it now.
            While more of its album follow nobody does.
    """
    if talk.arrived is None:
        return []
    said = await _keep(talk, talk.arrived, out)
    albums.remember(talk)
    return said


async def _keep(talk: Conversation, photograph: str, out: CollectingDispatcher | None) -> list[str]:
    if not talk.may_keep:
        await keeping.discard_photo(talk, photograph)
        return [words("photo.too_early")]
    if albums.is_of_other(talk):
        return await _discard_all(talk, albums.together(talk))
    try:
        await keeping.keep_photo(talk, photograph)
    except NotConsentedError:
        talk.photo += [] if photograph in talk.photo else [photograph]
        keeping.prepare_examiner()
        return [words("photo.several.arrived" if len(talk.photo) > 1 else "photo.arrived")]
    except LookupError:
        return [words("photo.gone")]
    talk.photo_agreed = True
    if out is not None and not talk.more:
        unseen = await keeping.unseen_photos(talk)
        # itself as well, should its turn be tried again
        await look(talk, out, [*(each for each in unseen if each != photograph), photograph])
    return []


async def _discard_all(talk: Conversation, photographs: list[str]) -> list[str]:
    gone = [await keeping.discard_photo(talk, photograph) for photograph in photographs]
    talk.photo = [each for each in talk.photo if each not in photographs]
    if not all(gone):
        return [words("photo.held")]
    return [words("photo.several.other" if len(photographs) > 1 else "photo.other")]


async def set_aside(talk: Conversation, out: CollectingDispatcher) -> None:
    """Take the photograph in during an emergency: nothing is asked about it then.

    A question would stand between the patient and the advice, and a photograph that is kept may
    look like help on its way. So it waits unseen for the same consent, which is asked for where the
    talk goes on; after a day it is deleted. The patient is told to show it to those who do help,
    once for all that came together.
    """
    if talk.arrived is None:
        return
    try:
        await take_in(talk)
    except Exception as error:
        # the advice must reach the patient; what was received goes by itself
        log.error("a photograph could not be taken in: %s", type(error).__name__)
    if not talk.more:
        say(out, words("photo.emergency"))
