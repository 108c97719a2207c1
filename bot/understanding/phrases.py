"""The small notation that the vocabulary is written in, and its expansion into plain phrases.

Expansion is finite, and plain phrases are found by a trie in one pass: no wording of a message can
make the search slow, as it could with a regular expression.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

NUMBER = "N"  # stands for any number or range in a phrase
CHOICE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
VOWELS = "aeiou"


def expand(phrase: str) -> Iterator[str]:
    """Yield the plain phrases that one line of vocabulary stands for.

    "(a|b) c" is "a c" and "b c"; "[a] b" is "a b" and "b"; "stop~" is "stop" with its endings; "N"
    is any number. Choices do not nest.
    """
    parts: list[list[str]] = []
    end = 0
    for match in CHOICE.finditer(phrase):
        parts.append([phrase[end : match.start()]])
        chosen, optional = match.groups()
        parts.append(chosen.split("|") if chosen is not None else [*optional.split("|"), ""])
        end = match.end()
    parts.append([phrase[end:]])
    for choice in itertools.product(*parts):
        words = [_inflected(word) for word in "".join(choice).split()]
        for form in itertools.product(*words):
            yield " ".join(form)


def _inflected(word: str) -> list[str]:
    """Return a word marked with "~" with its regular endings; those that do not exist harm none."""
    if not word.endswith("~") or word == "~":
        return [word]
    stem = word[:-1]
    forms = [stem, f"{stem}s", f"{stem}ed", f"{stem}ing", f"{stem}es"]
    if stem.endswith("e"):
        forms += [f"{stem}d", f"{stem[:-1]}ing"]
    elif stem.endswith("y"):
        forms += [f"{stem[:-1]}ies", f"{stem[:-1]}ied"]
    elif stem[-1] not in VOWELS:
        forms += [f"{stem}{stem[-1]}ed", f"{stem}{stem[-1]}ing"]
    return forms
