"""Whether a message is written in a language that nothing here can read (languages.yml)."""

from __future__ import annotations

import functools

from bot.understanding.normalise import words_of
from bot.understanding.vocabulary import lines, vocabulary

LAST_LATIN_LETTER = "\u024f"
FEW = 2  # words of a message that one of them can speak for
PART = 0.3  # of its words must be of the other language


def is_unreadable(text: str) -> bool:
    """Tell whether a message is in another language, or in letters that are not Latin.

    Two of its words must be of one other language, a good part of all, and more than those of the
    languages that are read; where it has few words, one that says so by itself.
    """
    words = [word for word in words_of(text) if word.isalpha()]
    letters = "".join(words)
    foreign = sum(letter > LAST_LATIN_LETTER for letter in letters)
    if foreign * 2 > len(letters):
        return True
    languages = _languages()
    if len(words) <= FEW:
        said = {*words, " ".join(words)}
        return bool(said & languages["by_itself"]) and not said & languages["read"]
    read = sum(word in languages["read"] for word in words)
    told = max(
        sum(word in known for word in words)
        for name, known in languages.items()
        if name not in ("read", "by_itself")
    )
    return told >= max(FEW, PART * len(words)) and told > read


@functools.cache
def _languages() -> dict[str, frozenset[str]]:
    content = vocabulary("languages")
    blocks = {**content["among_others"], "read": content["read"], "by_itself": content["by_itself"]}
    return {
        name: frozenset(" ".join(words_of(phrase)) for phrase in lines(block))
        for name, block in blocks.items()
    }
