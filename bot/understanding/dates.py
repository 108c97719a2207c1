"""Lengths of time and named days: how long ago something was, and in how many days something is."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence

from spacy.tokens import Span

from bot.understanding.quantities import amount, corrected, tidy
from bot.understanding.weekdays import WEEKDAYS

Cues = Mapping[str, Sequence[Span]]

DAYS_IN_A_WEEK = 7
LONGEST_BARE = 52  # "6 years" without "in" is no date
SHORTEST_AHEAD = 0.1  # weeks: hours and minutes are no date


def weeks_ago(cues: Cues) -> float | None:
    """Return how many weeks ago something was, from a clause's cues; the last date said counts."""
    dated = [(span, weeks) for span, weeks in _spans(cues) if _is_past(span, cues)]
    counted = {token for span, _ in dated for token in range(span.start, span.end)}
    named = [
        (span, float(label))
        for label, span in _labelled(cues, "time.past")
        if span.start not in counted  # "week ago" in "2 week ago"
    ]
    found = sorted([*dated, *named], key=lambda each: each[0].end)
    return tidy(found[-1][1]) if found else None


def length_in_weeks(cues: Cues) -> float | None:
    """Return a bare length of time ("about 3 weeks"), for an answer that needs no "ago"."""
    found = [weeks for _, weeks in _spans(cues)]
    return tidy(found[-1]) if found else None


def days_until(cues: Cues, today: Callable[[], dt.date] = dt.date.today) -> int | None:
    """Return in how many days something is; the last length of time counts, then named days."""
    ahead = [(span, weeks) for span, weeks in _spans(cues) if _is_ahead(span, weeks, cues)]
    if ahead:
        span, weeks = max(ahead, key=lambda each: each[0].end)
        said = amount(token.text for token in span)
        better = corrected(span.doc, span.end)
        if better and isinstance(said, float | int):
            weeks *= better / said
        return round(weeks * DAYS_IN_A_WEEK)
    named = [
        (span.end, float(label))
        for label, span in _labelled(cues, "time.ahead")
        if span.start == 0 or span.doc[span.start - 1].text != "of"  # "the 14th of next month"
    ]
    if named:
        return int(max(named)[1])
    days = cues.get("time.weekday", ())
    if not days or len(days[-1]) == 1:
        return None  # "monday" alone may be a habit
    return _to_weekday(days[-1], today()) + DAYS_IN_A_WEEK * _weeks_beyond(days[-1], cues)


def _spans(cues: Cues) -> Iterator[tuple[Span, float]]:
    """Yield each length of time with its weeks; the middle of a range, one for "a week"."""
    for label, span in _labelled(cues, "time.span"):
        said = amount(token.text for token in span)
        count = sum(said) / len(said) if isinstance(said, list) else 1.0 if said is None else said
        yield span, count * float(label)


def _labelled(cues: Cues, prefix: str) -> Iterator[tuple[str, Span]]:
    for label in _labels(prefix, tuple(cues)):
        for span in cues[label]:
            yield label[len(prefix) + 1 :], span


@functools.lru_cache(maxsize=4096)
def _labels(prefix: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label for label in labels if label.startswith(prefix + "."))


def _is_past(span: Span, cues: Cues) -> bool:
    """Tell whether a length of time looks back: "3 weeks ago", "hace 3 semanas"."""
    after = any(cue.start in (span.end, span.end + 1) for cue in cues.get("time.ago", ()))
    return after or any(cue.end == span.start for cue in cues.get("time.hace", ()))


def _is_ahead(span: Span, weeks: float, cues: Cues) -> bool:
    """Tell whether a length of time lies ahead, and is no dose, habit or age."""
    if weeks < SHORTEST_AHEAD or _is_past(span, cues):
        return False
    if any(cue.start == span.end for cue in cues.get("time.no_date", ())):
        return False
    if any(cue.start == span.end for cue in cues.get("time.ahead_after", ())):
        return True
    if any(cue.end == span.start for cue in cues.get("time.no_date_before", ())):
        return False
    told = any(cue.end == span.start for cue in cues.get("time.ahead_before", ()))
    return told or (span[0].text != "a" and weeks < LONGEST_BARE)


def _weeks_beyond(day: Span, cues: Cues) -> int:
    """Return the weeks that are to be added: "sunday week", "a fortnight on saturday"."""
    for label, span in _labelled(cues, "time.beyond"):
        if span.start <= day.end and day.start <= span.end:
            return int(label)
    return 0


def _to_weekday(day: Span, today: dt.date) -> int:
    name = next(token.text for token in day if token.text in WEEKDAYS)
    return (WEEKDAYS.index(name) - today.weekday()) % DAYS_IN_A_WEEK or DAYS_IN_A_WEEK
