"""The caption of a photograph: what it tells of the patient, less what it asks of the picture.

"Is this rosacea?" beside a photograph states nothing; to note it would look like a diagnosis.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.shared.nlu.training_data.message import Message

from bot.understanding.normalise import words_of
from bot.understanding.vocabulary import lines, vocabulary

# What the gateway sends beside a message's words, and where the id of its photograph stands there.
METADATA, PHOTO = "metadata", "photo"
# Not the point of a number, as in "0.5%".
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
# What counts however it is put.
ALWAYS = ("red_flags", "about_other")


def brings_photo(message: Message) -> bool:
    """Tell whether a photograph came with the message's words."""
    return names_photo(message.get(METADATA))


def names_photo(metadata: Any) -> bool:
    """Tell whether the gateway names a photograph in what it sends beside the words."""
    photo = metadata.get(PHOTO) if isinstance(metadata, dict) else None
    return isinstance(photo, str) and bool(photo)


def statements(caption: str) -> str:
    """Return the sentences of a caption that do not ask something."""
    return " ".join(each for each in BETWEEN_SENTENCES.split(caption) if not _asks(each))


def told(heard: dict[str, Any], stated: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a caption: those of its statements, and what counts however it is put.

    Args:
        heard: the facts of the whole caption.
        stated: the facts of its statements alone.
    """
    return stated | {key: heard[key] for key in ALWAYS if key in heard}


def _asks(sentence: str) -> bool:
    if sentence.rstrip().endswith("?"):
        return True
    said = " ".join(words_of(sentence))
    return any(said.startswith(f"{opening} ") for opening in lines(vocabulary("captions")["asks"]))
