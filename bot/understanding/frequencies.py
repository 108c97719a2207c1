"""How often and in which part of the day, wherever a message says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from bot.understanding.quantities import (
    DAY,
    Frequency,
    PerWeek,
    amount,
    most_of,
    numbers,
    scaled,
    tidy,
)
from bot.understanding.weekdays import RUN_JOINTS, weekdays

MOST_USES = 10 * DAY
BOTH = {"and", "&", "+", "/", "aur", "plus", "then"}  # joints of two parts of the day
BESIDE = 4  # words between a frequency and what only stresses it
# What a correction may put in place of a unit: "two times a day, sorry, a week".
UNITS = {"day": 7.0, "week": 1.0, "weekly": 1.0, "month": 0.25, "monthly": 0.25}
SOON = 6  # words between what is said and its correction


def find_frequencies(doc: Doc) -> Doc:
    """Set `doc._.frequencies`, from left to right; a pipeline component's body."""
    found = sorted(
        [*_worded(doc), *weekdays(doc)], key=lambda each: (each.start - each.end, each.start)
    )
    found = [each for each in found if not _is_denied(doc, each)]
    found += list(_firm(doc, found))
    kept: list[Frequency] = []
    for each in found:
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    kept = [_with_corrected_unit(doc, each) for each in kept]
    kept += _rest_of_the_week(doc, kept)
    times = _both_times(doc, _times(doc))
    kept = [_timed(each, times) for each in kept]
    alone = [
        each
        for each in times
        if not any(each.start < other.end and other.start < each.end for other in kept)
    ]
    doc._.frequencies = tuple(_joined(doc, sorted([*kept, *alone], key=lambda each: each.start)))
    return doc


def _rest_of_the_week(doc: Doc, found: Sequence[Frequency]) -> list[Frequency]:
    """Return "on all the other days" as the days of a week that were not counted before it."""
    rest: list[Frequency] = []
    for span in doc._.cues.get("frequency.rest", ()):
        before = [most_of(each.per_week) for each in found if each.end <= span.start]
        counted = sum(uses for uses in before if uses < DAY)
        if 0 < counted < DAY:
            rest.append(Frequency(span.start, span.end, tidy(DAY - counted)))
    return rest


def _with_corrected_unit(doc: Doc, each: Frequency) -> Frequency:
    """Return a frequency with the unit that is put right behind it: "... a day, sorry, a week"."""
    said = [token.text for token in doc[each.start : each.end] if token.text in UNITS]
    corrections = [
        cue.end
        for cue in doc._.cues.get("scope.correction", ())
        if each.end <= cue.start <= each.end + SOON
    ]
    if not said or not corrections:
        return each
    behind = [token.text for token in doc[corrections[0] : corrections[0] + SOON]]
    counted = any(numbers(word) for word in behind)
    units = [word for word in behind if word in UNITS and word != said[-1]]
    if counted or not units:
        return each
    return replace(each, per_week=scaled(each.per_week, UNITS[units[0]] / UNITS[said[-1]]))


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
        if parts[0] != "frequency" or parts[1] in ("weekdays", "firm", "rest"):
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
