"""Drift, dose response, fairness and gates of some faces, as rows of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from scipy.stats import spearmanr

from analysis.alignment import HEIGHT, WIDTH
from analysis.colour import Bytes
from analysis.report import Analysis, analyse_picture
from analysis.scoring import scales
from evaluation.photographs.everyday import EVERYDAY, again
from evaluation.photographs.faces import Subject, bands, scores, tone
from evaluation.photographs.painting import LEVELS, PAINTERS, SPOTS_A_LEVEL, TONES, retoned
from evaluation.photographs.rows import Row, interval_of_mean, interval_of_share
from evaluation.photographs.spoiling import SPOILED

RELATED: Final = {
    "redness": {"evenness", "blemishes"},
    "spots": {"evenness", "luminosity"},
    "texture": {"luminosity", "pores", "fine_lines"},
    "shine": {"luminosity"},
    "dark_circles": set(),
}
"""Metrics that see the same thing on purpose; what they move is shown, and held to no target."""


def drift(subjects: Sequence[Subject]) -> list[Row]:
    """Return how far everyday changes move the scores, by change and metric."""
    rows = []
    flips, classes, said = 0, 0, 0
    for name, way in EVERYDAY.items():
        by_metric: dict[str, list[float]] = defaultdict(list)
        refused = 0
        for subject in subjects:
            after = analyse_picture(way.change(subject.picture), subject.name)
            if not after.measures:
                refused += 1
                continue
            before = scores(subject.clean)
            for metric, score in scores(after).items():
                by_metric[metric].append(abs(score - before[metric]))
            if name.startswith(("exposure", "warmer", "cooler")):
                flips += sum(
                    one != other
                    for one, other in zip(
                        bands(subject.clean).values(), bands(after).values(), strict=True
                    )
                )
                (one, sure), (other, still) = tone(subject.clean), tone(after)
                classes += one != other and sure and still
                said += 1
        for metric, moved in by_metric.items():
            ok = bool(np.mean(moved) <= way.mean and max(moved) <= way.most)
            measured = f"mean {np.mean(moved):.1f}, max {max(moved):.1f}"
            target = f"mean {way.mean:g}, max {way.most:g}"
            rows.append(
                Row(
                    "drift",
                    f"{name}: {metric}",
                    measured,
                    target,
                    ok,
                    len(moved),
                    interval_of_mean(moved),
                )
            )
        rows.append(Row("drift", f"{name}: refused", str(refused), "-", None, len(subjects), ""))
    rows += repeats(subjects)
    metrics = len(scores(subjects[0].clean)) if subjects else 0
    if said:
        rows += [
            _share("drift", "bands that change with light", flips, said * metrics, most=0.05),
            _share("drift", "trusted tone classes that change", classes, said, most=0.10),
        ]
    return rows


def repeats(subjects: Sequence[Subject]) -> list[Row]:
    """Return what 95% of repeated photographs drift at most, beside the uncertainty reported."""
    random = np.random.default_rng(1)
    moved: dict[str, list[float]] = defaultdict(list)
    for subject in subjects:
        before = scores(subject.clean)
        for _ in range(REPEATS):
            after = scores(analyse_picture(again(subject.picture, random), subject.name))
            for metric, score in after.items():
                moved[metric].append(abs(score - before[metric]))
    rows = []
    for metric, drifts in moved.items():
        most, told = float(np.quantile(drifts, 0.95)), scales()[metric].uncertainty
        measured = f"95% within {most:.1f}"
        rows.append(
            Row(
                "drift",
                f"taken again: {metric}",
                measured,
                f"{told:g}, as reported",
                most <= told,
                len(drifts),
                "",
            )
        )
    return rows


REPEATS: Final = 8


def doses(subjects: Sequence[Subject]) -> list[Row]:
    """Return how each metric follows its own painted dose, and what else moves."""
    rows = []
    for kind, paint in PAINTERS.items():
        followed, overlaps, slopes, counted = [], [], [], []
        moved: dict[str, list[float]] = defaultdict(list)
        for subject in subjects:
            course, last, mask = [subject.clean], subject.clean, None
            for level in LEVELS:
                picture, mask = paint(subject.picture, subject.face, level)
                after = analyse_picture(picture, subject.name)
                if after.measures:
                    course.append(after)
                    last = after
                    counted += _counting_errors(kind, subject.clean, after, level)
            values = [each.measures[kind].value for each in course]
            followed.append(float(spearmanr(range(len(values)), values)[0]))
            before, after_all = scores(subject.clean), scores(last)
            own = after_all[kind] - before[kind]
            slopes.append(own / len(LEVELS))
            for metric, score in after_all.items():
                if metric != kind:
                    moved[metric].append(abs(score - before[metric]) / max(abs(own), 1e-6))
            if mask is not None:
                overlaps.append(overlap(subject.clean, last, kind, mask))
        follow = sum(each >= 0.95 for each in followed)
        rows.append(
            _share(
                "dose", f"{kind}: faces with Spearman >= 0.95", follow, len(followed), least=0.95
            )
        )
        rows.append(
            Row(
                "dose",
                f"{kind}: points a level",
                f"median {np.median(slopes):.1f}",
                "-",
                None,
                len(slopes),
                interval_of_mean(slopes),
            )
        )
        rows.append(
            Row(
                "dose",
                f"{kind}: mask IoU at the highest dose",
                f"median {np.median(overlaps):.2f}, min {min(overlaps):.2f}",
                "0.5",
                bool(np.median(overlaps) >= 0.5),
                len(overlaps),
                interval_of_mean(overlaps),
            )
        )
        if counted:
            within = sum(each <= 1 for each in counted)
            rows.append(_share("dose", "spots: counts within 1", within, len(counted), least=0.95))
        for metric, shares in moved.items():
            middle = float(np.median(shares))
            known = metric in RELATED[kind]
            rows.append(
                Row(
                    "dose",
                    f"{kind}: {metric} moves{' (related)' if known else ''}",
                    f"{middle:.0%} as much",
                    "20%",
                    None if known else middle <= 0.2,
                    len(shares),
                    interval_of_mean(shares),
                )
            )
    return rows


def overlap(before: Analysis, after: Analysis, kind: str, painted: np.ndarray) -> float:
    """Return the intersection over union of what is marked anew and what was painted."""
    if after.aligned is None or after.skin is None:
        return 0.0
    frame = cv2.warpAffine(painted.astype(np.float32), after.aligned.matrix, (WIDTH, HEIGHT))
    measure = after.measures[kind]
    marked = measure.where >= measure.seen
    there = (frame > 0.5) & (after.skin.all > 0.5)
    union = (marked | there).sum()
    return float((marked & there).sum() / union) if union else 0.0


def _counting_errors(kind: str, clean: Analysis, after: Analysis, level: int) -> list[int]:
    if kind != "spots":
        return []
    counted = (after.measures["spots"].count or 0) - (clean.measures["spots"].count or 0)
    return [abs(counted - level * SPOTS_A_LEVEL)]


def fairness(subjects: Sequence[Subject]) -> list[Row]:
    """Return how alike one dose and one clean face are measured over the tones of skin."""
    rows = []
    clean: dict[str, dict[str, list[float]]] = {t: defaultdict(list) for t in TONES}
    slopes: dict[str, dict[str, list[float]]] = {t: defaultdict(list) for t in TONES}
    refused = dict.fromkeys(TONES, 0)
    for subject in subjects:
        for tone_name in TONES:
            base = retoned(subject.picture, subject.face, tone_name)
            before = analyse_picture(base, subject.name)
            if not before.measures:
                refused[tone_name] += 1
                continue
            for metric, score in scores(before).items():
                clean[tone_name][metric].append(score)
            for kind, paint in PAINTERS.items():
                after = analyse_picture(paint(base, subject.face, 4)[0], subject.name)
                if after.measures:
                    own = after.measures[kind].value - before.measures[kind].value
                    slopes[tone_name][kind].append(own)
    for kind in PAINTERS:
        by_tone = {t: float(np.mean(s[kind])) for t, s in slopes.items() if s[kind]}
        middle = float(np.mean(list(by_tone.values()))) or 1e-9
        ratios = {t: value / middle for t, value in by_tone.items()}
        ok = all(0.8 <= ratio <= 1.25 for ratio in ratios.values())
        measured = ", ".join(f"{t} {ratio:.2f}" for t, ratio in ratios.items())
        rows.append(
            Row("fairness", f"{kind}: dose slope", measured, "0.8 to 1.25", ok, len(subjects), "")
        )
    for metric in scores(subjects[0].clean) if subjects else ():
        means = {t: float(np.mean(s[metric])) for t, s in clean.items() if s[metric]}
        gap = max(means.values()) - min(means.values()) if means else 0.0
        worst = ", ".join(f"{t} {mean:.0f}" for t, mean in means.items())
        rows.append(
            Row(
                "fairness",
                f"{metric}: clean faces",
                f"gap {gap:.1f} ({worst})",
                "5",
                gap <= 5,
                len(subjects),
                "",
            )
        )
    shares = [count / max(len(subjects), 1) for count in refused.values()]
    rows.append(
        Row(
            "fairness",
            "false refusals",
            f"gap {max(shares) - min(shares):.0%} "
            f"({', '.join(f'{t} {n}' for t, n in refused.items())})",
            "5%",
            max(shares) - min(shares) <= 0.05,
            len(subjects),
            "",
        )
    )
    return rows


def gates(subjects: Sequence[Subject], problems: dict[str, list[str]]) -> list[Row]:
    """Return what is refused that must be, and what is refused that must not be."""
    rows, right, made = [], 0, 0
    for name, (reason, spoil) in SPOILED.items():
        told = [reason in _problems(spoil(subject.picture, subject.face)) for subject in subjects]
        right, made = right + sum(told), made + len(told)
        rows.append(_share("gates", f"{name}: told as {reason}", sum(told), len(told), least=0.95))
    rows.append(_share("gates", "all of these", right, made, least=0.95))
    good = {name: found for name, found in problems.items() if name.startswith("good")}
    if good:
        refused = sum(bool(found) for found in good.values())
        rows.append(_share("gates", "good ones refused", refused, len(good), most=0.05))
    bad = {name: found for name, found in problems.items() if name.startswith("gate")}
    if bad:
        rows.append(
            _share("gates", "bad ones refused", sum(map(bool, bad.values())), len(bad), least=0.95)
        )
    return rows


def _problems(picture: Bytes) -> list[str]:
    return list(analyse_picture(picture, "").report["quality"]["problems"])


def _share(  # noqa: PLR0913 - a row has as many
    part: str, what: str, count: int, of: int, *, least: float = 0.0, most: float = 1.0
) -> Row:
    share = count / of if of else 0.0
    target = f"{least:.0%} or more" if least else f"{most:.0%} or less"
    return Row(
        part,
        what,
        f"{count} of {of}",
        target,
        least <= share <= most,
        of,
        interval_of_share(count, of),
    )
