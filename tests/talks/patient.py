"""A patient who talks to the assistant over Rasa's REST channel."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
from PIL import Image

from analysis.colour import Bytes
from analysis.keeping import to_keep
from clinic.photographs import Photographs
from clinic.records import CheckIns, KeptCheckIn
from clinic.records.models import now
from clinic.settings import Settings
from evaluation.client import TIMEOUT_SECONDS, Client, NoAnswerError
from evaluation.photographs.faces import sample

Sheet = Mapping[str, str]
PATIENCE = 25
# What the gateway says for a photograph without a caption.
WITHOUT_WORDS = "Here is a photo of my skin."


@functools.cache
def a_face() -> Bytes:
    """A photograph that can be measured."""
    return sample()


class Patient(Client):
    """A client that can hold a whole intake, and send photographs."""

    def __init__(self, rasa_url: str, folder: Path) -> None:
        super().__init__(rasa_url)
        self.store = Photographs.open(Settings(var=folder))
        self.check_ins = CheckIns.open(Settings(var=folder))

    def dispose(self) -> None:
        """Close what looks into the records."""
        self.store.dispose()
        self.check_ins.dispose()

    def consents(self) -> Patient:
        self.says("hello")
        assert self.asking == ["consent"]
        return self.says("Yes, I agree")

    def uploads(self, picture: Image.Image | None = None) -> str:
        """Put a photograph where the gateway puts it; return its id."""
        return self.store.receive(
            self.sender, "rest", to_keep(picture or Image.fromarray(a_face()))
        )

    def sends(
        self, photograph: str | None = None, caption: str = WITHOUT_WORDS, *, more: bool = False
    ) -> Self:
        """Send a photograph as the gateway does: its id stands beside the words.

        With `more` another one of the same album is about to follow.
        """
        told = {"photo": photograph or self.uploads()} | ({"more": True} if more else {})
        return self._posts(caption, told)

    def edits(self, old: str, new: str, asked: Any = None) -> Self:
        """Write a message anew, as the gateway tells it: with its old words beside the new ones."""
        return self._posts(new, {"corrects": {"text": old, "asked": asked}})

    def sends_album(self, *captions: str) -> Self:
        """Send photographs together, one a caption; all but the last are answered with nothing."""
        for caption in captions[:-1]:
            self.sends(caption=caption, more=True)
        return self.sends(caption=captions[-1])

    def is_asked_again(self, check_in: KeptCheckIn) -> Self:
        """Let a check-in be begun as the gateway begins it: by what stands beside its words."""
        self.check_ins.begin(check_in.id, now())
        begun = {"id": check_in.id, "weeks": check_in.weeks}
        return self._posts("check-in", {"message_id": uuid.uuid4().hex, "check_in": begun})

    def _posts(self, message: str, metadata: dict[str, Any]) -> Self:
        content = {"sender": self.sender, "message": message, "metadata": metadata}
        self.answers = httpx.post(self.url, json=content, timeout=TIMEOUT_SECONDS).json()
        if not self.answers:
            raise NoAnswerError(f"no answer to {message!r}")
        return self

    @property
    def waiting(self) -> list[str]:
        return self.store.received(self.sender)

    @property
    def kept(self) -> list[str]:
        return self.store.kept(self.sender)

    def answers_until_plan(self, sheet: Sheet) -> Patient:
        """Answer each question from the sheet ("skip" where it has nothing) until the plan comes."""
        for _ in range(PATIENCE):
            if self.custom("plan"):
                return self
            assert self.asking, f"nothing asked and no plan: {self.answers}"
            replies = [sheet[key] for key in self.asking if key in sheet]
            self.says(
                "yes, that's right" if self.asking == ["confirm"] else ", ".join(replies) or "skip"
            )
        pytest.fail(f"no plan after {PATIENCE} turns; asked {self.asked}")
