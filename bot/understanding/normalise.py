"""Brings a message into one spelling: words in lower case, digits, slang written out.

The result is a list of words, which is what spaCy's Doc is made of. Vocabulary goes through the
same door, so that both sides are always spelt alike.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from bot.understanding.phrases import expand
from bot.understanding.vocabulary import lines, vocabulary

# Longer texts are cut: a patient's message has at most 2,000 characters (the gateway sees to it).
LONGEST = 2000
COMBINING = re.compile("[\u0300-\u036f]")
INVISIBLE = re.compile(
    "[\u200b-\u200f\u2060-\u2064\ufe0f\ufeff\u202a-\u202e\ud800-\udfff\x00-\x09\x0b-\x1f\x7f]"
)
LONG_DRAWN = re.compile(r"([a-z])\1{2,}")
PLAIN = re.compile(r"[a-z ]*")
WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+\d*|\.{2,}|[!?]+|[^\w\s]|_|\d")
NUMERIC = re.compile(r"\d+(?:\.\d+)?")
RANGE = re.compile(r"\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?")
CHARACTERS = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": " - ", "\n": " . "}
    | {"½": ".5", "…": " ... ", "‑": "-", "−": "-"}
)
BETWEEN_RANGE = ("-", "to", "or", "o", "se")
TENS = {str(ten) for ten in range(20, 100, 10)}
DIGITS = set("123456789")
HALVED = {"litres", "hours", "week", "weeks", "month", "months", "year", "years", "day", "days"}
HALF_JOINT = ["and", "a"]
ONE = {"a", "an"}
ALONE = {"n": "no", "y": "yes"}  # what a letter is read as where it is the whole message


def words_of(text: str, correct: Callable[[str], str] = str) -> list[str]:
    """Return the words of a text in the spelling that the vocabulary is written in.

    Args:
        text: what somebody wrote, whatever it is; it is cut after `LONGEST` characters.
        correct: puts one misspelt word right, once slang is written out.
    """
    text = _characters(text)
    found = text.split() if PLAIN.fullmatch(text) else [_ending(w) for w in WORD.findall(text)]
    if len(found) == 1:
        found = [ALONE.get(found[0], found[0])]
    words = [correct(word) for word in written_out(found)]
    return _ranges(_numerals(words)) if any(word[0].isdigit() for word in words) else words


def is_number(word: str) -> bool:
    """Tell whether a word is a number or a range of two."""
    return RANGE.fullmatch(word) is not None


def _characters(text: str) -> str:
    text = text[:LONGEST]
    if PLAIN.fullmatch(text) and not LONG_DRAWN.search(text):
        return text  # most of the vocabulary
    text = text.translate(CHARACTERS)
    text = unicodedata.normalize("NFKC", COMBINING.sub("", unicodedata.normalize("NFKD", text)))
    text = INVISIBLE.sub(" ", text.translate(CHARACTERS)).lower()
    text = LONG_DRAWN.sub(r"\1\1", text)
    for contraction, full in _contractions():
        text = text.replace(contraction, full)
    text = text.replace("'", "")
    # "t-zone" is two words; " - " stays a dash that ends a clause
    text = re.sub(r"(?<=[a-z])-(?=[a-z0-9])|(?<=\d)-(?=[a-z])", " ", text)
    text = re.sub(r"\b(spf|factor|age|aged)(?=\d)", r"\1 ", text)
    text = re.sub(r"(?<![\d.])\.(?=\d)", "0.", text)  # "tretinoin .025"
    for notation, full in _notations():
        text = notation.sub(full, text)
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)


@functools.lru_cache(maxsize=1)
def _contractions() -> list[tuple[str, str]]:
    return list(vocabulary("spelling")["contractions"].items())


@functools.lru_cache(maxsize=1)
def _notations() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(key), full) for key, full in vocabulary("spelling")["notations"].items()]


def _ending(word: str) -> str:
    """Return a run of the same mark as one mark."""
    if word[0] == "." and len(word) > 1:
        return "..."
    return word[-1] if word[0] in "!?" else word


def written_out(words: list[str]) -> list[str]:
    """Return the words with slang and short forms replaced; the longest form wins."""
    replacements, longest, openings = _replacements()
    if openings.isdisjoint(words):
        return words
    out: list[str] = []
    index = 0
    while index < len(words):
        most = longest if words[index] in openings else 0
        for length in range(min(most, len(words) - index), 0, -1):
            full = replacements.get(tuple(words[index : index + length]))
            if full is not None:
                out += full
                index += length
                break
        else:
            out.append(words[index])
            index += 1
    return out


@functools.lru_cache(maxsize=1)
def _replacements() -> tuple[dict[tuple[str, ...], list[str]], int, frozenset[str]]:
    """Return what short forms are read as, the words of the longest, and the first words of all."""
    found: dict[tuple[str, ...], list[str]] = {}
    spelling = vocabulary("spelling")
    for full, block in spelling["read_as"].items():
        for short in (form for phrase in lines(block) for form in expand(phrase)):
            found[tuple(WORD.findall(short))] = WORD.findall(str(full))
    for value, block in spelling["numbers"].items():
        found |= {(word,): [str(value)] for word in lines(block)}
    for value, block in spelling["numbers_before_units"].items():
        for number in lines(block):
            for unit in lines(spelling["units"]):
                found[(number, unit)] = [str(value), *found.get((unit,), [unit])]
    for word, reading in spelling["in_context"].items():
        full = [reading["read_as"]]
        for beside in _phrases(reading.get("before", "")):
            said = (word, *beside)
            found[said] = full + found.get(beside, list(beside))
        for beside in _phrases(reading.get("behind", "")):
            said = (*beside, word)
            found[said] = found.get(beside, list(beside)) + full
    return found, max(map(len, found)), frozenset(words[0] for words in found)


def _phrases(block: str) -> Iterator[tuple[str, ...]]:
    """Yield the phrases of a block, each as its words."""
    for phrase in lines(block):
        yield from (tuple(form.split()) for form in expand(phrase))


def _numerals(words: list[str]) -> list[str]:
    """Return the words with "50 2", once "fifty two", as "52", and "7 and a 0.5" as "7.5"."""
    out: list[str] = []
    for word in words:
        if word in DIGITS and out[-1:] and out[-1] in TENS:
            out[-1] = str(int(out[-1]) + int(word))
        elif word == "0.5" and (whole := _whole_before_half(out)):
            out = [*out[: -len(whole)], f"{whole[0]}.5"]
        elif word == "0.5" and (whole := _unit_before_half(out)):
            out = [*out[: -len(whole)], f"{whole[0]}.5", whole[1]]
        else:
            out.append(word)
    return out


def _whole_before_half(words: Sequence[str]) -> Sequence[str]:
    """Return the end of the words that a half belongs to: "7 and a", "7 and"."""
    for joint in (["and", "a"], ["and"]):
        end = words[-len(joint) - 1 :]
        if end[1:] == joint and end[0].isdecimal():
            return end
    return ()


def _unit_before_half(words: Sequence[str]) -> list[str]:
    """Return the number, the unit and the rest of what a half goes on: "a week and a"."""
    end = list(words[-4:])
    if end[2:] != HALF_JOINT or end[1] not in HALVED:
        return []
    number = "1" if end[0] in ONE else end[0]
    return [number, *end[1:]] if number.isdecimal() else []


def _ranges(words: Sequence[str]) -> list[str]:
    """Return the words with "2 - 3", "2 or 3", "between 2 and 3", "2 3" as one word, "2-3"."""
    out: list[str] = []
    index = 0
    while index < len(words):
        here = words[index]
        rest = words[index + 1 : index + 3]
        if NUMERIC.fullmatch(here):
            joined = _range(here, rest, out)
            if joined:
                out.append(joined[0])
                index += joined[1]
                continue
        out.append(here)
        index += 1
    return out


def _range(here: str, rest: Sequence[str], before: list[str]) -> tuple[str, int] | None:
    """Return a range with the number of words that it takes, or None."""
    if len(rest) > 1 and NUMERIC.fullmatch(rest[1]):
        between = before[-1:] == ["between"] and rest[0] == "and"
        if between:
            before.pop()
        if between or rest[0] in BETWEEN_RANGE:
            return f"{here}-{rest[1]}", 3
    follows = rest and here in DIGITS and rest[0] in DIGITS and int(rest[0]) == int(here) + 1
    return (f"{here}-{rest[0]}", 2) if follows else None
