"""A row of the table: what was measured, on how many, its interval, whether it meets its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

CLAIMED: Final = 30
"""Faces below which a figure is reported, and nothing is claimed."""


@dataclass(frozen=True)
class Row:
    """One figure; `ok` is None where it has no target."""

    part: str
    what: str
    measured: str
    target: str
    ok: bool | None
    n: int
    interval: str

    def line(self, faces: int) -> str:
        """Return the row as it is printed."""
        verdict = {None: "", True: "met", False: "MISSED"}[self.ok]
        claim = "" if self.ok is None or faces >= CLAIMED else ", reported, not claimed"
        interval = f" [{self.interval}]" if self.interval else ""
        measured = f"{self.measured}{interval}  n={self.n}"
        return f"{self.what:<48} {measured}  target {self.target}  {verdict}{claim}"


def interval_of_mean(values: Sequence[float]) -> str:
    """Return the bootstrap interval of the mean, 95%, from 1,000 draws."""
    if len(values) < 2:
        return ""
    random = np.random.default_rng(1)
    means = np.asarray(values)[random.integers(0, len(values), (1000, len(values)))].mean(1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{low:.2f} to {high:.2f}"


def interval_of_share(count: int, of: int) -> str:
    """Return Wilson's interval of a share, 95%."""
    if not of:
        return ""
    z, share = 1.96, count / of
    middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return f"{max(0.0, middle - half):.0%} to {min(1.0, middle + half):.0%}"
