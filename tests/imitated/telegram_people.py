"""Who writes to the bot on the imitated Telegram: a patient in private, people in a group."""

from __future__ import annotations

import io
import re
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

from tests.imitated.telegram_state import Chat, Json, Shown

if TYPE_CHECKING:
    from tests.imitated.telegram import Telegram

SIZES: Final = (90, 320, 1280)
NAMED: Final = re.compile(r"(?<!\S)/\w+(?:@\w+)?|@\w{5,}")


class Patient:
    """A person with the bot; `shown` is what stands in the chat now."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self._telegram, self._chat = telegram, chat
        self.id = chat.id

    @property
    def shown(self) -> list[Shown]:
        """The bot's messages, the oldest first."""
        return list(self._chat.shown)

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say, without tags; the captions of pictures too."""
        return [each.text for each in self.shown]

    @property
    def saw_typing(self) -> int:
        """How often the bot was seen typing."""
        return len(self._chat.actions)

    def says(self, text: str, **more: Any) -> int:
        """Write a message; return its id."""
        return self._sends(text=text, **_entities(text, "entities"), **more)

    def starts(self, code: str | None = None) -> int:
        """Open the chat by its button, or by a link with a code."""
        return self.says(f"/start {code}" if code else "/start")

    def sends_photo(self, data: bytes, caption: str = "", album: str | None = None) -> int:
        """Send a photograph; photographs that are sent together name the same album."""
        image = Image.open(io.BytesIO(data))
        sizes = [self._size(data, image, most) for most in SIZES if most < max(image.size)]
        largest = self._telegram.do(lambda: self._telegram.state.keep_file(data))
        sizes.append(largest | {"width": image.width, "height": image.height})
        return self._sends(photo=sizes, **_optional(caption=caption, media_group_id=album))

    def sends_file(
        self, data: bytes, mime_type: str, caption: str = "", name: str = "IMG_2041.HEIC"
    ) -> int:
        """Send a file as it is."""
        kept = self._telegram.do(lambda: self._telegram.state.keep_file(data))
        document = {"file_name": name, "mime_type": mime_type, **kept}
        return self._sends(document=document, **_optional(caption=caption))

    def sends_voice(self, seconds: int = 4) -> int:
        """Send a voice message."""
        kept = self._telegram.do(lambda: self._telegram.state.keep_file(b"OggS"))
        return self._sends(voice={"duration": seconds, "mime_type": "audio/ogg", **kept})

    def edits(self, message: int, text: str) -> None:
        """Write a message of one's own anew."""
        former = self._chat.sent[message]
        key = "text" if "text" in former else "caption"
        edited = former | {key: text, "edit_date": int(time.time())}
        self._chat.sent[message] = edited
        self._telegram.add("edited_message", edited)

    def presses(self, title: str) -> str:
        """Press a button of the last message that has it; return the press's id.

        Raises:
            LookupError: no button in the chat is called that.
        """
        for message in reversed(self.shown):
            for name, data in message.buttons:
                if name == title:
                    return self._presses(message, data)
        raise LookupError(f"there is no button {title!r}")

    def blocks(self) -> None:
        """Block the bot."""
        self._chat.blocked = True
        self._moves("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self._chat.blocked = False
        self._moves("kicked", "member")

    def waits_for(self, words: str, seconds: float = 10) -> Shown:
        """Wait until a message holds these words, and return it. Not for use inside of a loop."""
        deadline = time.monotonic() + seconds
        while True:
            for message in self.shown:
                if words in message.text:
                    return message
            if time.monotonic() > deadline:
                raise AssertionError(f"{words!r} was never shown")
            time.sleep(0.02)

    def _sends(self, **content: Any) -> int:
        def keep() -> Json:
            self._telegram.state.chats.setdefault(self._chat.id, self._chat)
            number = next(self._chat.message_ids)
            message = {
                "message_id": number,
                "from": self._user(),
                "chat": self._chat.json(),
                "date": int(time.time()),
                **content,
            }
            self._chat.sent[number] = message
            return message

        message = self._telegram.do(keep)
        self._telegram.add("message", message)
        return int(message["message_id"])

    def _presses(self, message: Shown, data: str) -> str:
        press = str(secrets.randbelow(2**62))
        self._telegram.do(lambda: self._telegram.state.presses.add(press))
        markup = message.markup()
        pressed = {
            "message_id": message.id,
            "from": self._telegram.state.me,
            "chat": self._chat.json(),
            "date": int(time.time()),
            "text": message.text,
        } | ({"reply_markup": markup} if markup else {})
        self._telegram.add(
            "callback_query",
            {
                "id": press,
                "from": self._user(),
                "message": pressed,
                "chat_instance": str(-self.id),
                "data": data,
            },
        )
        return press

    def _moves(self, before: str, after: str) -> None:
        bot = self._telegram.state.me
        states = {"kicked": {"until_date": 0}}
        self._telegram.add(
            "my_chat_member",
            {
                "chat": self._chat.json(),
                "from": self._user(),
                "date": int(time.time()),
                "old_chat_member": {"user": bot, "status": before, **states.get(before, {})},
                "new_chat_member": {"user": bot, "status": after, **states.get(after, {})},
            },
        )

    def _user(self) -> Json:
        return {"id": self.id, "is_bot": False, "language_code": "en", **self._chat.fields}

    def _size(self, data: bytes, image: Image.Image, most: int) -> Json:
        small = image.convert("RGB")
        small.thumbnail((most, most))
        out = io.BytesIO()
        small.save(out, "JPEG")
        kept = self._telegram.do(lambda: self._telegram.state.keep_file(out.getvalue()))
        return kept | {"width": small.width, "height": small.height}


class Group(Patient):
    """A group that the bot is in; what is said there comes from one of its people."""

    def adds_the_bot(self) -> None:
        """Have the bot added."""
        self._telegram.do(
            lambda: self._telegram.state.chats.setdefault(self._chat.id, self._chat) and None
        )
        self._moves("left", "member")

    def _user(self) -> Json:
        return {"id": 4_711_000, "is_bot": False, "first_name": "Mina"}


def _entities(text: str, key: str) -> Json:
    found = [
        {
            "type": "bot_command" if each[0].startswith("/") else "mention",
            "offset": len(text[: each.start()].encode("utf-16-le")) // 2,
            "length": len(each[0].encode("utf-16-le")) // 2,
        }
        for each in NAMED.finditer(text)
    ]
    return {key: found} if found else {}


def _optional(**given: Any) -> Json:
    return {name: value for name, value in given.items() if value}
