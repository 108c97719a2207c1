"""Reads the personas' data, once."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent


@functools.cache
def load(name: str) -> dict[str, Any]:
    """Return what stands in `name.yml`."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return loaded


@functools.cache
def wordings() -> dict[str, Any]:
    """Return how each key of the facts is put."""
    entries: dict[str, Any] = {"products": load("wording/products")}
    for name in ("skin", "health", "life"):
        entries |= load(f"wording/{name}")
    return entries
