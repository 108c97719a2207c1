"""The vault gives a file back to its owner alone, and only as it was written."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from clinic.settings import Settings
from clinic.vault import SpoiltFileError, Vault

SECRET = SecretStr("correct horse battery staple, and more of it")
ONE, OTHER = "1" * 32, "2" * 32


@pytest.fixture(params=["folder", "object store"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    # fsspec's memory stands for every file system that is no folder
    return str(tmp_path / "vault") if request.param == "folder" else f"memory://{uuid.uuid4().hex}"


@pytest.fixture
def vault(url: str) -> Vault:
    return Vault(url, SECRET)


def only_file(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


class TestReading:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(max_size=2000))
    def test_what_was_written_comes_back(self, vault: Vault, data: bytes) -> None:
        vault.write("asha", ONE, data)
        assert vault.read("asha", ONE) == data
        assert vault.holds("asha", ONE)

    def test_another_process_reads_it_with_the_same_secret(self, vault: Vault, url: str) -> None:
        vault.write("asha", ONE, b"picture")
        assert Vault(url, SECRET).read("asha", ONE) == b"picture"

    def test_nobody_elses(self, vault: Vault) -> None:
        vault.write("asha", ONE, b"picture")
        with pytest.raises(LookupError):
            vault.read("noor", ONE)
        assert not vault.holds("noor", ONE)

    def test_not_under_another_secret(self, vault: Vault, url: str, tmp_path: Path) -> None:
        vault.write("asha", ONE, b"picture")
        with pytest.raises(LookupError):
            Vault(url, SecretStr("another secret that is long enough")).read("asha", ONE)

    @pytest.mark.parametrize(
        "name",
        ["", "../secret", "a" * 31, "A" * 32, "1" * 32 + "\n", "1" * 33, "..", "/etc/passwd"],
    )
    def test_a_name_that_is_none_never_touches_a_path(self, vault: Vault, name: str) -> None:
        for use in (vault.read, vault.holds, vault.delete):
            with pytest.raises(LookupError):
                use("asha", name)
        with pytest.raises(LookupError):
            vault.write("asha", name, b"")
        assert list(vault.places()) == []


class TestSpoiltFiles:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "vault"

    @pytest.fixture
    def vault(self, folder: Path) -> Vault:
        vault = Vault(str(folder), SECRET)
        vault.write("asha", ONE, b"picture" * 100)
        return vault

    @pytest.mark.parametrize("at", [0, 1, 12, 13, 200, -1])
    def test_a_changed_byte_is_found(self, vault: Vault, folder: Path, at: int) -> None:
        sealed = bytearray(only_file(folder).read_bytes())
        sealed[at] ^= 1
        only_file(folder).write_bytes(sealed)
        with pytest.raises(SpoiltFileError):
            vault.read("asha", ONE)

    @pytest.mark.parametrize("length", [0, 1, 13, 20, 500])
    def test_a_file_that_is_cut_off_is_found(self, vault: Vault, folder: Path, length: int) -> None:
        only_file(folder).write_bytes(only_file(folder).read_bytes()[:length])
        with pytest.raises(SpoiltFileError):
            vault.read("asha", ONE)

    def test_files_cannot_be_put_in_each_others_place(self, vault: Vault, folder: Path) -> None:
        first = only_file(folder)
        vault.write("asha", OTHER, b"another")
        shutil.copy(first, first.with_name(OTHER))
        with pytest.raises(SpoiltFileError):
            vault.read("asha", OTHER)

    def test_nor_in_another_patients_folder(self, vault: Vault, folder: Path) -> None:
        hers = only_file(folder)
        vault.write("noor", ONE, b"another")
        (theirs,) = (each for each in folder.rglob(ONE) if each != hers)
        shutil.copy(hers, theirs)
        with pytest.raises(SpoiltFileError):
            vault.read("noor", ONE)

    def test_the_same_picture_never_looks_the_same(self, vault: Vault, folder: Path) -> None:
        before = only_file(folder).read_bytes()
        vault.write("asha", ONE, b"picture" * 100)
        assert only_file(folder).read_bytes() != before


class TestDeleting:
    def test_one(self, vault: Vault) -> None:
        vault.write("asha", ONE, b"1")
        vault.write("asha", OTHER, b"2")
        vault.delete("asha", ONE)
        vault.delete("asha", ONE)
        assert not vault.holds("asha", ONE)
        assert vault.read("asha", OTHER) == b"2"

    def test_all_of_one_owner(self, vault: Vault) -> None:
        for owner in ("asha", "noor"):
            vault.write(owner, ONE, owner.encode())
            vault.write(owner, OTHER, owner.encode())
        vault.delete_all("asha")
        vault.delete_all("asha")
        assert not vault.holds("asha", ONE) and not vault.holds("asha", OTHER)
        assert vault.read("noor", OTHER) == b"noor"
        assert len(list(vault.places())) == 2

    def test_each_file_has_a_place_to_delete_it_at(self, vault: Vault) -> None:
        vault.write("asha", ONE, b"1")
        vault.write("noor", OTHER, b"2")
        places = list(vault.places())
        assert {place.partition("/")[2] for place in places} == {ONE, OTHER}
        for place in places:
            vault.delete_at(place)
        assert list(vault.places()) == []

    def test_files_of_others_in_the_folder_are_none_of_ours(self, tmp_path: Path) -> None:
        vault = Vault(str(tmp_path), SECRET)
        vault.write("asha", ONE, b"1")
        (tmp_path / ".DS_Store").write_bytes(b"")
        (tmp_path / "deep" / ("a" * 32)).mkdir(parents=True)
        (tmp_path / "deep" / ("a" * 32) / ONE).write_bytes(b"")
        assert len(list(vault.places())) == 1


def test_it_lies_where_the_settings_say(tmp_path: Path) -> None:
    Vault.open(Settings(var=tmp_path)).write("asha", ONE, b"1")
    assert only_file(tmp_path / "photographs").name == ONE
    elsewhere = tmp_path / "elsewhere"
    Vault.open(Settings(var=tmp_path, photo_store=str(elsewhere))).write("asha", ONE, b"1")
    assert only_file(elsewhere).name == ONE
