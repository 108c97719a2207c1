"""A photograph's report, as the contract has it."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from analysis import findings
from analysis.__main__ import main
from analysis.alignment import HEIGHT, WIDTH
from analysis.overlay import contoured, outlines
from analysis.quality import GATES
from analysis.report import analyse, analyse_picture
from analysis.scoring import Scale, glass_skin, scales
from analysis.together import together
from evaluation.photographs.everyday import EVERYDAY
from evaluation.photographs.faces import scores
from evaluation.photographs.painting import PAINTERS
from tests.analysis.faces import astronaut, drawn, face, report_of_astronaut

CLASSES = {"very_light", "light", "intermediate", "tan", "brown", "dark"}
METRICS = {
    "redness", "evenness", "spots", "blemishes", "texture", "pores", "fine_lines", "luminosity",
    "shine", "dark_circles",
}  # fmt: skip


def as_png(picture: np.ndarray) -> bytes:
    file = BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()


class TestAGoodPhotograph:
    def test_has_all_that_the_contract_names(self) -> None:
        report = report_of_astronaut().report
        assert report["quality"] == {"ok": True, "problems": [], "advice": []}
        assert set(report["metrics"]) == METRICS
        assert report["skin_tone"]["class"] in CLASSES
        assert set(report["face"]) == {"box", "yaw", "pitch", "roll", "eye_distance_px"}
        assert all("count" in report["metrics"][name] for name in ("spots", "blemishes"))
        assert json.loads(json.dumps(report)) == report

    def test_scores_lie_between_0_and_100_and_say_how_sure_they_are(self) -> None:
        report = report_of_astronaut().report
        for metric in report["metrics"].values():
            for score in (metric["score"], *metric["regions"].values()):
                assert 0 <= score <= 100
            assert metric["uncertainty"] > 0
        assert 0 <= report["glass_skin"]["score"] <= 100

    def test_the_box_is_where_the_face_is(self) -> None:
        left, top, width, height = report_of_astronaut().report["face"]["box"]
        assert left < 510 < left + width and top < 400 < top + height
        assert 260 < width < 400

    def test_the_same_bytes_are_measured_alike(self) -> None:
        data = as_png(astronaut())
        one, other = (analyse(data, "a.png").report for _ in range(2))
        assert {**one, "took_ms": 0} == {**other, "took_ms": 0}

    @pytest.mark.parametrize("name", ["PNG", "mirror", "JPEG 50", "roll 5", "crop 5%"])
    def test_an_everyday_change_moves_no_score_by_much(self, name: str) -> None:
        way = EVERYDAY[name]
        before = scores(report_of_astronaut())
        after = scores(analyse_picture(way.change(astronaut()), ""))
        assert max(abs(after[metric] - before[metric]) for metric in METRICS) <= way.most + 1

    @pytest.mark.parametrize("orientation", range(2, 9))
    def test_a_turned_file_is_measured_upright(self, orientation: int) -> None:
        undone = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }
        exif = Image.Exif()
        exif[0x0112] = orientation
        file = BytesIO()
        turned = Image.fromarray(astronaut()).transpose(undone[orientation])
        turned.save(file, "PNG", exif=exif)
        assert scores(analyse(file.getvalue(), "")) == scores(report_of_astronaut())


class TestScores:
    @pytest.mark.parametrize("name", sorted(METRICS))
    def test_more_of_a_concern_never_scores_less_of_it(self, name: str) -> None:
        scale = scales()[name]
        values = np.linspace(scale.none - 1, scale.most + 1, 50)
        concerns = [scale.concern(scale.score(float(value))) for value in values]
        assert concerns == sorted(concerns)
        assert concerns[0] == 0 and concerns[-1] == 100

    def test_glass_skin_is_100_where_nothing_is_of_concern(self) -> None:
        best = {name: 100.0 if scale.worst_is_low else 0.0 for name, scale in scales().items()}
        score, parts = glass_skin(best)
        assert score == pytest.approx(100) and set(parts.values()) == {100}

    def test_a_scale_is_straight(self) -> None:
        scale = Scale("", "", 0.0, 2.0, 1.0, worst_is_low=False)
        assert [scale.score(value) for value in (0, 0.5, 1, 3)] == [0, 25, 50, 100]


class TestWords:
    def test_every_problem_has_advice_and_every_metric_words(self) -> None:
        assert all(findings.advice(problem) for problem in [*GATES, "no_face"])
        assert set(findings.known()["words"]) == METRICS

    def test_findings_say_what_and_where(self) -> None:
        finding = findings.find("redness", 50, {"left_cheek": 60, "nose": 20}, None)
        assert finding is not None
        assert (finding.id, finding.region, finding.severity) == ("redness", "cheeks", "moderate")
        assert finding.message == "I see some redness on the cheeks."

    def test_nothing_is_told_of_what_is_hardly_there(self) -> None:
        assert findings.find("redness", 10, {"nose": 10}, None) is None

    def test_many_marks_are_told_however_pale(self) -> None:
        assert findings.severity_of(5, count=12) == "moderate"


class TestWhatIsKeptOfAPicture:
    def test_outlines_are_small_and_tell_only_what_findings_tell(self) -> None:
        painted, _ = PAINTERS["redness"](astronaut(), face(), 5)
        analysis = analyse_picture(painted, "")
        kept = outlines(analysis)
        told = {finding["id"] for finding in analysis.report["findings"]}
        assert "redness" in told and set(kept) == told | {"face"} and kept["redness"]
        assert json.loads(json.dumps(kept)) == kept and len(json.dumps(kept)) < 10_000
        for line in (each for lines in kept.values() for each in lines):
            assert all(-20 <= x < WIDTH + 20 and -20 <= y < HEIGHT + 20 for x, y in line)

    def test_a_refused_photograph_leaves_no_outline(self) -> None:
        assert outlines(analyse_picture(np.full((300, 300, 3), 128, np.uint8), "")) == {}

    def test_the_picture_comes_without_its_legend(self) -> None:
        shown, drawn = contoured(report_of_astronaut())
        assert shown.dtype == np.uint8 and shown.shape[2] == 3
        assert set(drawn) <= {each["id"] for each in report_of_astronaut().report["findings"]}


class TestTogether:
    def test_results_come_in_the_order_of_the_tasks(self) -> None:
        for count in range(5):
            assert together([partial(int, n) for n in range(count)]) == list(range(count))

    def test_a_failing_task_fails_the_whole(self) -> None:
        with pytest.raises(ValueError):
            together([partial(int, "1"), partial(int, "one")])

    def test_threads_measure_alike(self) -> None:
        data = as_png(astronaut())
        with ThreadPoolExecutor(3) as pool:
            reports = list(pool.map(lambda each: analyse(each, "").report, [data] * 3))
        assert all({**each, "took_ms": 0} == {**reports[0], "took_ms": 0} for each in reports)


def test_the_models_start_silently() -> None:
    program = (
        "import sys, skimage.data; from analysis.landmarks import find;"
        "find(skimage.data.astronaut()); print('still heard', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stderr == b"still heard\n"


class TestTheCommand:
    def test_prints_a_report_a_line_and_writes_the_masks(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        photo = tmp_path / "me.png"
        photo.write_bytes(as_png(astronaut()))
        folder = tmp_path / "out"
        arguments = ["analysis", str(photo), str(photo), "--json", "--overlay", str(folder)]
        monkeypatch.setattr("sys.argv", arguments)
        assert main() == 0
        lines = capsys.readouterr().out.splitlines()
        assert [json.loads(line)["photo"] for line in lines] == ["me.png"] * 2
        height, width = astronaut().shape[:2]
        for metric in METRICS:
            mask = Image.open(folder / f"me.{metric}.mask.png")
            assert (mask.mode, mask.size) == ("L", (width, height))
        assert Image.open(folder / "me.png").width >= 1080

    def test_tells_what_is_no_photograph_and_goes_on(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note, photo = tmp_path / "note.jpg", tmp_path / "me.png"
        note.write_text("no picture")
        photo.write_bytes(as_png(drawn()))
        monkeypatch.setattr("sys.argv", ["analysis", str(note), str(photo), "--json"])
        assert main() == 2
        printed = capsys.readouterr()
        assert "note.jpg" in printed.err and "no JPEG" in printed.err
        assert len(printed.out.splitlines()) == 1

    def test_tells_what_is_not_there(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.argv", ["analysis", str(tmp_path / "gone.jpg"), "--json"])
        assert main() == 2
        assert "gone.jpg" in capsys.readouterr().err
