"""Finds plain phrases in a list of words in one pass: a trie whose edges are words."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.understanding.normalise import is_number
from bot.understanding.phrases import NUMBER

COUNTS = ("once", "twice", "thrice")  # stand where a number may
END = ""  # the edge to what a phrase means; no word is empty

Node = dict[str, Any]


class Trie:
    """Phrases with their labels. A search takes no longer than words times the longest phrase.

    spaCy's PhraseMatcher would do the same, but needs a Doc for each phrase: for all 170,000 it
    takes five times as long to build.
    """

    def __init__(self) -> None:
        self._root: Node = {}

    def add(self, words: Iterable[str], label: str) -> None:
        """Add a phrase; `NUMBER` among its words stands for any number."""
        node = self._root
        for word in words:
            node = node.setdefault(sys.intern(word), {})
        labels = node.setdefault(END, [])
        if label not in labels:
            labels.append(label)

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield each phrase that stands in `words`: its label, its first word, the one after it."""
        numeric = [word in COUNTS or is_number(word) for word in words]
        for start in range(len(words)):
            nodes, at = [self._root], start
            while nodes and at < len(words):
                nodes = [
                    node[edge]
                    for node in nodes
                    for edge in ((words[at], NUMBER) if numeric[at] else (words[at],))
                    if edge in node
                ]
                at += 1
                for node in nodes:
                    for label in node.get(END, ()):
                        yield label, start, at
