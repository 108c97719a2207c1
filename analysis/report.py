"""The whole way from a photograph to its report, as the contract has it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from analysis import findings as told
from analysis.alignment import Aligned, align
from analysis.colour import Bytes
from analysis.evenness import unevenness
from analysis.eyes import dark_circles
from analysis.illumination import Light, estimate
from analysis.landmarks import Box, Face, Findings, find
from analysis.lesions import bands, blemishes, spots
from analysis.measure import Measure
from analysis.quality import Evidence, is_no_face, problems
from analysis.reading import read_for_detail
from analysis.redness import redness
from analysis.reflection import dullness, highlights, shine
from analysis.regions import Skin, find_skin
from analysis.scoring import Scale, glass_skin, scales
from analysis.surface import fine_lines, layers, pores, texture
from analysis.together import together
from analysis.tone import tone

DETAIL: Final = 900
"""Pixels of the longest side that detectors and an ordinary face need."""
FACE_DETAIL: Final = 240
"""Pixels of a face's width below which a larger photograph is read again, at a larger scale."""
TRUSTED_IMBALANCE: Final = 0.3
"""log10 of the light of both halves from which colours are reported, and not trusted."""
CAST: Final = 0.25
"""log10 of the surroundings' cast from which a tone is not trusted."""


@dataclass(frozen=True)
class Analysis:
    """A photograph as analysed: its report, and what overlays are drawn from.

    `picture` is upright, maybe smaller than the photograph, whose size is `size`.
    """

    report: dict[str, Any]
    picture: Bytes
    size: tuple[int, int]
    others: tuple[Box, ...]
    aligned: Aligned | None
    skin: Skin | None
    measures: dict[str, Measure]


def analyse(data: bytes, name: str) -> Analysis:
    """Analyse a photograph's bytes.

    Raises:
        UnreadablePhotographError: they are no photograph that can be read.
    """
    started = time.perf_counter()
    image, size = read_for_detail(data, DETAIL)
    picture = np.asarray(image)
    found: Findings | None = find(picture)
    if found and found.face and found.face.width < FACE_DETAIL and picture.shape[1] < size[0]:
        needed = min(4.0, FACE_DETAIL / found.face.width) * DETAIL
        image, size = read_for_detail(data, round(needed))
        picture, found = np.asarray(image), None
    return analyse_picture(picture, name, size=size, found=found, started=started)


def analyse_picture(
    picture: Bytes,
    name: str,
    *,
    size: tuple[int, int] | None = None,
    found: Findings | None = None,
    started: float | None = None,
) -> Analysis:
    """Analyse an upright picture in RGB, of a photograph of `size` (its own, where not given).

    `found` is what `find` has found in it already.
    """
    started = time.perf_counter() if started is None else started
    size = size or (picture.shape[1], picture.shape[0])
    scale = size[0] / picture.shape[1]
    found = found or find(picture)
    aligned = align(picture, found.face) if found.face else None
    if found.face is None or aligned is None or is_no_face(found, aligned):
        # a detector that sees a face where no mesh fits sees it from the side
        wrong = ["no_face", "turned_away"] if found.face is None and found.glimpsed else ["no_face"]
        report = _refused(name, wrong, None)
        return Analysis(_timed(report, started), picture, size, (), None, None, {})
    skin = find_skin(aligned)
    light = estimate(picture, found.face, skin)
    evidence = Evidence(found, found.face, found.face.width * scale, aligned, skin, light)
    face = _face(found.face, scale)
    measures: dict[str, Measure] = {}
    if wrong := problems(evidence):
        report = _refused(name, wrong, face)
    else:
        measures = measure(skin, light)
        report = _report(name, face, skin, light, measures)
    return Analysis(_timed(report, started), picture, size, found.others, aligned, skin, measures)


def measure(skin: Skin, light: Light) -> dict[str, Measure]:
    """Return each metric's measure, in the order of the report."""
    reflected = highlights(skin)
    matte = skin.matte(reflected)
    seen = bands(skin)
    dark, red = together([lambda: spots(skin, seen), lambda: blemishes(skin, seen)])
    surface = layers(skin, *(each.marks for each in (dark, red) if each.marks is not None))
    ways: dict[str, Callable[[], Measure]] = {
        "redness": lambda: redness(matte),
        "evenness": lambda: unevenness(matte),
        "spots": lambda: dark,
        "blemishes": lambda: red,
        "texture": lambda: texture(skin, surface),
        "pores": lambda: pores(skin, surface),
        "fine_lines": lambda: fine_lines(skin, surface),
        "luminosity": lambda: dullness(skin),
        "shine": lambda: shine(skin, light, reflected),
        "dark_circles": lambda: dark_circles(matte),
    }
    names = list(scales())
    return dict(zip(names, together([ways[name] for name in names]), strict=True))


def _refused(name: str, wrong: list[str], face: dict[str, Any] | None) -> dict[str, Any]:
    advice = [told.advice(problem) for problem in wrong]
    report: dict[str, Any] = {
        "photo": name,
        "quality": {"ok": False, "problems": wrong, "advice": advice},
    }
    if face:
        report["face"] = face
    return report


def _report(
    name: str, face: dict[str, Any], skin: Skin, light: Light, measures: dict[str, Measure]
) -> dict[str, Any]:
    evenly_lit = light.imbalance < TRUSTED_IMBALANCE
    seen = tone(skin, light_is_known=evenly_lit and max(map(abs, light.cast)) < CAST)
    scores = {name: scales()[name].score(each.value) for name, each in measures.items()}
    metrics = {
        name: _metric(scales()[name], scores[name], each, evenly_lit=evenly_lit)
        for name, each in measures.items()
    }
    score, parts = glass_skin(scores)
    findings = [
        told.find(
            name,
            scales()[name].concern(scores[name]),
            {r: scales()[name].concern(s) for r, s in metrics[name]["regions"].items()},
            each.count,
        )
        for name, each in measures.items()
    ]
    return {
        "photo": name,
        "quality": {"ok": True, "problems": [], "advice": []},
        "face": face,
        "light": {
            "even": evenly_lit,
            "imbalance": round(light.imbalance, 2),
            "cast": [round(each, 2) for each in light.cast],
        },
        "skin_tone": {
            "ita": round(seen.ita, 1),
            "class": seen.name,
            "trusted": seen.trusted,
            "interval": [round(each, 1) for each in seen.interval],
        },
        "metrics": metrics,
        "glass_skin": {
            "score": round(score, 1),
            "parts": {part: round(each, 1) for part, each in parts.items()},
        },
        "findings": [asdict(each) for each in findings if each],
    }


def _metric(scale: Scale, score: float, each: Measure, *, evenly_lit: bool) -> dict[str, Any]:
    metric: dict[str, Any] = {
        "score": round(score, 1),
        "value": round(each.value, 4),
        "unit": scale.unit,
        "regions": {name: round(scale.score(value), 1) for name, value in each.regions.items()},
        # a face that is lit from one side has been measured on the other one's shadows as well
        "uncertainty": scale.uncertainty if evenly_lit else 2 * scale.uncertainty,
    }
    if each.count is not None:
        metric["count"] = each.count
    return metric


def _face(face: Face, scale: float) -> dict[str, Any]:
    return {
        "box": [round(each * scale) for each in face.box],
        "yaw": round(face.yaw, 1),
        "pitch": round(face.pitch, 1),
        "roll": round(face.roll, 1),
        "eye_distance_px": round(face.eye_distance * scale),
    }


def _timed(report: dict[str, Any], started: float) -> dict[str, Any]:
    return {**report, "took_ms": round(1000 * (time.perf_counter() - started))}
