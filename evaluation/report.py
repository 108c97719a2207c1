"""Prints what was measured."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Sequence

from evaluation import measures
from evaluation.intents import Recognised
from evaluation.reading import Result
from evaluation.scoring import Score
from evaluation.talks import Talk

WIDTH = 46


def talks(held: Sequence[Talk]) -> None:
    """Print the measures over all talks, then the facts of the records by key."""
    messages = [len(talk.turns) for talk in held]
    planned = [talk for talk in held if talk.plan]
    warned = Score()
    for talk in planned:
        if given := measures.warnings(talk):
            warned.add(given)
    flagged = [talk for talk in held if talk.persona.alarm]
    turns = [turn.seconds * 1000 for talk in held for turn in talk.turns]
    _head(f"talks of {len(held)} simulated patients")
    _line("reached the plan, or the emergency advice", _part(held, measures.reached_its_end))
    _line("nothing at all wrong", _part(held, measures.is_flawless))
    _line("messages until then, median", f"{statistics.median(messages):g}")
    _line("messages until then, p90", f"{_quantile(messages, 90):g}")
    _line("required warnings given", _counts(warned.right.total(), warned.missed.total()))
    _line("warnings given that are not required", str(warned.extra.total()))
    _line("plans with exactly the required warnings", f"{warned.exact} of {warned.compared}")
    missed = sum(measures.alarm_missed(talk) for talk in flagged)
    _line("red flags answered at once", f"{len(flagged) - missed} of {len(flagged)}")
    _line("false alarms", str(sum(len(measures.false_alarms(talk)) for talk in held)))
    again = [key for talk in held for key in measures.asked_again(talk)]
    _line("questions whose answer was already said", str(len(again)))
    _line("questions put too often", str(sum(len(measures.loops(talk)) for talk in held)))
    stops = sum(measures.is_stop(turn) for talk in held for turn in talk.turns)
    _line("the talk stopped", f"{stops} times")
    _line("not led back to the question", f"{sum(map(measures.led_astray, held))} times")
    _line("turn p50, ms", f"{statistics.median(turns):.0f}")
    _line("turn p95, ms", f"{_quantile(turns, 95):.0f}")
    kept = Score()
    for talk in held:
        if compared := measures.record(talk):
            kept.add(compared)
    _head("facts in the records against what was said")
    scores(kept, "whole records right")
    for title, counted in (
        ("asked although said", Counter(again)),
        ("warnings missing", warned_of(planned, "missed")),
        ("warnings too many", warned_of(planned, "extra")),
    ):
        if counted:
            _line(title, ", ".join(f"{key} {count}" for key, count in counted.most_common(12)))


def warned_of(planned: Sequence[Talk], which: str) -> Counter[str]:
    """Count the warnings that were missed, or that were extra."""
    comparisons = [measures.warnings(talk) for talk in planned]
    return Counter(value for each in comparisons if each for _, value in getattr(each, which))


def worst(held: Sequence[Talk], count: int) -> None:
    """Print the talks with the most faults."""
    faulty = [talk for talk in held if not measures.is_flawless(talk)]
    for talk in sorted(faulty, key=lambda talk: -len(measures.faults(talk)))[:count]:
        _head(f"talk {talk.persona.name}")
        for fault in measures.faults(talk):
            print(f"  ! {fault}")
        for turn in talk.turns:
            print(f"  patient: {turn.message.text}")
            print(f"  Dewy:    {turn.answer.replace(chr(10), ' / ')[:400]}")


def messages(result: Result, show: int) -> None:
    """Print how well a set of messages was read."""
    _head(f"messages of {result.name} ({result.score.compared})")
    scores(result.score, "whole messages right")
    flags = result.score.right["red_flags"], result.score.missed["red_flags"]
    _line("red flags found", _counts(*flags))
    _line("false alarms", str(result.score.extra["red_flags"]))
    _line("processor time of a message, p95, ms", f"{result.cpu_ms:.1f}")
    for each in [each for each in result.readings if not each.comparison.exact][:show]:
        print(f"  {each.message['text']}")
        print(f"     missed {each.comparison.missed}  extra {each.comparison.extra}")


def intents(results: Sequence[Recognised], show: int) -> None:
    """Print how well the intents and topics of held-out sentences were recognised."""
    for result in results:
        _head(f"{result.name} ({result.count})")
        _line("right", f"{result.accuracy:.3f}")
        for name, (part, whole) in (
            ("out of scope, and not answered", result.foreign),
            ("questions lost to that", result.lost),
        ):
            if whole:
                _line(name, _counts(part, whole - part))
        for (wanted, found), count in result.confusions:
            _line(f"{wanted} taken for {found}", str(count))
        for wanted, found, text in result.confused[:show]:
            print(f"  {text}   [{wanted}, not {found}]")


def scores(score: Score, whole: str) -> None:
    """Print precision, recall and F1 by key."""
    print(f"{'':18}{'precision':>10}{'recall':>10}{'F1':>10}{'right':>8}{'missed':>8}{'extra':>8}")
    for name, keys in [*((key, (key,)) for key in score.keys), ("ALL", ())]:
        precision, recall, f1 = score.row(*keys)
        counts = (
            sum(counter[key] for key in keys or score.keys)
            for counter in (score.right, score.missed, score.extra)
        )
        print(
            f"{name:18}{precision:10.3f}{recall:10.3f}{f1:10.3f}"
            + "".join(f"{count:8}" for count in counts)
        )
    _line(whole, f"{score.exact} of {score.compared} ({score.exact / max(1, score.compared):.3f})")


def _head(title: str) -> None:
    print(f"\n{title}\n{'-' * len(title)}")


def _line(name: str, value: str) -> None:
    print(f"{name:{WIDTH}} {value}")


def _part(held: Sequence[Talk], test: Callable[[Talk], bool]) -> str:
    right = sum(map(test, held))
    return _counts(right, len(held) - right)


def _counts(right: int, missed: int) -> str:
    return f"{right} of {right + missed} ({right / max(1, right + missed):.3f})"


def _quantile(values: Sequence[float], percent: int) -> float:
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
