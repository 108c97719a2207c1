"""What was done at a clinic, is booked or wished for, with its date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc, Span

from bot.understanding.clauses import Clause, joints
from bot.understanding.dates import length_in_weeks, weeks_ago
from bot.understanding.scope import is_supposed

# Words that name a treatment only where the clause says what is with it: "a peel", "facial".
VAGUE = {
    *("a peel", "the peel", "my peel", "peels", "peel", "facial", "a facial", "facials", "thread"),
    *("wax", "led", "halo", "rf", "pico", "diode", "laser", "lasers", "clean up", "cleanup", "prp"),
}
SHORT = 4  # words of a date that corrects one: "no, more like six weeks"
NO = {"no", "nope", "nah", "wait", "sorry", "oops"}
DONE = {"got", "done"}  # "got my brows done on Sunday"
PAST = {"waxed", "threaded", "lasered", "microneedled", "bleached"}  # "waxed my chin on monday"
NEVER = {"no", "nope", "nah", "never", "none", "nunca", "nahi", "neither"}
EVERYTHING = {"both", "all", "dono", "ambos"}


def read_treatments(doc: Doc) -> list[dict[str, Any]]:
    """Return the procedures that the patient had, has booked or wants."""
    return _Reading().read(doc)


class _Reading:
    """One message's procedures, clause by clause."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Any]] = {}
        self._last: list[str] = []  # of the sentence being read
        self._waiting: list[str] = []  # named without a status, in the sentence being read
        self._status: str | None = None  # of the clause before
        self._corrects = False  # the clause takes back what was said before
        self._sentence = -1

    def read(self, doc: Doc) -> list[dict[str, Any]]:
        before_no = False
        for clause in doc._.clauses:
            if clause.sentence != self._sentence:
                self._sentence, self._status, self._waiting = clause.sentence, None, []
            if clause.other or (clause.asks and not _tells(clause)) or _is_answered_no(clause):
                continue
            self._corrects = clause.has("scope.correction") or (before_no and not clause.names)
            weeks = weeks_ago(clause.cues)
            if weeks is None and clause.joint == "since":
                weeks = _length_before(clause)  # "2 months since my last laser"
            if weeks is None and self._corrects and clause.end - clause.start <= SHORT:
                weeks = length_in_weeks(clause.cues)
            status = status_of(clause, weeks)
            before_no = clause.has("scope.correction") or set(clause.words()) <= NO
            named = clause.named("procedures")
            if named:
                self._name(clause, named, status, weeks)
            else:
                self._refer(clause, status, weeks)
            self._status = status or self._status
        return list(self._found.values())

    def _name(
        self, clause: Clause, named: Sequence[Span], status: str | None, weeks: float | None
    ) -> None:
        if status is None and clause.joint in joints("list"):
            status = self._status
        if status is None and _is_exception(clause, named[0]):
            status = "done"
        if status and clause.joint in joints("closing"):
            for identifier in self._waiting:
                self._add(identifier, status, weeks)
            self._waiting = []
        for name in named:
            if _is_unwanted(clause, name) or is_supposed(name):
                continue
            if clause.has("status.priced") and weeks is None:
                continue
            if status is None:
                self._waiting.append(name.kb_id_)
                if name.text in VAGUE or not _tells_elsewhere(clause):
                    continue
            self._add(name.kb_id_, status or "done", weeks)

    def _refer(self, clause: Clause, status: str | None, weeks: float | None) -> None:
        """A clause without a name: it may say the status or the date of what was named before."""
        if self._waiting and status and clause.joint != ".":
            for identifier in self._waiting:
                self._add(identifier, status, weeks)
        elif weeks is not None and self._last and not clause.has("context.elsewhere_dated"):
            done = [each for each in self._last if self._found[each]["status"] == "done"]
            everything = EVERYTHING & set(clause.words())
            for identifier in done if everything else done[-1:]:
                # a date that is told stands, unless it is taken back: "no, six weeks"
                if self._corrects or "weeks_ago" not in self._found[identifier]:
                    self._found[identifier]["weeks_ago"] = weeks

    def _add(self, identifier: str, status: str, weeks: float | None) -> None:
        entry: dict[str, Any] = {"id": identifier, "status": status}
        if status == "done" and weeks is not None:
            entry["weeks_ago"] = weeks
        # "dermapen 5 weeks ago, my first microneedling": what only names it again dates it no less
        known = self._found.get(identifier, {})
        if known.get("status") == status == "done" and not self._corrects:
            entry = {**known, **entry}
        self._found[identifier] = entry
        self._last.append(identifier)


def status_of(clause: Clause, weeks: float | None) -> str | None:
    """Return whether a clause tells of something done, booked or wished for."""
    words = clause.words()
    told = DONE.issubset(words) or (clause.joint, words[0]) == ("since", "my")
    told = told or (bool(PAST & set(words)) and not clause.has("status.wanted"))
    if (weeks is not None or told) and not clause.has("status.booked"):
        return "done"
    if clause.has("status.booked"):
        return "booked"
    if clause.has("status.wanted") and not clause.has("context.was_had"):
        return "wanted"
    if clause.has("status.when_booked") and not clause.has("context.was_had"):
        return "booked"
    return "done" if clause.has("status.done") else None


def _length_before(clause: Clause) -> float | None:
    """Return the length of time that the clause before only says, in weeks."""
    before = [each for each in clause.whole.clauses if each.end <= clause.start]
    alone = bool(before) and not before[-1].names
    return length_in_weeks(before[-1].cues) if alone else None


def _is_answered_no(clause: Clause) -> bool:
    """Tell whether a treatment is only named, and denied in the next breath: "Botox? never"."""
    doc = clause.doc
    named = clause.named("procedures")
    alone = bool(named) and named[0].start == clause.start and named[-1].end == clause.end
    return (
        alone
        and doc[clause.end : clause.end + 1].text == "?"
        and (doc[clause.end + 1 : clause.end + 2].text in NEVER)
    )


def _tells(clause: Clause) -> bool:
    """Tell whether a question also says what the patient wishes for or has booked."""
    return clause.has("status.booked") or (_wishes(clause) and not clause.has("status.priced"))


def _wishes(clause: Clause) -> bool:
    """Tell whether a clause says "I want ...", or "my" right before a treatment."""
    named = {name.start for name in clause.named("procedures")}
    return any(
        cue.text != "my" or cue.end in named for cue in clause.cues.get("context.wishes", ())
    )


def _tells_elsewhere(clause: Clause) -> bool:
    return any(other.has("status.done", "time.ago") for other in clause.doc._.clauses)


def _is_unwanted(clause: Clause, name: Span) -> bool:
    if _is_exception(clause, name):
        return False
    return any(cue.start < name.start for cue in clause.cues.get("status.not_wanted", ()))


def _is_exception(clause: Clause, name: Span) -> bool:
    """Tell whether a name is what a denial leaves out: "no treatments except a peel"."""
    return clause.joint == "except" or any(
        cue.end <= name.start for cue in clause.cues.get("context.exception", ())
    )
