"""The command line: `python -m regimen FACTS.json --json`, or `-` for one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

from regimen import FactsError, Season, advise, check
from regimen.report import report

BAD_INPUT: Final = 2


def main() -> int:
    """Answer each input; a bad one is told on standard error, and the exit status is then 2."""
    parser = argparse.ArgumentParser(
        prog="regimen", description="What the rules say to intake facts."
    )
    parser.add_argument("facts", help='a JSON file with the facts, or "-": one JSON object a line')
    parser.add_argument("--json", action="store_true", help="print JSON, an object a line")
    parser.add_argument(
        "--season", choices=get_args(Season), help="the season at the patient's place"
    )
    parser.add_argument(
        "--photo", type=Path, metavar="REPORT", help="the patient's photograph, as analysis reports"
    )
    arguments = parser.parse_args()
    status = 0
    try:
        seen = _findings(arguments.photo) if arguments.photo else {}
    except (OSError, ValueError) as error:
        print(f"{arguments.photo}: {error}", file=sys.stderr)
        return BAD_INPUT
    try:
        for first_line, content in _inputs(arguments.facts):
            try:
                advice = advise(check(_parse(content)), season=arguments.season, seen=seen)
            except ValueError as error:
                place = f"line {first_line + _lines_before(error, content)}"
                print(f"{arguments.facts}: {place}: {error}", file=sys.stderr)
                status = BAD_INPUT
            else:
                print(json.dumps(advice, ensure_ascii=False) if arguments.json else report(advice))
    except OSError as error:
        print(f"{arguments.facts}: cannot be read: {error.strerror}", file=sys.stderr)
        return BAD_INPUT
    return status


def _findings(path: Path) -> dict[str, str]:
    """Return what a report of contract/photo.md tells of a photograph; a refused one tells nothing.

    Raises:
        ValueError: it is no such report.
    """
    report = json.loads(path.read_bytes())
    if not isinstance(report, dict) or "quality" not in report:
        raise ValueError("is no report of a photograph")
    return {each["id"]: each["severity"] for each in report.get("findings", ())}


def _inputs(source: str) -> Iterator[tuple[int, bytes]]:
    """Yield each input with the number of its first line."""
    if source != "-":
        yield 1, Path(source).read_bytes()
        return
    for number, line in enumerate(sys.stdin.buffer, 1):
        if line.strip():
            yield number, line


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_repeats)
    except UnicodeDecodeError:
        raise ValueError("is no text in UTF-8") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error}") from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise FactsError(key, "stands twice in one object")
        found[key] = value
    return found


def _lines_before(error: ValueError, content: bytes) -> int:
    """Return in which line of an object, from 0, the key of an error stands."""
    if not isinstance(error, FactsError):
        return 0
    key = json.dumps(error.key.split(".")[0]).encode()
    return content.count(b"\n", 0, max(0, content.find(key)))


if __name__ == "__main__":
    sys.exit(main())
