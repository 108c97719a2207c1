"""A model is trained anew when, and only when, something that it is made from changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.train import ROOT, SOURCES, fingerprint, source_files

MADE_FROM = [
    "config.yml",
    "domain.yml",
    "data/nlu/care.yml",
    "data/rules/consent.yml",
    "bot/understanding/reader.py",
    "bot/understanding/vocabulary/time.yml",
    "regimen/catalogue.yml",
    "requirements/rasa.txt",
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in MADE_FROM:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"# {name}")
    return tmp_path


@pytest.mark.parametrize("name", MADE_FROM)
def test_a_changed_source_is_seen(tree: Path, name: str) -> None:
    before = fingerprint(tree)
    (tree / name).write_text("# changed")
    assert fingerprint(tree) != before


def test_an_added_a_renamed_and_a_deleted_source_are_seen(tree: Path) -> None:
    seen = {fingerprint(tree)}
    (tree / "data/nlu/more.yml").write_text("more")
    seen.add(fingerprint(tree))
    (tree / "data/nlu/more.yml").rename(tree / "data/nlu/other.yml")
    seen.add(fingerprint(tree))
    (tree / "data/nlu/care.yml").unlink()
    seen.add(fingerprint(tree))
    assert len(seen) == 4


def test_words_that_move_to_the_next_file_are_seen(tree: Path) -> None:
    first, second = tree / "data/nlu/a.yml", tree / "data/nlu/b.yml"
    first.write_text("one two")
    second.write_text("")
    before = fingerprint(tree)
    first.write_text("one ")
    second.write_text("two")
    assert fingerprint(tree) != before


@pytest.mark.parametrize(
    "name", ["actions/words.yml", "regimen/warnings.yml", "bot/app.py", "README.md"]
)
def test_what_runs_beside_the_model_needs_no_training(tree: Path, name: str) -> None:
    before = fingerprint(tree)
    (tree / name).parent.mkdir(parents=True, exist_ok=True)
    (tree / name).write_text("anything")
    assert fingerprint(tree) == before


def test_the_same_tree_elsewhere_is_the_same(tree: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    for path in list(source_files(tree)):
        (elsewhere / path.relative_to(tree)).parent.mkdir(parents=True, exist_ok=True)
        (elsewhere / path.relative_to(tree)).write_bytes(path.read_bytes())
    assert fingerprint(elsewhere) == fingerprint(tree)


@pytest.mark.parametrize("pattern", SOURCES)
def test_each_source_is_there(pattern: str) -> None:
    assert any(ROOT.glob(pattern))
