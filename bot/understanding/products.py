"""Which products a message names, whether they are in use, how often and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.clauses import Clause, cue
from bot.understanding.frequency import DAY, Frequency
from bot.understanding.lexicon import Mention

# Words for a kind of product that only repeat the name before them: "glycolic toner", "retinol cream".
GENERIC = {
    "moisturiser",
    "toner",
    "essence",
    "cleanser",
    "exfoliant",
    "acid",
    "sheet_mask",
    "face_oil",
}
WASH = re.compile(r"^ ?(?:acid )?(?:face ?wash|cleanser|wash|cleansing|foaming)")
# What a frequency belongs to when no product stands in its clause.
ELSEWHERE = re.compile(
    r"\b(?:spf|sunscreen|sleep|slept|bed at|water|litres?|glass(?:es)?|smok\w*|stress\w*|drink|eat|reapply|top up"
    r"|cigs?|cigarettes?|shower|gym|work|period|wakes?|wake|nothing|rest of|tablets?|pills?|mg|food|milk|shakes?"
    r"|cut|facial|peel from|session|sessions|check|clinic|hours|neend|pani|red flag|blot|shiny|breaking)\b"
)
PRONOUN = re.compile(r"\b(?:it|that|them|this|those|one)\b")
BOTH = re.compile(r"\b(?:both|each of them|all of them|all|dono|ambos)\b")
LIST_JOINTS = {",", "and", "&", "+", "aur", "y", "plus", "/", "or"}
CLOSING_JOINTS = {"and", "&", "+", "aur", "y", "plus"}


@dataclass
class Item:
    """One product as it is being read."""

    id: str
    status: str | None = None
    per_week: Any = None
    when: str | None = None

    def take(self, frequency: Frequency, *, override: bool = True) -> None:
        """Add what a frequency says; later words win, but "at night" alone takes no number away."""
        if frequency.per_week is not None and (override or self.per_week is None):
            self.per_week = frequency.per_week
        if frequency.when and (override or self.when is None):
            self.when = frequency.when

    def as_fact(self) -> dict[str, Any]:
        """Return the product as contract/facts.md has it."""
        status = self.status or "current"
        uses = self.per_week
        if self.when == "both" and (uses is None or uses == DAY):
            uses = 2 * DAY
        fact: dict[str, Any] = {"id": self.id, "status": status}
        fact["per_week"] = 0 if status == "never" else None if status == "stopped" else _whole(uses)
        if self.when and status in ("current", "planned"):
            fact["when"] = self.when
        return fact


class ProductReader:
    """Reads one message's products, clause by clause."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        # items of a list that still waits for its frequency, and those that were spoken of last
        self._waiting: list[Item] = []
        self._last: list[Item] = []
        self._lead: list[Frequency] = []
        self._referent: str | None = None
        self._sentence = -1
        self._sentence_items: list[Item] = []
        self._status_of_list: str | None = None

    def read(
        self,
        clauses: Sequence[Clause],
        mentions: Sequence[Mention],
        said: Sequence[Frequency],
        text: str,
    ) -> list[dict[str, Any]]:
        """Return the products of a message in the form of facts."""
        named = _named(mentions, text)
        for clause in clauses:
            if clause.sentence != self._sentence:
                self._begin_sentence(clause)
            here = [mention for mention in named if clause.holds(mention.start)]
            if clause.other:
                self._last = []
                continue
            times = [each for each in said if clause.holds(each.start)]
            if cue("body").search(clause.text) and not cue("face").search(clause.text) and here:
                continue
            if clause.asks:
                if here:
                    self._referent = here[-1].id
                    self._last = []
                continue
            if here:
                self._name(clause, here, times, text)
            else:
                self._refer(clause, times)
        return [item.as_fact() for item in _merged(self._items)]

    def _begin_sentence(self, clause: Clause) -> None:
        self._sentence = clause.sentence
        self._waiting, self._lead = [], []
        self._sentence_items = []
        self._status_of_list = None

    def _name(
        self, clause: Clause, here: Sequence[Mention], times: Sequence[Frequency], text: str
    ) -> None:
        """A clause that names products."""
        status = _status(clause.text)
        items = []
        for index, mention in enumerate(here):
            item = Item(mention.id, status)
            before = text[max(clause.start, mention.start - 18) : mention.start]
            if cue("switched_from").search(before):
                item.status = "stopped"
            elif _denied(text[clause.start : mention.start], here[:index], clause):
                item.status = "never"
            items.append(item)
        joined = clause.joint in LIST_JOINTS
        if joined and status is None and self._status_of_list and _bare(clause, here):
            for item in items:
                item.status = item.status or self._status_of_list
        self._status_of_list = (
            items[-1].status if status or (joined and _bare(clause, here)) else None
        )
        if self._corrects(clause) and self._last and not any(each.per_week for each in self._last):
            for wrong in self._last:
                self._items.remove(wrong)
                self._sentence_items = [each for each in self._sentence_items if each is not wrong]
            self._waiting = []
        self._take_times(clause, here, items, times)
        self._items += items
        self._sentence_items += items
        self._last = items

    def _take_times(
        self,
        clause: Clause,
        here: Sequence[Mention],
        items: Sequence[Item],
        times: Sequence[Frequency],
    ) -> None:
        """Give each product its frequency: what follows it, or what stood before the list."""
        first = here[0].start
        ahead = [each for each in times if each.start < first]
        trailing = [each for each in times if each.start >= first]
        if ahead:
            self._lead = [each for each in ahead]
        for index, (mention, item) in enumerate(zip(here, items)):
            end = here[index + 1].start if index + 1 < len(here) else clause.end
            own = [each for each in trailing if mention.start <= each.start < end]
            for each in own:
                item.take(each)
            for each in self._lead:
                item.take(each, override=False)
        last_own = [each for each in trailing if each.start >= here[-1].start]
        if last_own:
            # "cleanser and toner twice a day": the frequency is everybody's on the list
            shared = [*items[:-1]] if len(items) > 1 else []
            if clause.joint in CLOSING_JOINTS:
                shared += self._waiting
            for item in shared:
                for each in last_own:
                    item.take(each, override=False)
            self._waiting = []
        elif any(item.per_week is None for item in items):
            self._waiting = [*(self._waiting if clause.joint in LIST_JOINTS else []), *items]

    def _refer(self, clause: Clause, times: Sequence[Frequency]) -> None:
        """A clause without a product: it may say more of the last one."""
        status = _status(clause.text)
        if not self._last and self._referent and PRONOUN.search(clause.text) and (times or status):
            self._last = [Item(self._referent)]
            self._items += self._last
        if clause.joint == ":" and not self._last:
            pass
        targets = self._last
        if BOTH.search(clause.text) and times:
            targets = self._items
        elif self._waiting and targets and targets[-1] in self._waiting:
            targets = self._waiting
        if ELSEWHERE.search(clause.text) and not self._corrects(clause):
            if not PRONOUN.search(clause.text) or not status:
                self._hold_lead(clause, times)
                return
        if not targets:
            self._hold_lead(clause, times)
            return
        follows = clause.joint != ":" and not _heads(clause, times)
        if times and follows:
            for item in targets:
                for each in times:
                    item.take(each, override=each.per_week is not None or self._corrects(clause))
            self._waiting = []
        elif times:
            self._hold_lead(clause, times)
        if status:
            for item in targets:
                if not (status == "never" and item.status == "planned"):
                    if not (status == "current" and item.status is None):
                        item.status = None if status == "current" else status

    def _hold_lead(self, clause: Clause, times: Sequence[Frequency]) -> None:
        """A frequency before its list: "every morning: cleanser, vitamin C"."""
        if times and not ELSEWHERE.search(clause.text):
            self._lead = list(times)
            self._waiting = []

    def _corrects(self, clause: Clause) -> bool:
        return bool(re.match(rf"\s*{cue('correction').pattern}", clause.text)) or bool(
            re.search(
                r"\b(?:more like|i mean|now im down to|now down to|thats a lie)\b", clause.text
            )
        )


def _heads(clause: Clause, times: Sequence[Frequency]) -> bool:
    """The clause is only a part of the day that opens a list: "nights: ..."."""
    rest = clause.text
    for each in times:
        rest = rest.replace(clause.text[each.start - clause.start : each.end - clause.start], "")
    return (
        clause.joint == "."
        and not rest.strip(" ,i")
        and all(each.per_week in (None, DAY) for each in times)
    )


def _status(said: str) -> str | None:
    """Return what a clause says of being in use, or None where it says nothing."""
    if cue("status.planned").search(said):
        return "planned"
    if cue("status.stopped").search(said):
        return "stopped"
    if cue("status.never").search(said):
        return "never"
    if cue("status.current").search(said):
        return "current"
    return None


def _denied(before: str, earlier: Sequence[Mention], clause: Clause) -> bool:
    """Tell whether "no", "without" stand right before a product."""
    if re.search(r"\b(?:no|without|not|nor|never|sin|zero)\b(?: \w+){0,2} ?$", before):
        return not re.search(
            r"\b(?:no idea|not sure|no wait|not only|no issues?|no problem|not just|not too)\b",
            before,
        )
    return False


def _bare(clause: Clause, here: Sequence[Mention]) -> bool:
    """The clause is hardly more than the product's name, so it continues a list."""
    return len(clause.text) - sum(each.end - each.start for each in here) <= 12


def _named(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Return the products named, without words that only repeat the kind of the one before."""
    found: list[Mention] = []
    products = [mention for mention in mentions if mention.kind == "products"]
    for mention in products:
        previous = found[-1] if found else None
        between = text[previous.end : mention.start] if previous else "-"
        if (
            previous
            and mention.id in GENERIC
            and between.strip(" -") == ""
            and previous.id != mention.id
        ):
            if previous.id in ("salicylic_acid",) and mention.id == "cleanser":
                found[-1] = Mention(
                    previous.start, mention.end, "products", "salicylic_acid_cleanser"
                )
            continue
        if (
            previous
            and previous.id in GENERIC
            and between.strip(" -") == ""
            and previous.id in ("acid", "exfoliant")
            and mention.id not in GENERIC
        ):
            found[-1] = mention
            continue
        if mention.id == "salicylic_acid" and WASH.match(text[mention.end : mention.end + 14]):
            mention = Mention(mention.start, mention.end, "products", "salicylic_acid_cleanser")
        found.append(mention)
    return found


def _merged(items: Sequence[Item]) -> list[Item]:
    """Return one item a product: the later status and frequency win."""
    merged: dict[str, Item] = {}
    for item in items:
        known = merged.get(item.id)
        if known is None:
            merged[item.id] = item
            continue
        if item.status:
            known.status = None if item.status == "current" else item.status
        known.per_week = known.per_week if item.per_week is None else item.per_week
        known.when = item.when or known.when
    return list(merged.values())


def _whole(uses: Any) -> Any:
    if isinstance(uses, list):
        return [_whole(each) for each in uses]
    return int(uses) if uses is not None and uses == int(uses) else uses
