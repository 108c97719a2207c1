"""The command line: `python -m regimen FACTS.json --json`, or `-` for one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from regimen import Advice, FactsError, Season, advise, check

BAD_INPUT = 2


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
    arguments = parser.parse_args()
    status = 0
    for place, text in _inputs(arguments.facts):
        try:
            advice = advise(check(_parse(text)), season=arguments.season)
        except (FactsError, ValueError) as error:
            print(f"{place}: {error}", file=sys.stderr)
            status = BAD_INPUT
            continue
        print(json.dumps(advice, ensure_ascii=False) if arguments.json else _for_people(advice))
    return status


def _inputs(source: str) -> Iterator[tuple[str, str]]:
    """Yield each input with the place that an error names."""
    if source == "-":
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                yield f"line {number}", line
        return
    try:
        yield source, Path(source).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{source}: cannot be read: {error}", file=sys.stderr)
        sys.exit(BAD_INPUT)


def _parse(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_repeats)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"is no JSON: {error}") from None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        repeated = next(key for key, _ in pairs if [name for name, _ in pairs].count(key) > 1)
        raise FactsError(repeated, "stands twice in one object")
    return found


def _for_people(advice: Advice) -> str:
    """Return the same answer as text."""
    triage, load = advice["triage"], advice["exfoliation"]
    lines = [
        f"Triage: {triage['level']}"
        + (f" ({', '.join(triage['reasons'])})" if triage["reasons"] else ""),
        f"Exfoliation: load {load['load']:g}, cap {load['cap']:g}: {load['level']}",
    ]
    lines += ["Warnings:"] + [
        f"  [{each['severity']}] {each['id']}: {each['message']} {each['why']}"
        for each in advice["warnings"]
    ]
    for part, heading in (("am", "Morning:"), ("pm", "Evening:")):
        steps = advice["routine"][part]  # type: ignore[literal-required]
        lines += [heading] + [f"  {each['step']}: {each['with']} ({each['why']})" for each in steps]
    lines.append(f"Pause: {', '.join(advice['routine']['hold']) or 'nothing'}")
    lines += ["For staff:"] + [
        f"  {each['id']} ({each['phase']}): {each['status']} {', '.join(each['reasons'])}"
        for each in advice["treatments"]
    ]
    lines += ["Also:"] + [f"  {each['message']}" for each in advice["lifestyle"]]
    lines += ["Usual times:"] + [
        f"  {each['concern']}: {each['weeks'][0]} to {each['weeks'][1]} weeks"
        for each in advice["timeline"]
    ]
    lines.append(f"Missing: {', '.join(advice['missing']) or 'nothing'}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
