"""Brings a message into one spelling: lower case, digits, no apostrophes, slang written out."""

from __future__ import annotations

import functools
import re
import unicodedata

from bot.understanding.vocabulary import vocabulary

# Longer texts are cut: a patient's message has at most 2,000 characters (the gateway sees to it).
LONGEST = 4000
INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u202a-\u202e\x00-\x09\x0b-\x1f]")
TENS = re.compile(r"\b(20|30|40|50|60|70|80|90)[ -]([1-9])\b(?! ?(?:times|x|days|weeks|hours))")


def normalise(text: str) -> str:
    """Return the message in the spelling that all patterns and words are written in."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    text = INVISIBLE.sub(" ", text).lower()
    text = text.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", " - ")
    text = text.replace("i'll", "i will").replace("we're", "we are").replace("i'd ", "i would ")
    text = text.replace("they're", "they are").replace("she's", "she is").replace("he's", "he is")
    text = text.replace("'", "").replace("“", '"').replace("”", '"')
    text = re.sub(r"([a-z])\1{2,}", r"\1\1", text)
    text = re.sub(r"(\d)\s*(?:hrs?|hours?)\b", r"\1 hours", text)
    text = re.sub(
        r"\b(\d+)\s*(wks?|weeks?|mths?|months?|days?|yrs?|years?|mins?|litres?|glasses|bottles)\b",
        r"\1 \2",
        text,
    )
    text = _replacements().sub(lambda match: _spelling()[match.group(0)], text)
    text = TENS.sub(lambda match: str(int(match.group(1)) + int(match.group(2))), text)
    return re.sub(r"[ \t]+", " ", text).strip()


@functools.lru_cache(maxsize=1)
def _spelling() -> dict[str, str]:
    words = vocabulary("spelling")
    return {
        **words["phrases"],
        **words["replace"],
        **{word: str(digit) for word, digit in words["numbers"].items()},
    }


@functools.lru_cache(maxsize=1)
def _replacements() -> re.Pattern[str]:
    longest_first = sorted(_spelling(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
