"""Photographs: how to send one, the consent by which one is kept, and what is done with it."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import albums, keeping, red_flags
from actions.conversation import Conversation
from actions.intake import go_on, leave_photo
from actions.looking import look
from actions.noting import Noted, note
from actions.order import PHOTO, introduction, lead_on, photo_consent_text
from actions.receiving import set_aside, take_in
from actions.speech import say
from actions.turn import Turn
from actions.words import text, words


class TakePhoto(Turn):
    """Takes a photograph in and looks at it, or says how one is sent."""

    called = "action_take_photo"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Note what its caption states, look at it where that is agreed to; then lead back."""
        if talk.more:
            await _take_in_quietly(talk, out)
            return
        talk.forgive()
        # a picture is no answer in words: the one open question is put again
        talk.opened = talk.opened and talk.asking != "open"
        opening = [introduction()] if talk.stage is None else []
        if talk.arrived is None:
            await _invite(talk, out, *opening)
            return
        noted = await note(talk)
        if await red_flags.answer_derived(talk, out) == "now":
            await set_aside(talk, out)
            return
        noted = albums.gather(talk, noted)
        said = await take_in(talk, out)
        held = [words("consent.held")] if noted.sentences and not talk.consented else []
        await go_on(talk, out, noted, *opening, *said, *noted.sentences, *held)


class KeepPhoto(Turn):
    """Keeps what waited for consent and looks at it; where nothing waited, asks for one."""

    called = "action_keep_photo"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Store the consent, then look, or coach."""
        if talk.asking == PHOTO:
            lead_on(talk, out, words("photo.take_your_time"))
            return
        shown = photo_consent_text(), words("photo.ask")
        waited = talk.photo
        kept = await keeping.answer_photo_consent(talk, *shown, given=True)
        talk.photo_agreed = True
        talk.leave_photo()
        if kept:
            await look(talk, out, kept)
            await go_on(talk, out, Noted())
            return
        talk.offer = "wanted"
        keeping.prepare_examiner()
        lead_on(talk, out, words("photo.gone" if waited else "photo.thanks"))


class DiscardPhoto(Turn):
    """Takes a no: what may not be kept is deleted, and the talk goes on without."""

    called = "action_discard_photo"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Delete what waits at once, say so kindly, and lead back."""
        if talk.asking == PHOTO:
            lead_on(talk, out, leave_photo(talk))
            return
        shown = photo_consent_text(), words("photo.ask")
        waited = talk.photo
        await keeping.answer_photo_consent(talk, *shown, given=False)
        talk.end_offer()
        deleted = "photo.several.discarded" if len(waited) > 1 else "photo.discarded"
        lead_on(talk, out, words(deleted if waited else "photo.skipped"))


class ErasePhotos(Turn):
    """Takes back the consent to photographs, and deletes them alone."""

    called = "action_erase_photos"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Delete them at once, as easily as they were agreed to; say so, and lead back."""
        talk.forgive()
        kept = await keeping.count_photos(talk)
        gone = await keeping.erase_photos(talk)
        any_of_them = kept or talk.photo
        talk.photo_agreed, talk.seen = False, {}
        talk.end_offer()
        said = words("photo.erased" if any_of_them else "photo.none")
        lead_on(talk, out, said if gone else text("photo.erase_held"))


async def _take_in_quietly(talk: Conversation, out: CollectingDispatcher) -> None:
    """Take in one of several photographs that come together: the last one is answered for all."""
    noted = await note(talk)
    albums.hold(talk, noted)
    if await red_flags.answer_derived(talk, out) == "now":
        await set_aside(talk, out)
        return
    await take_in(talk)
    if not out.messages:
        say(out, silent=True)


async def _invite(talk: Conversation, out: CollectingDispatcher, *opening: str) -> None:
    """Look at what was not looked at yet, as when too many waited; else ask for a photograph."""
    if talk.photo_agreed and (unseen := await keeping.unseen_photos(talk)):
        await look(talk, out, unseen)
        await go_on(talk, out, Noted())
        return
    if not talk.may_keep:
        lead_on(talk, out, *opening, words("photo.welcome"), words("photo.first"))
        return
    talk.end_offer()
    talk.offer = "wanted"
    lead_on(talk, out, *opening, words("photo.welcome"))
