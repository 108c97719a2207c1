"""How long a report of a camera's photograph takes, beside decoding it, and its memory."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import cv2
import numpy as np
from PIL import Image

from analysis.colour import Bytes
from analysis.report import analyse
from evaluation.photographs.rows import Row

WIDTH, HEIGHT = 4032, 3024
TIMES: Final = 9
LEAST_BYTES: Final = 3_000_000


def speed(picture: Bytes) -> list[Row]:
    """Return the time of a whole report in times of Pillow's full decoding, and the peak memory."""
    data = camera_like(picture)

    def decode() -> None:
        Image.open(io.BytesIO(data)).load()

    def report() -> None:
        analyse(data, "camera.jpg")

    for _ in range(2):
        decode()
        report()
    pairs = [(_timed(decode), _timed(report)) for _ in range(TIMES)]
    decoding, reporting = (median(each) for each in zip(*pairs, strict=True))
    ratio = reporting / decoding
    memory = _peak(data)
    return [
        Row(
            "speed",
            f"12 megapixels, {len(data) / 1e6:.1f} MB: report",
            f"{ratio:.2f} times Pillow's decoding ({reporting:.0f} ms, {decoding:.0f} ms)",
            "1.5 times",
            ratio <= 1.5,
            TIMES,
            "",
        ),
        Row(
            "speed", "peak memory of a process", f"{memory:.0f} MB", "300 MB", memory <= 300, 1, ""
        ),
    ]


def camera_like(picture: Bytes) -> bytes:
    """Return a JPEG of 12 megapixels and 3 MB or more, with the grain of a sensor."""
    scale = max(WIDTH / picture.shape[1], HEIGHT / picture.shape[0])
    large = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    top, left = (large.shape[0] - HEIGHT) // 3, (large.shape[1] - WIDTH) // 2
    large = large[top : top + HEIGHT, left : left + WIDTH]
    grain = np.random.default_rng(1).normal(0, 4, large.shape).astype(np.float32)
    pixels = np.clip(large + grain, 0, 255).astype(np.uint8)
    for quality in range(86, 100, 2):
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "JPEG", quality=quality)
        if file.tell() >= LEAST_BYTES:
            break
    return file.getvalue()


def _timed(run: Callable[[], None]) -> float:
    started = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - started)


def _peak(data: bytes) -> float:
    """Return the MB that a process of its own had in memory at most, libraries included."""
    program = (
        "import sys; from pathlib import Path; from analysis.report import analyse\n"
        "analyse(Path(sys.argv[1]).read_bytes(), 'camera.jpg')\n"
        "print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "camera.jpg"
        path.write_bytes(data)
        command = [sys.executable, "-c", program, str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024
