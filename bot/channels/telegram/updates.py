"""What Telegram delivers, as the gateway's events (https://core.telegram.org/bots/api#update)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from telegram import (
    CallbackQuery,
    ChatMember,
    ChatMemberUpdated,
    Document,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Update,
)
from telegram.constants import ChatType

from bot.gateway.events import (
    Content,
    Corrected,
    Elsewhere,
    Event,
    Left,
    Pictured,
    Pressed,
    Said,
    Unread,
)
from bot.gateway.inbox import LINK
from bot.gateway.words import words

# What gets the webhook and polling; everything else is never sent.
ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
# The data of a button that was pressed already.
DONE: Final = "-"
OUT: Final = (ChatMember.LEFT, ChatMember.BANNED)
IN: Final = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)
IMAGE: Final = "image/"
# What speaks to somebody among others.
NAMING: Final[list[str | None]] = [
    MessageEntity.MENTION,
    MessageEntity.TEXT_MENTION,
    MessageEntity.BOT_COMMAND,
]


def event_of(update: Update, *, bot: str) -> Event | None:
    """Return what an update is for the gateway; None where there is nothing to do.

    An id names its message, so that an edit can name the message that it corrects.

    Args:
        update: as the library has parsed it.
        bot: the bot's own user name, without the at sign.
    """
    if update.message:
        return _of_message(update.message, bot)
    if update.edited_message:
        return _of_edit(update, update.edited_message)
    if update.callback_query:
        return _of_press(update.callback_query)
    if update.my_chat_member:
        return _of_membership(update, update.my_chat_member)
    return None


def _of_message(message: Message, bot: str) -> Event | None:
    if message.from_user is not None and message.from_user.is_bot:
        return None
    if message.chat.type != ChatType.PRIVATE:
        content: Content | None = Elsewhere() if _is_spoken_to(message, bot) else None
    else:
        content = _content(message)
    if content is None:
        return None
    return Event(_id(message), str(message.chat.id), message.date, content)


def _of_edit(update: Update, message: Message) -> Event | None:
    words_now = message.text or message.caption
    if message.chat.type != ChatType.PRIVATE or not words_now:
        return None
    at = message.edit_date or message.date
    content = Corrected(of=_id(message), text=words_now)
    return Event(f"edit:{update.update_id}", str(message.chat.id), at, content)


def _of_press(query: CallbackQuery) -> Event | None:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE or query.data in (None, DONE):
        return None
    handle = {"press": query.id, "message": message.message_id, "title": _title(query)}
    return Event(
        f"press:{query.id}",
        str(message.chat.id),
        # a press has no time of its own
        dt.datetime.now(dt.UTC),
        Pressed(str(query.data)),
        json.dumps(handle),
    )


def _of_membership(update: Update, change: ChatMemberUpdated) -> Event | None:
    now = change.new_chat_member.status
    if change.chat.type == ChatType.PRIVATE:
        content: Content | None = Left() if now in OUT else None
    else:
        was_out = change.old_chat_member.status in OUT
        content = Elsewhere() if was_out and now in IN else None
    if content is None:
        return None
    return Event(f"member:{update.update_id}", str(change.chat.id), change.date, content)


def _content(message: Message) -> Content | None:
    if message.text:
        return Said(_command(message.text))
    caption = message.caption or ""
    # a photograph that moves (a live photo) has a still one too
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Pictured(largest.file_id, caption, message.media_group_id)
    attachment = message.effective_attachment or message.checklist
    if isinstance(attachment, Document) and (attachment.mime_type or "").startswith(IMAGE):
        return Pictured(attachment.file_id, caption, message.media_group_id)
    if caption.strip():
        # what is written beside a video may be urgent
        return Said(caption)
    # what has no attachment is a notice of Telegram's own, as of a pinned message
    return Unread() if attachment is not None else None


def _command(said: str) -> str:
    """Return what a command says in words: `/start CODE` takes a talk along."""
    if not said.startswith("/"):
        return said
    command, _, argument = said[1:].partition(" ")
    command = command.partition("@")[0].lower()
    linking = f"link {argument.strip()}"
    # what else follows is the link's that brought the patient here, as of an advertisement
    if command == "start" and LINK.fullmatch(linking):
        return linking
    known: dict[str, dict[str, str]] = words("telegram.commands")
    return known[command]["say"] if command in known else said


def _is_spoken_to(message: Message, bot: str) -> bool:
    """Tell whether a message in a group is for the bot: a command, a mention, a reply to it."""
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.username == bot:
        return True
    named = {**message.parse_entities(NAMING), **message.parse_caption_entities(NAMING)}
    return any(
        each.lower().endswith(f"@{bot.lower()}")
        or (entity.type == MessageEntity.BOT_COMMAND and "@" not in each)
        # somebody's name in place of the user name
        or (entity.user is not None and entity.user.username == bot)
        for entity, each in named.items()
    )


def _title(query: CallbackQuery) -> str:
    """Return what the pressed button shows."""
    markup = getattr(query.message, "reply_markup", None)
    if not isinstance(markup, InlineKeyboardMarkup):
        return ""
    buttons = (button for row in markup.inline_keyboard for button in row)
    return next((button.text for button in buttons if button.callback_data == query.data), "")


def _id(message: Message) -> str:
    return f"message:{message.chat.id}:{message.message_id}"
