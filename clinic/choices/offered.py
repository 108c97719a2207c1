"""What can be chosen at the console: `offered.yml` has the words, the settings have the bounds."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from clinic import describe
from clinic.choices.checked import TUNING
from clinic.setting_kinds import COLOUR
from clinic.settings import Settings
from regimen.tuning import bounds, usual

FILE: Final = Path(__file__).with_name("offered.yml")

Kind = Literal["text", "number", "list", "switch", "choice", "colour"]
# of JSON schema's types
KINDS: Final[dict[str, Kind]] = {
    "integer": "number",
    "number": "number",
    "array": "list",
    "boolean": "switch",
    "string": "text",
}


@dataclass(frozen=True)
class Offer:
    """A setting that can be chosen."""

    name: str
    title: str
    text: str
    kind: Kind
    # whether it may be none
    is_optional: bool = False
    is_whole: bool = False
    least: float | None = None
    most: float | None = None
    # characters
    longest: int | None = None
    # each with what it is called
    options: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    @property
    def bounds(self) -> str:
        """What may be chosen: "1 to 3650 days"."""
        if self.least is None or self.most is None:
            return f"Up to {self.longest} characters" if self.longest else ""
        return f"{self.least:g} to {self.most:g} {self.unit}".rstrip()


@dataclass(frozen=True)
class Section:
    """Settings that are chosen together."""

    id: str
    title: str
    text: str
    offers: Sequence[Offer]


@functools.cache
def sections() -> Sequence[Section]:
    """Return all that can be chosen, in the order in which it is shown."""
    schema = Settings.model_json_schema(by_alias=False)["properties"]
    return tuple(
        Section(
            each["id"],
            each["title"],
            each["text"],
            tuple(_offers(each.get("settings", {}), schema)) + tuple(_tuning(each.get(TUNING, {}))),
        )
        for each in yaml.safe_load(FILE.read_text("utf-8"))
    )


def _offers(words: dict[str, Any], schema: dict[str, Any]) -> Iterator[Offer]:
    for name, entry in words.items():
        kinds = schema[name].get("anyOf", [schema[name]])
        of_value = next(each for each in kinds if each.get("type") != "null")
        items = of_value.get("items", of_value)
        yield Offer(
            name=name,
            title=entry["title"],
            text=entry.get("text", ""),
            kind=_kind(of_value),
            is_optional=len(kinds) > 1,
            is_whole=items.get("type") == "integer",
            least=items.get("minimum"),
            most=items.get("maximum"),
            longest=of_value.get("maxLength"),
            options={each: entry["options"][each] for each in of_value.get("enum", ())},
            unit=entry.get("unit", ""),
        )


def _kind(of_value: dict[str, Any]) -> Kind:
    if "enum" in of_value:
        return "choice"
    return "colour" if of_value.get("format") == COLOUR else KINDS[of_value["type"]]


def _tuning(words: dict[str, Any]) -> Iterator[Offer]:
    """Return what tunes the exfoliation load, each value of a table an offer of its own."""
    if not words:
        return
    for name in usual():
        table, _, part = name.partition(".")
        entry, (least, most) = words[table], bounds()[table]
        called = describe.name(part) if table == "weights" else part
        yield Offer(
            name=f"{TUNING}.{name}",
            title=entry["title"].format(name=called),
            text=entry.get("text", ""),
            kind="number",
            least=least,
            most=most,
            unit=entry.get("unit", ""),
        )
