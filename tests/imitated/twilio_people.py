"""People who write to a clinic whose WhatsApp is at an imitated Twilio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.imitated.twilio import Twilio


@dataclass
class Person:
    """Somebody with a telephone."""

    twilio: Twilio
    number: str

    @property
    def shown(self) -> list[str]:
        return self.twilio.telephones[self.number].shown

    texts = shown

    @property
    def pictures(self) -> list[bytes]:
        return self.twilio.telephones[self.number].pictures

    def says(self, text: str) -> None:
        self.twilio.says(self.number, text)

    def sends_photo(self, data: bytes) -> None:
        self.twilio.sends_photos(self.number, data)
