"""The rules' answer as text, for a person at the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regimen.advice import Advice
from regimen.knowledge import members
from regimen.routine import Step


def report(advice: Advice) -> str:
    """Return the answer as lines of text, in the order of the contract; `treatments` are there."""
    return "\n".join(_lines(advice))


def _lines(advice: Advice) -> Iterator[str]:
    triage, load, routine = advice["triage"], advice["exfoliation"], advice["routine"]
    reasons = f" ({', '.join(triage['reasons'])})" if triage["reasons"] else ""
    yield f"Triage: {triage['level']}{reasons}"
    yield f"Exfoliation: load {load['load']:g}, cap {load['cap']:g}: {load['level']}"
    yield from _section(
        "Warnings",
        (
            f"[{each['severity']}] {each['id']}: {each['message']} {each['why']}"
            for each in advice["warnings"]
        ),
    )
    yield from _section("Morning", map(_step, routine["am"]))
    yield from _section("Evening", map(_step, routine["pm"]))
    yield f"Pause: {', '.join(map(_held, routine['hold'])) or 'nothing'}"
    yield from _section(
        "For staff",
        (
            f"{each['id']} ({each['phase']}): {' '.join([each['status'], *each['reasons']])}"
            for each in advice["treatments"]
        ),
    )
    yield from _section("Also", (each["message"] for each in advice["lifestyle"]))
    yield from _section(
        "Usual times",
        (
            f"{each['concern']}: {each['weeks'][0]} to {each['weeks'][1]} weeks"
            for each in advice["timeline"]
        ),
    )
    yield f"Missing: {', '.join(advice['missing']) or 'nothing'}"


def _section(heading: str, items: Iterable[str]) -> list[str]:
    listed = [f"  {item}" for item in items]
    return [f"{heading}:", *listed] if listed else []


def _held(name: str) -> str:
    if name in members("prescribed"):
        return f"{name} (if prescribed: pause and call your prescriber)"
    return name


def _step(step: Step) -> str:
    return f"{step['step']}: {step['with']} ({step['why']})"
