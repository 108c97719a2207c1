"""Encrypted files of patients, each in its owner's folder: on disk, or in an object store."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import fsspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from clinic.secret import clinic_secret, derive
from clinic.settings import Settings

NAME: Final = re.compile(r"[0-9a-f]{32}(\.[a-z]{1,16})?")
PLACE: Final = re.compile(rf"[0-9a-f]{{32}}/{NAME.pattern}")
# What the first byte of a file says of the rest: a nonce of 96 bits, then AES-256-GCM (SP 800-38D).
VERSION: Final = b"\x01"
NONCE_BYTES: Final = 12
FOLDER_DIGITS: Final = 32


class SpoiltFileError(LookupError):
    """The file is not what was written there: changed, moved, cut off, or under another secret."""

    def __init__(self) -> None:
        super().__init__("the file cannot be decrypted")


class Vault:
    """Writes and reads files that nobody can read, or put in each other's place, elsewhere.

    A name is 32 hexadecimal digits, which an ending of small letters may follow (`.overlay`); any
    other is refused before it becomes part of a path.
    """

    def __init__(self, url: str, secret: SecretStr) -> None:
        """Use the folder at an address of fsspec: a path, `s3://bucket/folder`, ..."""
        # another process writes too: what was listed a minute ago says nothing
        self._files, self._root = fsspec.url_to_fs(url, use_listings_cache=False)
        self._cipher = AESGCM(derive(secret, "photographs"))
        self._folder_key = derive(secret, "folders of photographs")

    @classmethod
    def open(cls, settings: Settings) -> Vault:
        """Use the folder and the secret that the settings name.

        Raises:
            SecretUnusableError: as of `clinic_secret`.
        """
        return cls(settings.photographs_url, clinic_secret(settings))

    def write(self, owner: str, name: str, data: bytes) -> None:
        """Keep a file of an owner."""
        place = self._place(owner, name)
        nonce = os.urandom(NONCE_BYTES)
        sealed = VERSION + nonce + self._cipher.encrypt(nonce, data, place.encode())
        self._files.makedirs(self._path(place.partition("/")[0]), exist_ok=True)
        self._files.pipe_file(self._path(place), sealed)

    def read(self, owner: str, name: str) -> bytes:
        """Return a file of an owner.

        Raises:
            LookupError: the owner has no such file.
            SpoiltFileError: it is not as it was written.
        """
        place = self._place(owner, name)
        try:
            sealed: bytes = self._files.cat_file(self._path(place))
        except FileNotFoundError:
            raise LookupError("there is no such file") from None
        nonce, encrypted = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            if sealed[:1] != VERSION:
                raise SpoiltFileError
            return self._cipher.decrypt(nonce, encrypted, place.encode())
        except (InvalidTag, ValueError):
            raise SpoiltFileError from None

    def holds(self, owner: str, name: str) -> bool:
        """Tell whether an owner has such a file."""
        return bool(self._files.exists(self._path(self._place(owner, name))))

    def delete(self, owner: str, name: str) -> None:
        """Delete a file of an owner; one that is not there is no error."""
        self.delete_at(self._place(owner, name))

    def delete_all(self, owner: str) -> None:
        """Delete every file of an owner."""
        with suppress(FileNotFoundError):
            self._files.rm(self._path(self._folder(owner)), recursive=True)

    def places(self) -> Iterator[str]:
        """Yield where each file lies, as `folder/name`; what is not ours is left out."""
        for path in self._files.find(self._root):
            place = "/".join(path.split("/")[-2:])
            if PLACE.fullmatch(place) and path == self._path(place):
                yield place

    def delete_at(self, place: str) -> None:
        """Delete the file that lies there; one that is not there is no error."""
        with suppress(FileNotFoundError):
            self._files.rm_file(self._path(place))

    def _place(self, owner: str, name: str) -> str:
        if not NAME.fullmatch(name):
            raise LookupError("there is no such file")
        return f"{self._folder(owner)}/{name}"

    def _folder(self, owner: str) -> str:
        """Return a folder's name that tells nobody whose it is."""
        digest = hmac.new(self._folder_key, owner.encode(), hashlib.sha256)
        return digest.hexdigest()[:FOLDER_DIGITS]

    def _path(self, place: str) -> str:
        return f"{self._root}/{place}"
