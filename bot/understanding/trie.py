"""Finds plain phrases in a list of words in one pass: a trie whose edges are words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.understanding.normalise import is_number
from bot.understanding.phrases import NUMBER

COUNTS = ("once", "twice", "thrice")  # stand where a number may
Labels = tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """What the words so far mean as a phrase, and the words that may follow; few have any."""

    labels: Labels = ()
    following: dict[str, _Node] | None = None

    def next(self, word: str) -> _Node | None:
        return self.following.get(word) if self.following else None

    def lead_on(self, word: str) -> _Node:
        """Return the node behind a word, one of its own that more words may follow."""
        if self.following is None:
            self.following = {}
        found = self.following.get(word)
        if found is None or found.following is None:
            found = self.following[word] = _Node(found.labels if found else ())
        return found


@dataclass
class Trie:
    """Phrases with their labels. A search takes no longer than words times the longest phrase.

    spaCy's PhraseMatcher would do the same, but needs a Doc for each phrase: for all 170,000 it
    takes five times as long to build.
    """

    _root: _Node = field(default_factory=_Node)
    _ends: dict[Labels, _Node] = field(default_factory=dict)  # one for all that are equal

    def add(self, words: Sequence[str], label: str) -> None:
        """Add a phrase; `NUMBER` among its words stands for any number."""
        node = self._root
        for word in words[:-1]:
            node = node.lead_on(sys.intern(word))
        if node.following is None:
            node.following = {}
        end = sys.intern(words[-1])
        known = node.following.get(end)
        labels = known.labels if known else ()
        if label in labels:
            return
        labels = (*labels, label)
        if known and known.following:
            known.labels = labels
        else:
            node.following[end] = self._ends.setdefault(labels, _Node(labels))

    def share(self) -> None:
        """Let phrases with equal ends share them, a thirtieth of the nodes; add none afterwards.

        The nodes are made anew, so that the memory of the old ones is given back as a whole.
        """
        self._root = _shared(self._root, {})

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield each phrase that stands in `words`: its label, its first word, the one after it."""
        edges = [(word, NUMBER) if _counts(word) else (word,) for word in words]
        for start in range(len(words)):
            nodes = [self._root]
            for at in range(start, len(words)):
                nodes = [found for n in nodes for edge in edges[at] if (found := n.next(edge))]
                if not nodes:
                    break
                for node in nodes:
                    for label in node.labels:
                        yield label, start, at + 1


def _counts(word: str) -> bool:
    return word in COUNTS or is_number(word)


def _shared(node: _Node, known: dict[tuple[Labels, frozenset[tuple[str, int]]], _Node]) -> _Node:
    """Return the one node for all that mean the same and are followed by the same."""
    following = {word: _shared(each, known) for word, each in (node.following or {}).items()}
    meaning = node.labels, frozenset((word, id(each)) for word, each in following.items())
    if meaning not in known:
        known[meaning] = _Node(node.labels, following or None)
    return known[meaning]
