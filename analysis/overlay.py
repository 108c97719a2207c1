"""Pictures that show a person where something was seen, and masks that a program can read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import yaml
from PIL import Image, ImageDraw, ImageFont

from analysis import findings
from analysis.colour import Array, Bytes
from analysis.landmarks import Box
from analysis.measure import Measure
from analysis.regions import outline
from analysis.report import Analysis
from analysis.scoring import scales

SIDE: Final = 1080
"""Pixels of the shorter side of what is shown."""
AROUND: Final = 0.25
"""How much of a face's size is shown around it."""
MOST: Final = 3
"""Broad concerns shown at once, the strongest; more cannot be told apart."""
LEAST: Final = 0.001
"""Share of the face below which a contour is a speck; marks are shown however small."""
MARKS: Final = frozenset({"spots", "blemishes"})
SOFT: Final = 60
"""Share of the picture's side by which outlines of what is broad are smoothed."""
RING: Final = 90
"""Share of the side that the smallest ring around a mark has as its radius."""
CALM, SIMPLE, SMALLEST = 3.0, 1.5, 60.0
"""Pixels of the canonical frame: an outline's smoothing, its tolerance, its least area, square."""
FILL: Final = 0.16
"""Opacity of a contour's inside."""
PAPER, INK = (250, 248, 246), (52, 48, 46)
NOTHING: Final = "Nothing stands out in this photo."


def write(analysis: Analysis, folder: Path, name: str) -> None:
    """Write `NAME.png`, the picture for a person, and `NAME.METRIC.mask.png` for each metric."""
    show(analysis).save(folder / f"{name}.png", compress_level=3)
    for metric in analysis.measures:
        mask = mask_of(analysis, metric)
        Image.fromarray(mask).save(folder / f"{name}.{metric}.mask.png", compress_level=1)


def mask_of(analysis: Analysis, metric: str) -> Bytes:
    """Return where a metric was seen, 255, in the upright photograph's own size."""
    return _laid(analysis, _seen(analysis.measures[metric]), analysis.size)


def show(analysis: Analysis) -> Image.Image:
    """Return the face with soft contours of what is told of it, and a legend below."""
    shown, drawn = contoured(analysis)
    return _with_legend(shown, drawn, analysis.report["quality"]["advice"])


def contoured(analysis: Analysis) -> tuple[Bytes, list[str]]:
    """Return the picture alone, and the metrics whose contours it has."""
    picture = _without_others(analysis.picture, analysis.others)
    left, top, right, bottom = _frame(analysis)
    scale = SIDE / min(right - left, bottom - top)
    size = (round((right - left) * scale), round((bottom - top) * scale))
    part = picture[top:bottom, left:right]
    shown = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    told, drawn = _told(analysis), []
    broad = [name for name in told if name not in MARKS][:MOST]
    for metric in broad + [name for name in told if name in MARKS]:
        whole = _laid(analysis, _seen(analysis.measures[metric]), picture.shape[1::-1])
        seen = cv2.resize(whole[top:bottom, left:right], size, interpolation=cv2.INTER_LINEAR)
        if contours := _contours(np.asarray(seen, np.uint8), metric):
            shown = _drawn(shown, contours, metric)
            drawn.append(metric)
    return shown, drawn


def outlines(analysis: Analysis) -> dict[str, list[list[list[int]]]]:
    """Return what may be kept when the photograph is deleted: outlines in the canonical frame.

    By metric that is told of, and `face` for the face's own oval; each outline is a list of x, y.
    """
    if analysis.aligned is None or not analysis.measures:
        return {}
    oval = np.rint(outline(analysis.aligned.face, "oval")).astype(int)
    kept: dict[str, list[list[list[int]]]] = {"face": [oval.tolist()]}
    for metric in _told(analysis):
        seen = _seen(analysis.measures[metric])
        marks = metric in MARKS
        inside = (seen if marks else cv2.GaussianBlur(seen, (0, 0), CALM)) >= 0.5  # noqa: PLR2004
        found, _ = cv2.findContours(
            inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
        )
        kept[metric] = [
            cv2.approxPolyDP(each, SIMPLE, closed=True)[:, 0].astype(int).tolist()
            for each in found
            if marks or cv2.contourArea(each) >= SMALLEST
        ]
    return kept


@cache
def _style() -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("overlay.yml").read_text("utf-8")
    )
    return known


def _told(analysis: Analysis) -> list[str]:
    """Return the metrics that findings tell of, the strongest first."""
    found = analysis.report.get("findings", [])
    metrics = analysis.report.get("metrics", {})
    names = [finding["id"] for finding in found]
    names.sort(key=lambda name: -scales()[name].concern(metrics[name]["score"]))
    return names


def _seen(measure: Measure) -> Array:
    """Return from 0 to 1 where it is seen; 0.5 is the contour."""
    return np.asarray(np.clip(0.5 * measure.where / measure.seen, 0, 1), np.float32)


def _laid(analysis: Analysis, seen: Array, size: tuple[int, int]) -> Bytes:
    """Return what the canonical frame shows, laid on a picture of a size."""
    if analysis.aligned is None:
        return np.zeros(size[::-1], np.uint8)
    grown = size[0] / analysis.picture.shape[1]
    matrix = analysis.aligned.matrix @ np.diag((1 / grown, 1 / grown, 1))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(seen, matrix, size, flags=flags)
    return np.asarray(np.where(laid >= 0.5, 255, 0), np.uint8)  # noqa: PLR2004 - the contour


def _contours(part: Bytes, metric: str) -> list[Any]:
    """Return soft outlines of where a concern was seen, without specks; rings around marks."""
    if metric in MARKS:
        _, _, boxes, centres = cv2.connectedComponentsWithStats(part)
        return [_ring(centre, float(box[4])) for box, centre in zip(boxes, centres, strict=True)][
            1:
        ]
    smooth = cv2.GaussianBlur(part, (0, 0), SIDE / SOFT)
    inside = (smooth >= 128).astype(np.uint8)  # noqa: PLR2004 - half
    contours, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return [each for each in contours if cv2.contourArea(each) > LEAST * part.size]


def _ring(centre: Any, area: float) -> Any:
    """Return a circle around a mark of that area, a little wider than the mark."""
    radius = max(1.4 * float(np.sqrt(area / np.pi)), SIDE / RING)
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    points = np.asarray(centre) + radius * np.column_stack((np.cos(turn), np.sin(turn)))
    return np.rint(points).astype(np.int32)[:, None]


def _drawn(shown: Bytes, contours: list[Any], metric: str) -> Bytes:
    """Draw the contours of one concern: a soft fill, a light halo, its colour."""
    colour = np.array(_style()[metric]["colour"], np.float32)
    area = np.zeros(shown.shape[:2], np.uint8)
    cv2.drawContours(area, contours, -1, 255, -1, cv2.LINE_AA)
    fill = cv2.GaussianBlur(area, (0, 0), 4).astype(np.float32)[..., None] * (FILL / 255)
    result = shown * (1 - fill) + colour * fill
    for width, tint, opacity in ((7, (255, 255, 255), 0.55), (3, colour, 1.0)):
        line = np.zeros(shown.shape[:2], np.uint8)
        cv2.drawContours(line, contours, -1, 255, width, cv2.LINE_AA)
        share = cv2.GaussianBlur(line, (0, 0), 0.8).astype(np.float32)[..., None] * (opacity / 255)
        result = result * (1 - share) + np.array(tint, np.float32) * share
    return np.asarray(np.clip(result, 0, 255), np.uint8)


def _without_others(picture: Bytes, others: tuple[Box, ...]) -> Bytes:
    """Return the picture with all other faces blurred beyond recognition."""
    result = picture.copy()
    for left, top, width, height in others:
        x, y = max(0, int(left - 0.3 * width)), max(0, int(top - 0.4 * height))
        part = result[y : int(top + 1.3 * height), x : int(left + 1.3 * width)]
        if part.size:
            tiny = cv2.resize(part, (6, 6), interpolation=cv2.INTER_AREA)
            part[:] = cv2.resize(tiny, part.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return result


def _frame(analysis: Analysis) -> tuple[int, int, int, int]:
    """Return what of the picture is shown: the face and some of what is around it, or all."""
    height, width = analysis.picture.shape[:2]
    if analysis.aligned is None or not analysis.measures:
        return 0, 0, width, height
    corners = np.linalg.inv(np.vstack((analysis.aligned.matrix, [0, 0, 1])))
    points = analysis.aligned.face.points[:468, :2] @ corners[:2, :2].T + corners[:2, 2]
    low, high = points.min(0), points.max(0)
    margin = AROUND * (high - low).max()
    left, top = np.maximum(low - margin, 0).astype(int)
    right, bottom = np.minimum(high + margin, (width, height)).astype(int)
    return int(left), int(top), int(right), int(bottom)


def _with_legend(shown: Bytes, told: list[str], advice: list[str]) -> Image.Image:
    """Return the picture with the colours' names below, or with what to do for a better one."""
    width, size = shown.shape[1], SIDE // 30
    font = ImageFont.load_default(size)
    lines = advice or ([] if told else [NOTHING])
    entries = [(scales()[name].name, tuple(_style()[name]["colour"])) for name in told]
    rows = _wrapped(lines, font, width - 2 * size)
    places, row, x = [], 0, float(size)
    for name, colour in entries:
        needed = 2.6 * size + font.getlength(name)
        if x > size and x + needed > width:
            row, x = row + 1, float(size)
        places.append((name, colour, x, row))
        x += needed
    count = len(rows) + (row + 1 if entries else 0)
    height = round((1.7 * count + 1.0) * size)
    sheet = Image.new("RGB", (width, shown.shape[0] + height), PAPER)
    sheet.paste(Image.fromarray(shown))
    draw = ImageDraw.Draw(sheet)
    for name, colour, x, row in places:
        y = shown.shape[0] + (0.75 + 1.7 * row) * size
        draw.ellipse((x, y + 0.15 * size, x + size, y + 1.15 * size), fill=colour)
        draw.text((x + 1.4 * size, y), name, INK, font)
    for index, line in enumerate(rows):
        draw.text((size, shown.shape[0] + (0.75 + 1.7 * index) * size), line, INK, font)
    return sheet


def _wrapped(lines: list[str], font: Any, width: float) -> list[str]:
    rows = []
    for line in lines:
        row = ""
        for word in line.split():
            longer = f"{row} {word}".strip()
            if row and font.getlength(longer) > width:
                rows.append(row)
                longer = word
            row = longer
        rows.append(row)
    return rows


# Held here that no metric is without a colour or a word.
assert set(_style()) == set(scales()) == set(findings.known()["words"])  # noqa: S101
