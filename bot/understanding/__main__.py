"""`make -s facts`: each line {"text", "asked"?} is answered by a line {"facts": {...}}.

What a message withdraws stands beside the facts as "retracted". A line that is no such object is
told on standard error with its number, answered by {"facts": {}} so that line N still answers
line N, and makes the exit status 2.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from bot.understanding.reader import Asked, FactReader

BAD_INPUT = 2
# spaCy imports these where they are installed, which takes ten seconds; nothing here uses them.
UNUSED = ("tensorflow", "torch", "mxnet", "cupy")


def answer(source: Iterable[str], target: TextIO, errors: TextIO, reader: FactReader) -> int:
    """Answer each line of `source` with one of `target`; return the exit status."""
    status = 0
    for number, line in enumerate(source, 1):
        found: dict[str, Any] = {"facts": {}}
        try:
            text, asked = _parse(line)
            found["facts"] = reader.read(text, asked)
        except ValueError as error:
            print(f"line {number}: {error}", file=errors)
            status = BAD_INPUT
        retracted = found["facts"].pop("retracted", None)
        if retracted:
            found["retracted"] = retracted
        print(json.dumps(found, ensure_ascii=False), file=target)
    return status


def _parse(line: str) -> tuple[str, Asked]:
    try:
        message = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(message, dict) or not isinstance(message.get("text"), str):
        raise ValueError('must be an object with a "text"')
    asked = message.get("asked")
    if asked is None or isinstance(asked, str):
        return message["text"], asked
    if isinstance(asked, list) and all(isinstance(each, str) for each in asked):
        return message["text"], asked
    raise ValueError('"asked" must be a key or a list of keys')


def main() -> int:
    """Answer standard input line by line; return the exit status."""
    for name in UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None: "not installed"
    from bot.understanding.reader import FactReader  # noqa: PLC0415  # after what it must not import

    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # they are text files
    return answer(sys.stdin, sys.stdout, sys.stderr, FactReader.load())


if __name__ == "__main__":
    sys.exit(main())
