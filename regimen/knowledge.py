"""The package's knowledge files, read once: the catalogue, the vocabulary, the groups."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent


@functools.cache
def load(name: str) -> Any:
    """Return the content of a knowledge file, such as "warnings"."""
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))


@functools.cache
def products() -> dict[str, dict[str, Any]]:
    """Return every product that Dewy knows, with its class and weight."""
    found: dict[str, dict[str, Any]] = load("catalogue")["products"]
    return found


def product_name(identifier: str) -> str:
    """Return what a patient calls a product."""
    return str(products()[identifier].get("name", identifier.replace("_", " ")))


@functools.cache
def weights() -> dict[str, float]:
    """Return the weight of each exfoliant in the exfoliation load."""
    return {name: product["weight"] for name, product in products().items() if "weight" in product}


@functools.cache
def vocabulary(name: str) -> frozenset[str]:
    """Return the identifiers that a key may use."""
    return frozenset(load("vocabulary")[name])


@functools.cache
def members(name: str) -> frozenset[str]:
    """Return the identifiers that a name stands for: a group, a class of products, or itself.

    Groups are in groups.yml and may name classes and other groups; an identifier after "-" is left
    out of the group.
    """
    groups: dict[str, list[str]] = load("groups")
    if name in groups:
        parts = [str(part) for part in groups[name]]
        found = frozenset().union(*(members(part) for part in parts if part[0] != "-"))
        return found - {part[1:] for part in parts if part[0] == "-"}
    if name == "exfoliant_any":
        return frozenset(weights())
    of_class = frozenset(
        each for each, product in products().items() if product["class"] == name[6:]
    )
    return of_class if name.startswith("class_") else frozenset([name])
