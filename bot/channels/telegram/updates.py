"""What Telegram delivers (updates of the Bot API) as the gateway's events."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    Update,
)

from bot.gateway.events import (
    Content,
    Corrected,
    Elsewhere,
    Event,
    Left,
    Pictured,
    Said,
    Unread,
)
from bot.gateway.inbox import GREETING, LINK

# The kinds that are asked for: Telegram delivers no others.
KINDS: Final = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
# A command, which names a bot where several may hear it, and what follows.
COMMAND: Final = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
START: Final = "start"
PRESENT: Final = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)


@dataclass(frozen=True)
class Me:
    """The bot itself; its username is not known before Telegram has told it."""

    id: int
    username: str | None = None


def read(update: Mapping[str, Any], me: Me) -> Event | None:
    """Return what an update says; None where there is nothing to do, or it cannot be understood."""
    try:
        return _event(Update.de_json(dict(update), None), me)
    except Exception:
        # the library raises whatever a field of the wrong kind brings about; Telegram would deliver
        # a refused update for a day, and hold back those after it
        return None


def message_id(chat: int, message: int) -> str:
    """Return the id of the event that a message is, by which an edit names it."""
    return f"message:{chat}:{message}"


def _event(update: Update, me: Me) -> Event | None:
    if message := update.message or update.channel_post:
        return _said(message, me)
    if update.edited_message:
        return _edited(update.update_id, update.edited_message)
    if update.callback_query:
        return _pressed(update.callback_query)
    if update.my_chat_member:
        return _moved(update.update_id, update.my_chat_member, me)
    return None


def _said(message: Message, me: Me) -> Event | None:
    if message.from_user and message.from_user.is_bot:
        return None
    content: Content | None
    if message.chat.type == Chat.PRIVATE:
        content = _content(message)
    else:
        content = Elsewhere() if _is_for(message, me) else None
    if content is None:
        return None
    return Event(
        message_id(message.chat.id, message.message_id),
        str(message.chat.id),
        message.date,
        content,
    )


def _content(message: Message) -> Content | None:
    words = _words(message)
    image = message.document
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Pictured(largest.file_id, words, message.media_group_id)
    if image and (image.mime_type or "").startswith("image/"):
        return Pictured(image.file_id, words, message.media_group_id)
    if words:
        # what is written beside a video may be urgent
        return Said(words)
    # what is left tells of the chat itself: a pinned message, a new background
    return Unread() if message.effective_attachment or message.checklist else None


def _words(message: Message) -> str:
    """Return what is written in a message; a command is the words that it is named after."""
    words = (message.text or message.caption or "").strip()
    command = COMMAND.fullmatch(words)
    if command is None:
        return words
    name, rest = command[1], command[2] or ""
    if name.lower() != START:
        return f"{name.replace('_', ' ')} {rest}".strip()
    linking = f"link {rest}"
    return linking if LINK.fullmatch(linking) else GREETING


def _edited(update: int, message: Message) -> Event | None:
    words = _words(message)
    if message.chat.type != Chat.PRIVATE or not words:
        return None
    return Event(
        f"edit:{update}",
        str(message.chat.id),
        message.edit_date or message.date,
        Corrected(message_id(message.chat.id, message.message_id), words),
    )


def _pressed(press: CallbackQuery) -> Event | None:
    chat = press.message.chat if press.message else None
    if not press.data or (chat and chat.type != Chat.PRIVATE):
        return None
    handle = f"{press.id}:{press.message.message_id if press.message else ''}"
    # a press has no time of its own: that of the message is when it was asked
    at = dt.datetime.now(dt.UTC)
    return Event(f"press:{press.id}", str(press.from_user.id), at, Said(press.data), handle)


def _moved(update: int, change: ChatMemberUpdated, me: Me) -> Event | None:
    before, after = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type == Chat.PRIVATE:
        content: Content | None = Left() if after == ChatMember.BANNED else None
    else:
        content = Elsewhere() if after in PRESENT and before not in PRESENT else None
    if content is None or change.new_chat_member.user.id != me.id:
        return None
    return Event(f"member:{update}", str(change.chat.id), change.date, content)


def _is_for(message: Message, me: Me) -> bool:
    """Tell whether somebody among others speaks to the bot: by its name, a command, a reply."""
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == me.id:
        return True
    entities = message.parse_entities() | message.parse_caption_entities()
    return any(_names(entity, words.lower(), me) for entity, words in entities.items())


def _names(entity: MessageEntity, words: str, me: Me) -> bool:
    name = f"@{me.username}".lower() if me.username else None
    kinds: dict[str, Callable[[], bool]] = {
        # a command that names no bot is for every one that it reaches
        MessageEntity.BOT_COMMAND: lambda: (
            "@" not in words or (name is not None and words.endswith(name))
        ),
        MessageEntity.MENTION: lambda: words == name,
        MessageEntity.TEXT_MENTION: lambda: entity.user is not None and entity.user.id == me.id,
    }
    return kinds.get(entity.type, lambda: False)()
