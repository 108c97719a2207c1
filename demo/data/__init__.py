"""What imaginary patients and staff say, as YAML, read once."""

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


def kinds() -> dict[str, dict[str, Any]]:
    """Return the kinds of patients by name."""
    return {name: kind for name, kind in load("patients").items() if "story" in kind}
