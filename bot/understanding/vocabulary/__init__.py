"""The words of the understanding, as data.

A file holds named meanings; each is a block of phrases, one or several a line, with commas between
and `#` before a comment; an indented line goes on with the phrase of the line above.
`phrases.expand` says how a phrase is written.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
COMMENT = re.compile("#.*")
GOES_ON = re.compile(r"\s*\n\s+")
SEPARATOR = re.compile(r"[,\n](?![^(\[\n]*[)\]])")  # a comma in a choice is one of its words
CATALOGUE = FOLDER.parents[2] / "regimen" / "catalogue.yml"


@functools.cache
def vocabulary(name: str) -> Any:
    """Return the content of one file of words, such as "frequency", or of a folder's files."""
    if (FOLDER / name).is_dir():
        files = sorted((FOLDER / name).glob("*.yml"))
        return {key: words for file in files for key, words in _load(file).items()}
    return _load(FOLDER / f"{name}.yml")


def _load(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


@functools.cache
def products() -> dict[str, list[str]]:
    """Return the catalogue's products with the words that people use for each."""
    entries = _load(CATALOGUE)["products"]
    return {name: [*entry["words"], name.replace("_", " ")] for name, entry in entries.items()}


def brands() -> dict[str, list[str]]:
    """Return the catalogue's products with the brands and product lines that stand for each."""
    return {name: lines(block) for name, block in vocabulary("brands").items()}


def lines(block: str) -> list[str]:
    """Return the phrases of a block of words."""
    text = "\n".join(COMMENT.sub("", line) for line in block.splitlines())
    text = GOES_ON.sub(" ", text)
    return [phrase for part in SEPARATOR.split(text) if (phrase := part.strip().strip('"'))]


def meanings(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each meaning of a file with its phrases: "status.stopped", ["quit", "gave up", ...]."""
    yield from _flatten(name, vocabulary(name))


def _flatten(label: str, content: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(content, str):
        yield label, lines(content)
        return
    for key, inner in content.items():
        yield from _flatten(f"{label}.{key}", inner)
