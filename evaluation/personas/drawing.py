"""Draws patients: facts from an archetype with random variation, a style, and what they will do."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import regimen
from evaluation.personas.data import load, wordings
from evaluation.personas.writing import Style

Facts = dict[str, Any]

# Keys that hold a list of items with an id.
ITEMS: Final = ("products", "medications", "procedures")
# What a patient may get wrong at first, with the choices of `everyone`.
CORRECTABLE: Final = ("sleep_hours", "spf_use", "water_litres", "stress")
# How often patients correct themselves, and put a question or a greeting in between.
CORRECTS: Final = 0.3
INTERRUPTS: Final = 0.25
# The turns in which an interruption may come: after consent and the opening.
EARLIEST, LATEST = 3, 8
# Safety and what a plan is made for are always told.
ALWAYS_TOLD: Final = frozenset({"concerns", "products", "pregnancy", "medications", "red_flags"})


@dataclass(frozen=True)
class Persona:
    """A simulated patient."""

    name: str
    seed: int
    archetype: str
    style: Style
    # What is true of them and what they will tell when asked; other keys they do not know.
    facts: Facts
    # What they say at first of what they correct later.
    wrong: Facts = field(default_factory=dict)
    opening: str = "little"
    # The turn of an interruption -> `question` or `greeting`.
    interruptions: Mapping[int, str] = field(default_factory=dict)
    # An alarming report with all that its words state.
    alarm: Mapping[str, Any] | None = None


def personas(count: int, seed: int = 1) -> list[Persona]:
    """Return so many patients, the same for the same seed; archetypes and styles take turns."""
    rng = random.Random(seed)  # noqa: S311  # a test tool: it must repeat, not be secret
    archetypes = load("archetypes")["archetypes"]
    styles = list(load("styles")["styles"])
    kinds = [name for name, entry in archetypes.items() for _ in range(entry.get("weight", 1))]
    rng.shuffle(kinds)
    return [
        _persona(number, kinds[number % len(kinds)], styles[number % len(styles)], rng)
        for number in range(count)
    ]


def persona_of(archetype: str, style: str, seed: int) -> Persona:
    """Return one patient of an archetype and a style, the same one for the same seed."""
    rng = random.Random(seed)  # noqa: S311  # a test tool: it must repeat, not be secret
    return _persona(seed, archetype, style, rng)


def _persona(number: int, archetype: str, style_name: str, rng: random.Random) -> Persona:
    style = Style(name=style_name, **load("styles")["styles"][style_name])
    source = load("archetypes")["everyone"] | load("archetypes")["archetypes"][archetype]
    facts = {key: _drawn(key, value, rng) for key, value in source.items() if key != "weight"}
    facts = {
        key: value
        for key, value in facts.items()
        if key in ALWAYS_TOLD or key in archetype_keys(archetype) or rng.random() >= style.unsure
    }
    if facts.get("goals") == []:
        del facts["goals"]
    alarm = None
    if flags := facts.pop("red_flags", None):
        alarm = rng.choice(wordings()["red_flags"][flags[0]])
        if "symptoms" in alarm["facts"]:
            facts.pop("symptoms", None)
        facts = regimen.merge(facts, alarm["facts"])
    interruptions = {
        rng.randint(EARLIEST, LATEST): kind
        for kind in ("question", "greeting")
        if rng.random() < INTERRUPTS
    }
    return Persona(
        name=f"{number:03} {archetype}, {style_name}",
        seed=rng.randrange(2**32),
        archetype=archetype,
        style=style,
        facts=facts,
        wrong=_wrong(facts, rng) if rng.random() < CORRECTS else {},
        opening=rng.choice(list(style.opening)),
        interruptions=interruptions,
        alarm=alarm,
    )


def archetype_keys(archetype: str) -> frozenset[str]:
    """Return the facts that make an archetype what it is."""
    return frozenset(load("archetypes")["archetypes"][archetype]) - {"weight"}


def _drawn(key: str, source: Any, rng: random.Random) -> Any:
    if key in ITEMS:
        items = [_item(key, each, rng) for each in source if rng.random() < each.get("chance", 1)]
        return list({item["id"]: item for item in items}.values())
    if key == "event":
        return {"id": rng.choice(source["id"]), "days": rng.choice(source["days"])}
    if isinstance(source, Mapping) and "of" in source:
        least, most = source["pick"]
        return rng.sample(source["of"], rng.randint(least, most))
    if isinstance(source, Mapping):
        return rng.randint(source["from"], source["to"])
    return rng.choice(source) if source else []


def _item(key: str, source: Mapping[str, Any], rng: random.Random) -> dict[str, Any]:
    item = {"id": rng.choice(source["id"]), "status": rng.choice(source.get("status", ["current"]))}
    if key == "products" and item["status"] == "current":
        item |= _frequency(rng.choice(source["per_week"]), source.get("when"), rng)
    if key == "procedures" and item["status"] == "done":
        item["weeks_ago"] = rng.choice(source["weeks_ago"])
    return item


def _frequency(
    per_week: Any, times: Sequence[str | None] | None, rng: random.Random
) -> dict[str, Any]:
    """Return a frequency that can be put in words, with a time of day where the words have one."""
    fitting = [
        {name: entry[name] for name in ("per_week", "when") if name in entry}
        for entry in wordings()["products"]["often"]
        if entry["per_week"] == per_week and (not times or entry.get("when") in times)
    ]
    return rng.choice(fitting)


def _wrong(facts: Facts, rng: random.Random) -> Facts:
    """Return one fact as it is said at first, to be corrected later; nothing where none can be."""
    known = [key for key in CORRECTABLE if key in facts]
    used = [item for item in facts["products"] if item["status"] == "current"]
    if used and (not known or rng.random() < 1 / 2):
        item = rng.choice(used)
        others = [each for each in (1, 2, 5, 7) if each != item["per_week"]]
        corrected = {name: value for name, value in item.items() if name != "when"}
        # a time of day is said once: the correction is of the frequency alone
        item.clear()
        item.update(corrected | _frequency(corrected["per_week"], [None], rng))
        return {"products": [item | {"per_week": rng.choice(others)}]}
    if not known:
        return {}
    key = rng.choice(known)
    others = [each for each in load("archetypes")["everyone"][key] if each != facts[key]]
    return {key: rng.choice([each for each in others if not isinstance(each, list)])}
