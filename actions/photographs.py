"""Photographs: how to send one, and the consent by which one is kept."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions import keeping, red_flags
from actions.conversation import Conversation, settings
from actions.intake import go_on
from actions.noting import note
from actions.order import introduction, lead_on
from actions.receiving import set_aside, take_in
from actions.turn import Turn
from actions.words import text, words


class TakePhoto(Turn):
    """Takes a photograph in, or says how one is sent."""

    called = "action_take_photo"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Note what its caption states and ask whether it may be kept; then lead back."""
        talk.forgive()
        # a picture is no answer in words: the one open question is put again
        talk.opened = talk.opened and talk.asking != "open"
        opening = [introduction()] if talk.stage is None else []
        if talk.arrived is None:
            first = [] if talk.may_keep else [words("photo.first")]
            how = text("photo.how", clinic=settings().clinic_name)
            lead_on(talk, out, *opening, how, *first)
            return
        noted = await note(talk)
        if await red_flags.answer_derived(talk, out) == "now":
            await set_aside(talk, out)
            return
        said = await take_in(talk)
        held = [words("consent.held")] if noted.sentences and not talk.consented else []
        await go_on(talk, out, noted, *opening, *said, *noted.sentences, *held)


class KeepPhoto(Turn):
    """Keeps what waited for consent."""

    called = "action_keep_photo"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Store the consent, keep the photographs, thank, and lead back."""
        kept = await keeping.answer_photo_consent(talk, given=True)
        talk.leave_photo()
        lead_on(talk, out, words("photo.kept" if kept else "photo.gone"))


class DiscardPhoto(Turn):
    """Deletes what may not be kept."""

    called = "action_discard_photo"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Delete the photographs at once, say so kindly, and lead back."""
        await keeping.answer_photo_consent(talk, given=False)
        talk.leave_photo()
        lead_on(talk, out, words("photo.discarded"))


class ErasePhotos(Turn):
    """Takes back the consent to photographs, and deletes them alone."""

    called = "action_erase_photos"

    async def answer(self, talk: Conversation, out: CollectingDispatcher) -> None:
        """Delete them at once, as easily as they were agreed to; say so, and lead back."""
        talk.forgive()
        kept = await keeping.count_photos(talk)
        await keeping.erase_photos(talk)
        any_of_them = kept or talk.photo
        talk.leave_photo()
        lead_on(talk, out, words("photo.erased" if any_of_them else "photo.none"))
