"""Days of the week: which are named, and how many of them that makes."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator, Sequence

from spacy.tokens import Doc, Span

from bot.understanding.quantities import DAY, Frequency

RUN_JOINTS = {",", "and", "&", "/", "+", "-", "aur", "y", "plus", "or", "then"}
BETWEEN_DAYS = {"to", "-", "till", "until", "through", "se", "a"}  # "monday to thursday"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HABITS = {"nights", "mornings", "evenings", "only"}  # behind a day that comes again
ONLY = {"only", "sirf", "solo", "just"}  # before it
# What leaves days out of a week: "every night except friday and saturday".
EXCEPT = {
    *("except", "but", "minus", "bar", "not", "never", "excluding", "skip", "skipping", "excepto"),
    *("apart", "other", "menos"),
}
LEADING_DAYS = {"on", "for", "the", ",", "from", "than"}


def weekdays(doc: Doc) -> Iterator[Frequency]:
    """Yield runs of days ("mon, wed and fri"); a single one only as a habit ("sundays")."""
    plural = {span.start for span in doc._.cues.get("frequency.weekdays.plural", ())}
    # "every wednesday and saturday"
    every = doc._.cues.get("frequency.fixed.1", ())
    plural |= {token.i for span in every for token in span if token.text in WEEKDAYS}
    days = sorted(plural | {span.start for span in doc._.cues.get("frequency.weekdays.1", ())})
    care = [range(span.start, span.end) for span in doc._.cues.get("sun.care", ())]
    days = [day for day in days if not any(day in each for each in care)]  # "sun protection"
    days = yield from _day_ranges(doc, days)
    for run in _runs(doc, days):
        habit = len(run) > 1 or run[0] in plural or _is_habit(doc, run[0])
        start = _start_of_all_days(doc, run[0])
        if start is not None:
            yield Frequency(start, run[-1] + 1, DAY - len(run))
        elif habit or (len(days) > 1 and _stands_by_a_product(doc, run[0])):
            yield Frequency(run[0], run[-1] + 1, float(len(run)))


def _runs(doc: Doc, days: Sequence[int]) -> Iterator[list[int]]:
    """Yield the days that stand in one list."""
    run: list[int] = []
    for day in days:
        if run and any(token.text not in RUN_JOINTS for token in doc[run[-1] + 1 : day]):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _start_of_all_days(doc: Doc, day: int) -> int | None:
    """Return where "every night except" begins, if it stands before a day."""
    at = day
    while at > 0 and doc[at - 1].text in EXCEPT | LEADING_DAYS:
        at -= 1
    if EXCEPT.isdisjoint(token.text for token in doc[at:day]):
        return None
    daily: list[Span] = doc._.cues.get("frequency.fixed.7", [])
    return next((span.start for span in daily if span.end == at), None)


def _day_ranges(doc: Doc, days: list[int]) -> Generator[Frequency, None, list[int]]:
    """Yield "monday to thursday" as its number of days; return the days that are left."""
    left = list(days)
    for first, last in itertools.pairwise(days):
        between = doc[first + 1 : last]
        if len(between) == 1 and between.text in BETWEEN_DAYS:
            names = [doc[at].text.rstrip("s") for at in (first, last)]
            if all(name in WEEKDAYS for name in names):
                number = (WEEKDAYS.index(names[1]) - WEEKDAYS.index(names[0])) % len(WEEKDAYS) + 1
                yield Frequency(first, last + 1, float(number))
                left = [day for day in left if day not in (first, last)]
    return left


def _is_habit(doc: Doc, day: int) -> bool:
    following = [token.text for token in doc[day + 1 : day + 3]]
    return not HABITS.isdisjoint(following) or (day > 0 and doc[day - 1].text in ONLY)


def _stands_by_a_product(doc: Doc, day: int) -> bool:
    """Tell whether a day stands beside what is used on it: "mon: tret", "lactic sat night"."""
    at = day + 2 if doc[day + 1 : day + 2].text == ":" else day + 1
    named = [name for name in doc._.names if name.label_ == "products"]
    return any(day == name.end or name.start == at for name in named)
