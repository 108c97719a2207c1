"""The clinic's secret is set or made once, and each purpose has a key of its own."""

from __future__ import annotations

import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from clinic.secret import SecretUnusableError, clinic_secret, derive
from clinic.settings import Settings

GIVEN = "correct horse battery staple " * 2


def secret_of(var: Path) -> str:
    return clinic_secret(Settings(var=var, secret=None)).get_secret_value()


class TestTheSecret:
    def test_it_is_what_the_clinic_set_and_then_no_file_is_made(self, tmp_path: Path) -> None:
        settings = Settings(var=tmp_path, secret=SecretStr(GIVEN))
        assert clinic_secret(settings).get_secret_value() == GIVEN.strip()
        assert list(tmp_path.iterdir()) == []

    def test_without_a_setting_it_is_made_once_in_the_folder_of_the_data(
        self, tmp_path: Path
    ) -> None:
        var = tmp_path / "not" / "there"
        first = secret_of(var)
        assert len(first) >= 43  # 32 random bytes at least
        assert secret_of(var) == first
        assert [file.name for file in var.iterdir()] == ["secret"]

    def test_only_its_owner_reads_the_file(self, tmp_path: Path) -> None:
        secret_of(tmp_path)
        assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600

    def test_processes_that_start_at_once_agree(self, tmp_path: Path) -> None:
        with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as processes:
            assert len(set(processes.map(secret_of, [tmp_path] * 8))) == 1
        assert [file.name for file in tmp_path.iterdir()] == ["secret"]

    @pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 64])
    def test_a_spoilt_file_is_named_and_never_replaced(
        self, tmp_path: Path, content: bytes
    ) -> None:
        (tmp_path / "secret").write_bytes(content)
        with pytest.raises(SecretUnusableError, match=str(tmp_path / "secret")):
            secret_of(tmp_path)
        assert (tmp_path / "secret").read_bytes() == content

    def test_it_never_shows_where_settings_are_printed(self) -> None:
        settings = Settings(secret=SecretStr(GIVEN))
        assert "horse" not in repr(settings) + str(settings.secret)


class TestKeys:
    def test_each_purpose_has_its_own_the_same_each_time(self) -> None:
        secret = SecretStr(GIVEN)
        assert derive(secret, "photographs") == derive(SecretStr(GIVEN), "photographs")
        assert derive(secret, "photographs") != derive(secret, "sessions")
        assert derive(secret, "photographs") != derive(SecretStr(GIVEN + "!"), "photographs")

    def test_they_are_hkdf_with_sha_256_so_that_any_tool_can_restore_them(self) -> None:
        expected = HKDF(SHA256(), 32, salt=None, info=b"dewy/photographs")
        assert derive(SecretStr(GIVEN), "photographs") == expected.derive(GIVEN.encode())
