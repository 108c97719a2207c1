"""Change over time as charts, drawn by pygal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree  # it writes, and reads nothing

import pygal
from pygal.style import Style

from clinic.reviews.file import Picture
from clinic.staff.words import words

# One patient has so few photographs that a line each is readable; more lines are not.
SHOWN: Final = ("redness", "blemishes", "spots", "texture", "luminosity", "evenness")
# Okabe and Ito (2008): told apart by colour-blind eyes too.
COLOURS: Final = ("#d55e00", "#cc79a7", "#8a6d00", "#0072b2", "#009e73", "#56606b")


def scores_over_time(pictures: Sequence[Picture], zone: dt.tzinfo | None) -> bytes:
    """Return the scores of the photographs that could be measured, as an SVG.

    Args:
        pictures: the photographs, the oldest first.
        zone: whose days are written under them; None is the machine's.
    """
    measured = [each for each in pictures if each.report and each.report["quality"]["ok"]]
    style = Style(
        background="transparent",
        plot_background="transparent",
        colors=COLOURS,
        font_family="system-ui, sans-serif",
        # a grey that stands out on light and on dark
        foreground="#7a7a80",
        foreground_strong="#7a7a80",
        foreground_subtle="#7a7a80",
        guide_stroke_color="#7a7a8055",
        major_guide_stroke_color="#7a7a8055",
        guide_stroke_dasharray="1,0",
        major_guide_stroke_dasharray="1,0",
        stroke_width=2,
    )
    chart = pygal.Line(
        style=style,
        js=(),
        range=(0, 100),
        width=720,
        height=300,
        show_x_guides=False,
        legend_at_bottom=True,
        legend_at_bottom_columns=6,
        dots_size=4,
        margin=4,
        # the last day's name stands half beyond its dot
        margin_right=40,
        y_labels=(0, 25, 50, 75, 100),
        explicit_size=True,
    )
    chart.x_labels = [f"{each.at.astimezone(zone):%-d %b %Y}" for each in measured]
    for metric in SHOWN:
        scores = [
            each.report["metrics"].get(metric, {}).get("score") for each in measured if each.report
        ]
        chart.add(words("metrics")[metric], scores)
    tree = chart.render_tree()
    for parent in tree.iter():
        # what a page would need to show tooltips, a picture may not run
        for script in parent.findall("{*}script"):
            parent.remove(script)
    svg: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return svg
