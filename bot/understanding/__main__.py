"""`make -s facts`: each line {"text", "asked"?} is answered by a line {"facts": {...}}.

What a message withdraws stands beside the facts as "retracted". A line that is no such object is told
on standard error with its number, answered by {"facts": {}} so that line N still answers line N, and
makes the exit status 2.
"""

from __future__ import annotations

import json
import sys

from bot.understanding.reader import Asked, FactReader

BAD_INPUT = 2


def main() -> int:
    """Answer standard input line by line; return the exit status."""
    reader = FactReader.load()
    status = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            text, asked = _parse(line)
        except ValueError as error:
            print(f"line {number}: {error}", file=sys.stderr)
            print(json.dumps({"facts": {}}))
            status = BAD_INPUT
            continue
        facts = reader.read(text, asked)
        retracted = facts.pop("retracted", None)
        print(
            json.dumps(
                {"facts": facts, **({"retracted": retracted} if retracted else {})},
                ensure_ascii=False,
            )
        )
    return status


def _parse(line: str) -> tuple[str, Asked]:
    try:
        message = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(message, dict) or not isinstance(message.get("text"), str):
        raise ValueError('must be an object with a "text"')
    asked = message.get("asked")
    fits = (
        asked is None
        or isinstance(asked, str)
        or (isinstance(asked, list) and all(isinstance(each, str) for each in asked))
    )
    if not fits:
        raise ValueError('"asked" must be a key or a list of keys')
    return message["text"], asked


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
