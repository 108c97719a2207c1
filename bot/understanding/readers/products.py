"""Which products a message names, whether they are in use, how often and when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from spacy.tokens import Doc, Span

from bot.understanding.clauses import Clause, joints
from bot.understanding.quantities import DAY, Frequency
from bot.understanding.readers.openings import opens
from bot.understanding.readers.product_items import Item, change_status, merged
from bot.understanding.readers.product_names import named_in, products_in
from bot.understanding.scope import is_denied

STATUSES = ("planned", "stopped", "never", "current")
OPENS = {".", "and", "aur", "y"}  # joints behind which a frequency may lead on to a product
SEQUENCE = {"then", "phir"}  # joints of the steps of one routine
BARE = 3  # words beside the names in a clause that only goes on with a list
PRONOUNS = {"it", "that", "them", "this", "those", "these", "usko", "isko", "lo", "la"}
EVERYTHING = {"both", "all", "dono", "ambos"}
CHANGES = {"to", "now"}  # words that lead to a new frequency
CLOSE = 2  # words between them
BEGINS = {"start", "starting", "begin", "beginning"}
TO_COME = ("time.ahead.0", "time.ahead.1")  # today, tomorrow
BODY = ("context.body", "other_senses.body_product")
# "gave retinol up", "cut sugar out"
SPLIT_VERBS = {
    "gave",
    "give",
    "giving",
    "given",
    "cut",
    "threw",
    "thrown",
    "phased",
    "packed",
    "put",
}
PARTICLES = {"up", "out", "away"}
# A clause that names one of these tells of it, and not of the product before.
OTHER_KINDS = {"diet", "medications", "procedures", "events"}


def read_products(doc: Doc, asked: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return the products of a message in the form of facts."""
    return _Reading("products" in asked).read(doc)


class _Reading:
    """One message's products, clause by clause."""

    def __init__(self, asked: bool) -> None:
        self._asked = asked
        self._items: list[Item] = []
        self._last: list[Item] = []  # those that were spoken of last
        self._waiting: list[Item] = []  # members of a list that still waits for its frequency
        self._lead: list[Frequency] = []  # a frequency that stood before its list
        self._is_header = False  # it is the title of a list: "every morning: ..."
        self._is_led = False  # a product has followed it already
        self._lead_is_told = False  # it stood in a clause with a verb: "every night I use ..."
        self._list_status: str | None = None
        self._asked_about: list[str] = []  # named in a question, so "it" may mean the last
        self._topic = False  # a product was only named, with a question mark: "retinol? never"
        self._corrected = False  # "no, wait" was the clause before
        self._is_aside = False  # it spoke of something else
        self._sentence = -1

    def read(self, doc: Doc) -> list[dict[str, Any]]:
        for clause in doc._.clauses:
            if clause.sentence != self._sentence:
                self._sentence = clause.sentence
                self._waiting, self._lead, self._list_status = [], [], None
                self._is_header = False
            named = products_in(clause, asked=self._asked)
            if clause.answers:
                continue
            if clause.other:
                self._last = []
            elif clause.asks:
                if named:
                    self._ask_about(clause, named)
            elif named:
                if clause.has("context.face") or not clause.has(*BODY):
                    self._name(clause, named)
            else:
                self._refer(clause)
        return [item.as_fact() for item in merged(self._items)]

    def _ask_about(self, clause: Clause, named: Sequence[Span]) -> None:
        """A question names products, so that "both" or "it" behind it may mean these."""
        earlier = self._asked_about if clause.joint != "." else []
        self._asked_about = [*earlier, *(each.kb_id_ for each in named)]
        self._last = []

    def _name(self, clause: Clause, named: Sequence[Span]) -> None:
        """A clause that names products."""
        status = status_of(clause)
        if status == "stopped" and _is_changed(clause, named):
            status = "current"
        continues = clause.joint in joints("list") and _is_bare(clause, named)
        if (
            status is None
            and continues
            and not (self._list_status == "never" and _stands_alone(clause))
        ):
            status = self._list_status
        self._list_status = status
        items = [Item(name.kb_id_, _own_status(clause, name) or status) for name in named]
        corrects = clause.has("scope.correction") or self._corrected
        self._corrected = False
        if corrects and self._last and not any(i.per_week or i.status for i in self._last):
            self._items = [item for item in self._items if item not in self._last]
            self._waiting = []
        self._take_frequencies(clause, named, items)
        self._topic = _is_topic(clause, named)
        self._items += items
        self._last, self._is_aside = items, False

    def _take_frequencies(
        self, clause: Clause, named: Sequence[Span], items: Sequence[Item]
    ) -> None:
        """Give each product its frequency: what follows it, or what stood before the list."""
        says_so = _has_verb(clause, named)
        ahead = self._lead_in(clause, named, says_so=says_so)
        ends = [*(name.start for name in named[1:]), clause.end]
        last_own: list[Frequency] = []
        for name, item, end in zip(named, items, ends, strict=True):
            last_own = [each for each in clause.frequencies if name.start <= each.start < end]
            for each in last_own:
                item.take(each)
            # one that stood in a sentence of its own is not said of what has another
            told_apart = bool(last_own) and self._lead_is_told and not ahead
            if item.status in (None, "current") and not told_apart:
                for each in self._lead:
                    item.take(each, override=False, leads=True)
        if ahead:
            self._lead_is_told = says_so
        if last_own:
            # "cleanser and toner twice a day": the frequency is everybody's on the list
            shared = [*items[:-1]]
            if clause.joint in joints("closing") and not says_so:
                shared += self._waiting
            for item in shared:
                for each in last_own:
                    item.take(each, override=False)
            self._waiting = []
        elif any(item.per_week is None for item in items):
            goes_on = clause.joint in joints("list")
            self._waiting = [*(self._waiting if goes_on else []), *items]

    def _lead_in(self, clause: Clause, named: Sequence[Span], *, says_so: bool) -> bool:
        """Keep or drop the frequency that leads; tell whether the clause itself has one ahead."""
        ahead = [each for each in clause.frequencies if each.start < named[0].start]
        if ahead:
            self._lead, self._is_header = ahead, False
        elif clause.joint == ":":
            self._is_header = True
        elif says_so and self._is_led and not self._is_header and clause.joint not in SEQUENCE:
            self._lead = []  # "daily I use a toner, and I have a mask": the mask is not daily
        self._is_led = True
        return bool(ahead)

    def _refer(self, clause: Clause) -> None:
        """A clause without a product: it may say more of the last one."""
        status, times = self._status(clause), clause.frequencies
        if clause.has("context.nothing_else") and not times:
            return
        self._turn_to(clause)
        if status == "current" and not times and clause.named("symptoms"):
            status = None  # "and now it is red": the skin is meant
        words = set(clause.words()) - _courtesies(clause)
        corrects = clause.has("scope.correction") or (self._corrected and bool(times))
        self._corrected = corrects and not times and not status
        meant = (PRONOUNS | EVERYTHING) & words or clause.has("status.current")
        if self._asked_about and not self._items and meant and (times or status):
            everything = EVERYTHING & words
            self._last = [Item(each) for each in self._asked_about[0 if everything else -1 :]]
            self._items += self._last
        targets = self._meant(clause, says_more=bool(times or status))
        elsewhere = _is_elsewhere(clause, corrects=corrects)
        if clause.named("medications"):
            self._last, self._waiting = [], []
        if elsewhere and _is_title(clause):
            self._begin_list(times)
            self._is_header = True
            return
        if elsewhere and not (PRONOUNS & words and status):
            self._lead, self._is_aside = [], True
            return
        counted = any(each.per_week is not None for each in times)
        known = counted and bool(targets) and all(i.per_week is not None for i in targets)
        # "and twice a day I use ..." leads on as well
        known = known or (counted and clause.joint in OPENS)
        if known and not corrects and _leads_on(clause):
            self._begin_list(times)
            return
        if times and (not targets or clause.joint == ":" or _opens_a_list(clause)):
            self._begin_list(times)
            return
        past = clause.has("context.before_now")
        keeps = past or (self._is_aside and not corrects)
        if past and times and known:
            return  # "it used to be nightly": the frequency is over, not the product
        for item in targets:
            for each in times:
                item.take(each, override=not keeps and (each.per_week is not None or corrects))
            change_status(item, status)
        if times:
            self._waiting = []

    def _turn_to(self, clause: Clause) -> None:
        """Turn to all that was listed ("in that order"), or from what is for the body only."""
        if clause.has("context.in_order"):
            self._last = [item for item in self._items if item.per_week is None]
        if _is_of_the_body(clause):
            self._items = [item for item in self._items if item not in self._last]
            self._last = []

    def _status(self, clause: Clause) -> str | None:
        """Return what a clause without a product says of use: "never" behind "retinol?"."""
        status = status_of(clause)
        denied = self._topic and not clause.frequencies and _denies(clause)
        self._topic = False
        return "never" if status is None and denied else status

    def _meant(self, clause: Clause, *, says_more: bool) -> list[Item]:
        """Return the products that a clause without a name speaks of."""
        if EVERYTHING & set(clause.words()) and says_more:
            return self._items
        if clause.joint == "(":
            return self._last[-1:]
        if self._waiting and self._last and self._last[-1] in self._waiting:
            return self._waiting
        return self._last

    def _begin_list(self, times: Sequence[Frequency]) -> None:
        """Keep a frequency for the products that follow it."""
        self._lead, self._waiting = list(times), []
        self._is_led = self._lead_is_told = False


def status_of(clause: Clause) -> str | None:
    """Return what a clause says of being in use, or None where it says nothing."""
    found = next((each for each in STATUSES if clause.has(f"status.{each}")), None)
    if found is None and clause.has("status.when_booked", *TO_COME):
        begins = clause.cues.get("context.begins", ())
        if any(cue.text in BEGINS for cue in begins):
            return "planned"  # "starting tret tonight"
    return found


def _courtesies(clause: Clause) -> set[str]:
    """Return the words that point at the message itself: "hope that helps"."""
    return {token.text for span in clause.cues.get("context.courtesy", ()) for token in span}


def _own_status(clause: Clause, name: Span) -> str | None:
    """Return the status that the words right before one product give to it alone."""
    for cue in clause.cues.get("status.switched_from", ()):
        if name.start - 1 <= cue.end <= name.start:
            # "thinking of swapping glycolic for mandelic": it is in use still
            planned = any(plan.start < cue.start for plan in clause.cues.get("status.planned", ()))
            return "current" if planned else "stopped"
    if name.end == clause.end - 1 and name.doc[name.end].text == "never":
        return "never"
    around = [token.text for token in name.doc[max(0, name.start - 1) : name.end + 1]]
    if around[0] in SPLIT_VERBS and around[-1] in PARTICLES and name.end < clause.end:
        return "stopped"
    if around[0] == "from" and around[-1] == "to":
        return "stopped"
    return (
        "never" if is_denied(name) and not clause.has("status.stopped", "status.planned") else None
    )


def _is_of_the_body(clause: Clause) -> bool:
    """Tell whether a clause only says that the face is left out: "body only", "just my legs"."""
    short = clause.end - clause.start <= BARE + 1 and not clause.frequencies
    return short and clause.has("context.body") and not clause.has("context.face")


def _is_elsewhere(clause: Clause, *, corrects: bool) -> bool:
    """Tell whether a clause without a product speaks of something else than the one before."""
    if (clause.has("context.elsewhere", "sun.care") and not corrects) or clause.kinds & OTHER_KINDS:
        return True
    symptoms = clause.named("symptoms") and clause.frequencies
    return bool(symptoms) and not PRONOUNS & set(clause.words())


def _is_title(clause: Clause) -> bool:
    """The clause begins the list of a part of the day: "morning is water, ..."."""
    return any(clause.doc[each.end - 1].nbor().text == "is" for each in _within(clause))


def _within(clause: Clause) -> list[Frequency]:
    """Return the frequencies that end before their clause does."""
    return [each for each in clause.frequencies if each.end < clause.end]


def _opens_a_list(clause: Clause) -> bool:
    """The clause is only a part of the day that opens a list: "nights: ..."."""
    timed = sum(each.end - each.start for each in clause.frequencies)
    alone = clause.joint == "." and clause.end - clause.start - timed <= 1
    titles = clause.doc[clause.end : clause.end + 1].text == ":"  # "weekly: a clay mask"
    return alone and (titles or all(e.per_week in (None, DAY) for e in clause.frequencies))


def _leads_on(clause: Clause) -> bool:
    """Tell whether a bare frequency is of the product behind it: "twice a day, at 7 I use ..."."""
    timed = sum(each.end - each.start for each in clause.frequencies)
    if clause.end - clause.start > timed:
        return False
    later = [each for each in clause.whole.clauses if each.start > clause.start]
    following = next((each for each in later if each.end - each.start > BARE), None)
    named = named_in(following) if following else []
    if following is None or not named or not _has_verb(following, named):
        return False
    return not any(each.start > named[0].start for each in following.frequencies)


def _stands_alone(clause: Clause) -> bool:
    """Tell whether a clause is more than the next member of a list of what is not used."""
    return bool(clause.frequencies) or clause.has("scope.ends")


def _is_bare(clause: Clause, named: Sequence[Span]) -> bool:
    """The clause is hardly more than the products' names."""
    return clause.end - clause.start - sum(each.end - each.start for each in named) <= BARE


def _is_topic(clause: Clause, named: Sequence[Span]) -> bool:
    """Tell whether a clause is a product's name with a question mark: "clay masks?"."""
    asks = clause.end < len(clause.doc) and clause.doc[clause.end].text == "?"
    return asks and clause.end - clause.start <= named[-1].end - named[0].start + 1


def _denies(clause: Clause) -> bool:
    """Tell whether a clause begins with a "no"."""
    return opens(clause.doc[clause.start : clause.end], "no")


def _is_changed(clause: Clause, named: Sequence[Span]) -> bool:
    """Tell whether only the frequency ended: "dropped my BHA to twice weekly", "now weekly"."""
    return any(
        each.per_week is not None
        and not CHANGES.isdisjoint(t.text for t in clause.doc[named[0].end : each.start][-CLOSE:])
        for each in clause.frequencies
    )


def _has_verb(clause: Clause, named: Sequence[Span]) -> bool:
    """Tell whether a clause says by itself that its products are used: "I have a toner"."""
    return any(cue.end <= named[0].start for cue in clause.cues.get("context.uses", ()))
