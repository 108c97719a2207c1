"""Which words the code asks for: the paths that it names, and the values that it fills in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# words("a.b"), words(`a.${b}`) and text("a.b", c=d) in scripts and templates
CALL = re.compile(r"""\b(?:words|text)\(\s*(?P<quote>["'`])(?P<path>.*?)(?P=quote)""")
EITHER = re.compile(r"""\b(?:words|text)\(\s*[^"'`(),]+\?\s*"([^"]+)"\s*:\s*"([^"]+)\"""")


@dataclass(frozen=True)
class Use:
    """A path that is asked for, or the beginning of one; what is filled in, None where unknown."""

    path: str
    filled: frozenset[str] | None = None


def in_python(folder: Path) -> Iterator[Use]:
    """Yield the uses in the modules of a folder."""
    for file in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(
                node.func, ast.Name | ast.Attribute
            ):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in ("words", "text") and node.args:
                filled = {each.arg for each in node.keywords if each.arg}
                for path in _paths(node.args[0]):
                    yield Use(path, frozenset(filled) if name == "text" else None)


def in_pages(folder: Path) -> Iterator[Use]:
    """Yield the uses in the templates and scripts of a folder; a script's are below `script`."""
    for file in sorted([*folder.glob("*.html"), *folder.glob("static/*.js")]):
        source = file.read_text("utf-8")
        root = "script." if file.suffix == ".js" else ""
        found = [match["path"].split("${", maxsplit=1)[0] for match in CALL.finditer(source)]
        found += [path for match in EITHER.finditer(source) for path in match.groups()]
        for path in found:
            yield Use(root + path.rstrip("."))


def leaves(words: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each sentence with its path; the items of a list have their number in it."""
    if isinstance(words, str):
        yield path, words
        return
    pairs = words.items() if isinstance(words, dict) else enumerate(words)
    for key, value in pairs:
        if isinstance(value, dict | list | str):
            yield from leaves(value, f"{path}.{key}" if path else str(key))


def _paths(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return [*_paths(argument.body), *_paths(argument.orelse)]
    if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        return [str(argument.values[0].value).rstrip(".")]
    return []
