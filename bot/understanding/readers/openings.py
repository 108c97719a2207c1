"""How a short answer opens, and what its words mean: what all readings of answers share."""

from __future__ import annotations

from spacy.tokens import Span

from bot.understanding.clauses import LEVELS, OPENER, cues_in
from bot.understanding.quantities import FILLERS, Frequency

START = 2  # words before which "no idea" opens an answer


def says(part: Span, meaning: str) -> bool:
    """Tell whether a part of a message has words of a meaning of vocabulary/answers.yml."""
    return bool(cues_in(part, f"answers.{meaning}"))


def frequencies(part: Span) -> list[Frequency]:
    """Return the frequencies that begin in a part of a message."""
    return [each for each in part.doc._.frequencies if part.start <= each.start < part.end]


def begins(part: Span) -> int:
    """Return where an answer begins, behind words that only lead in: "hmm let me think, ..."."""
    leads = _leads(part)
    told = {span.start for level in LEVELS for span in cues_in(part, level) if len(span) > 1}
    at = part.start
    while at < part.end and at not in told and (at in leads or part.doc[at].text in FILLERS):
        at = leads.get(at, at + 1)
    return min(at, part.end)


def _leads(part: Span) -> dict[int, int]:
    """Return where phrases that lead in start, with where they end."""
    leads = {span.start: span.end for span in cues_in(part, OPENER)}
    leads |= {span.start: span.end for span in cues_in(part, "scope.correction") if len(span) > 1}
    return leads


def opens(part: Span, meaning: str) -> bool:
    """Tell whether an answer begins with a meaning; "no idea" is no "no"."""
    start = begins(part)
    # "no idea", "actually no, five": a correction of more words than a bare "no"
    corrections = [
        span
        for span in cues_in(part, "scope.correction")
        if len(span) > 1 and any(token.is_alpha for token in part.doc[span.end :])
    ]
    no_answer = [*cues_in(part, "answers.no_none"), *corrections]
    if meaning in ("none", "no") and any(span.start < start + START for span in no_answer):
        return False
    spans = cues_in(part, f"answers.{meaning}")
    if meaning == "unsure" and start < part.end:
        return any(span.start <= start < span.end for span in spans)  # "hmm, five" is sure
    denies = any(span.start == start for span in cues_in(part, "answers.no"))
    if meaning == "yes" and denies and start > part.start:
        return False  # "haan never"
    leads = _leads(part) if start < part.end else {}
    led = {index for first, end in leads.items() for index in range(first, end)}
    return any(span.start <= start and span.start not in led for span in spans)
