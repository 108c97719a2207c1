"""What changed between two photographs of one face, and what of it can be trusted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import yaml
from PIL import Image, ImageDraw, ImageFont

from analysis.scoring import scales

APART: Final = 1.5
"""Times that two days differ more than one photograph and its copy, which the report's uncertainty
tells: another light, place and face. A choice to be careful; repeated photographs of one face on
days without a change would measure it."""
QUALITY: Final = 88
GAP, BAND = 12, 56
"""Pixels between two portraits, and below them for their dates."""
PAPER, INK = (250, 248, 246), (52, 48, 46)


@dataclass(frozen=True)
class Change:
    """How much more of a concern there is than before, in points of 100; less is negative.

    `uncertainty` is half the width of the interval of `points`, 95%; where that leaves out zero,
    the change is `trusted`.
    """

    metric: str
    points: float
    uncertainty: float
    trusted: bool


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return the change of each metric that both reports have, in the order of the later one.

    Uncertainties of independent measures add by their squares (GUM, JCGM 100:2008, 5.1).

    Args:
        before: the report of an accepted photograph (contract/photo.md).
        after: the report of a later one.
    """
    changes = []
    for name, now in after.get("metrics", {}).items():
        then = before.get("metrics", {}).get(name)
        if then is None or name not in scales():
            continue
        concern = scales()[name].concern
        uncertainty = APART * math.hypot(then["uncertainty"], now["uncertainty"])
        points = concern(now["score"]) - concern(then["score"])
        is_trusted = abs(points) > uncertainty
        changes.append(Change(name, round(points, 1), round(uncertainty, 1), is_trusted))
    return changes


def told(changes: list[Change], date: str) -> list[str]:
    """Return the changes in words for the patient, the largest first.

    Args:
        changes: as `compare` returns them.
        date: the day of the earlier photograph, in words.
    """
    words = _words()
    trusted = sorted((each for each in changes if each.trusted), key=lambda each: -abs(each.points))
    if not trusted:
        return [words["none"].format(date=date)]
    lines = [
        words["more" if each.points > 0 else "less"].format(
            metric=scales()[each.metric].name,
            date=date,
            points=round(abs(each.points)),
            uncertainty=math.ceil(each.uncertainty),
        )
        for each in trusted
    ]
    if any(each.points > 0 and each.metric in words["for_doctor"] for each in trusted):
        lines.append(words["doctor"])
    return lines


def side_by_side(before: bytes, after: bytes, dates: tuple[str, str]) -> bytes:
    """Return one JPEG of two portraits (JPEG, as `examination` makes them), each over its date."""
    portraits = [Image.open(BytesIO(each)).convert("RGB") for each in (before, after)]
    width, height = portraits[0].size
    sheet = Image.new("RGB", (2 * width + GAP, height + BAND), PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(BAND // 2)
    for index, (portrait, date) in enumerate(zip(portraits, dates, strict=True)):
        left = index * (width + GAP)
        sheet.paste(portrait.resize((width, height)), (left, 0))
        draw.text((left + width / 2, height + BAND / 2), date, INK, font, anchor="mm")
    file = BytesIO()
    sheet.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


@cache
def _words() -> dict[str, Any]:
    known: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("progress.yml").read_text("utf-8")
    )
    return known
