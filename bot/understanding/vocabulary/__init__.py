"""The words of the understanding, as data."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
CATALOGUE = FOLDER.parents[2] / "regimen" / "catalogue.yml"


@functools.cache
def vocabulary(name: str) -> Any:
    """Return the content of one file of words, such as "frequency"."""
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))


@functools.cache
def products() -> dict[str, dict[str, Any]]:
    """Return the catalogue's products with the words that people use for each."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(CATALOGUE.read_text("utf-8"))["products"]
    return found
