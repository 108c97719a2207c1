"""Numbers and how often: uses in a week, and the part of the day where it is said."""

from __future__ import annotations

import itertools
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Doc, Span

from bot.understanding.vocabulary import lines, vocabulary

PerWeek = float | list[float] | None

DAY = 7.0
COUNT_WORDS = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MOST_USES = 10 * DAY
BOTH = {"and", "&", "+", "/", "aur", "plus", "then"}  # joints of two parts of the day
BESIDE = 4  # words between a frequency and what only stresses it
RUN_JOINTS = {",", "and", "&", "/", "+", "-", "aur", "y", "plus", "or", "then"}
# Words that open an answer and say nothing.
FILLERS = frozenset({",", *lines(vocabulary("answers")["filler"])})
BETWEEN_DAYS = {"to", "-", "till", "until", "through", "se", "a"}  # "monday to thursday"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HABITS = {"nights", "mornings", "evenings", "only"}  # behind a day that comes again
NIGHTS, MORNINGS = {"time.when.pm"}, {"time.when.am"}


@dataclass(frozen=True)
class Frequency:
    """A stretch of words that says how often or when: uses in a week, part of the day."""

    start: int
    end: int
    per_week: PerWeek
    when: str | None = None


def numbers(word: str) -> list[float]:
    """Return the number of a word, both ends of a range, or nothing."""
    if word in COUNT_WORDS:
        return [COUNT_WORDS[word]]
    return sorted(float(found) for found in NUMBER.findall(word)[:2]) if word[:1].isdigit() else []


def amount(words: Iterable[str]) -> PerWeek:
    """Return the first number or range of some words, or None."""
    found = next((each for word in words if (each := numbers(word))), None)
    return None if found is None else found[0] if len(found) == 1 else found


def scaled(count: PerWeek, factor: float) -> PerWeek:
    """Return a number or each end of a range times a factor, rounded to two places."""
    if isinstance(count, list):
        return sorted(tidy(end * factor) for end in count)
    return None if count is None else tidy(count * factor)


def tidy(number: float) -> float:
    """Return a number rounded to two places, whole where it is whole."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def corrected(doc: Doc, after: int) -> float | None:
    """Return the number that corrects one said before: "22, wait no, 23"."""
    for cue in doc._.cues.get("scope.correction", ()):
        if cue.start >= after:
            rest = (token.text for token in doc[cue.end :] if token.text not in FILLERS)
            said = numbers(next(rest, ""))
            return said[-1] if said else None
    return None


def find_frequencies(doc: Doc) -> Doc:
    """Set `doc._.frequencies`, from left to right; a pipeline component's body."""
    found = sorted(
        [*_worded(doc), *_weekdays(doc)], key=lambda each: (each.start - each.end, each.start)
    )
    found = [each for each in found if not _is_denied(doc, each)]
    found += list(_firm(doc, found))
    kept: list[Frequency] = []
    for each in found:
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    times = _both_times(doc, _times(doc))
    kept = [_timed(each, times) for each in kept]
    alone = [
        each
        for each in times
        if not any(each.start < other.end and other.start < each.end for other in kept)
    ]
    doc._.frequencies = tuple(_joined(doc, sorted([*kept, *alone], key=lambda each: each.start)))
    return doc


def _firm(doc: Doc, found: Sequence[Frequency]) -> Iterator[Frequency]:
    """Yield "without fail" as every day, unless it stands beside another frequency."""
    for span in doc._.cues.get("frequency.firm", ()):
        beside = (max(span.start - each.end, each.start - span.end) for each in found)
        if min(beside, default=BESIDE + 1) > BESIDE:
            yield Frequency(span.start, span.end, DAY)


def _both_times(doc: Doc, times: Sequence[Frequency]) -> list[Frequency]:
    """Return parts of the day with "morning and before bed" as one: both."""
    joined: list[Frequency] = []
    for each in sorted(times, key=lambda time: time.start):
        last = joined[-1] if joined else None
        between = {token.text for token in doc[last.end : each.start]} if last else set()
        linked = bool(between & BOTH) and between <= BOTH | {"at"}
        if last and linked and {last.when, each.when} == {"am", "pm"}:
            joined[-1] = Frequency(last.start, each.end, None, "both")
        else:
            joined.append(each)
    return joined


def _is_denied(doc: Doc, each: Frequency) -> bool:
    """Tell whether a frequency is said not to be so: "not every morning"."""
    return each.start > 0 and doc[each.start - 1].text == "not"


def _joined(doc: Doc, found: Iterable[Frequency]) -> Iterator[Frequency]:
    """Yield frequencies from left to right, "every morning" and "every night" as one of both."""
    last: Frequency | None = None
    for each in found:
        if (
            last
            and {last.when, each.when} == {"am", "pm"}
            and last.per_week == each.per_week == DAY
        ):
            between = {token.text for token in doc[last.end : each.start]}
            if between and between <= RUN_JOINTS - {",", "or", "then"}:
                last = Frequency(last.start, each.end, 2 * DAY, "both")
                continue
        if last:
            yield last
        last = each
    if last:
        yield last


def _worded(doc: Doc) -> Iterator[Frequency]:
    weekly = any(token.text.startswith("week") for token in doc)
    for label, spans in doc._.cues.items():
        parts = label.split(".", 2)
        if parts[0] != "frequency" or parts[1] in ("weekdays", "firm"):
            continue
        if parts[1] == "bare" and not weekly:
            continue
        for span in spans:
            uses = _per_week(parts[1:], span)
            if most_of(uses) <= MOST_USES:
                yield Frequency(span.start, span.end, uses)
            elif len(span) > 1:
                # of "SPF 50 every day" the number counts something else
                yield Frequency(span.start + 1, span.end, DAY)


def most_of(uses: PerWeek) -> float:
    """Return a number, or the larger end of a range; 0 where there is none."""
    return max(uses) if isinstance(uses, list) else uses or 0.0


def _per_week(meaning: Sequence[str], span: Span) -> PerWeek:
    # "once every 10 days": the last number counts days
    said = amount(token.text for token in (reversed(list(span)) if meaning[0] == "every" else span))
    if meaning[0] == "fixed":
        return float(meaning[1])
    if meaning[0] == "bare":
        return said
    if meaning[0] == "cycle":
        on, off = (each[0] for token in span if (each := numbers(token.text)))
        return tidy(DAY * on / (on + off)) if on + off else None
    if meaning[0] == "per_count":
        return scaled(said, float(meaning[1]))
    if meaning[0] == "every" and said:
        uses = sorted(tidy(DAY / (end * float(meaning[1]))) for end in _ends(said) if end)
        return uses[0] if len(uses) == 1 else uses or None
    return None


def _ends(count: float | list[float]) -> list[float]:
    return count if isinstance(count, list) else [count]


def _weekdays(doc: Doc) -> Generator[Frequency, None, None]:
    """Yield runs of days ("mon, wed and fri"); a single one only as a habit ("sundays")."""
    plural = {span.start for span in doc._.cues.get("frequency.weekdays.plural", ())}
    # "every wednesday and saturday"
    every = doc._.cues.get("frequency.fixed.1", ())
    plural |= {token.i for span in every for token in span if token.text in WEEKDAYS}
    days = sorted(plural | {span.start for span in doc._.cues.get("frequency.weekdays.1", ())})
    days = yield from _day_ranges(doc, days)
    run: list[int] = []
    for day in [*days, len(doc) + 9]:
        ends = (
            day >= len(doc) or any(t.text not in RUN_JOINTS for t in doc[run[-1] + 1 : day])
            if run
            else False
        )
        if ends:
            habit = len(run) > 1 or run[0] in plural or _is_habit(doc, run[0])
            habit = habit or (len(days) > 1 and _leads_a_product(doc, run[0]))
            if habit:
                yield Frequency(run[0], run[-1] + 1, float(len(run)))
            run = []
        run.append(day)


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
    return not HABITS.isdisjoint(following)


def _leads_a_product(doc: Doc, day: int) -> bool:
    """Tell whether a day opens what is used on it: "mon: tret", "Sunday scrub"."""
    at = day + 2 if doc[day + 1 : day + 2].text == ":" else day + 1
    return any(name.label_ == "products" and name.start == at for name in doc._.names)


def _times(doc: Doc) -> list[Frequency]:
    return [
        Frequency(span.start, span.end, None, when)
        for when in ("am", "pm", "both")
        for span in doc._.cues.get(f"time.when.{when}", ())
        if not _is_clock(doc, span) and not _is_in_a_name(doc, span)
    ]


def _is_in_a_name(doc: Doc, span: Span) -> bool:
    """Tell whether a part of the day only belongs to a product's name: "an overnight mask"."""
    return any(
        name.start <= span.start and span.end <= name.end and len(name) > len(span)
        for name in doc._.names
        if name.label_ == "products"
    )


def _is_clock(doc: Doc, span: Span) -> bool:
    """Tell whether "am" or "pm" belongs to a time of day: "9am"."""
    after_number = span.start > 0 and bool(numbers(doc[span.start - 1].text))
    return after_number and span.text in ("am", "pm")


def _timed(each: Frequency, times: Iterable[Frequency]) -> Frequency:
    """Return the frequency with the part of the day that stands inside or right after it."""
    inside = {t.when for t in times if t.start < each.end + 1 and each.start < t.end}
    inside.discard(None)
    if not inside:
        return each
    when = "both" if len(inside) > 1 or "both" in inside else inside.pop()
    twice = when == "both" and each.per_week == DAY
    return replace(each, when=when, per_week=2 * DAY if twice else each.per_week)


def as_number(count: PerWeek) -> Any:
    """Return a count as facts have it: whole numbers without a point."""
    return scaled(count, 1)
