"""Passwords: only what cannot be guessed, and only as a hash."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.staff import passwords
from clinic.staff.passwords import LONGEST, SHORTEST, WeakPasswordError


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "password1234",
        "qwertyuiop12",
        "aaaaaaaaaaaaaaaa",
        "luminaclinic1",
        "anjalirao1985",
        "x" * (LONGEST + 1),
    ],
)
def test_what_can_be_guessed_is_refused_with_a_reason(password: str) -> None:
    with pytest.raises(WeakPasswordError, match=r"\.$"):
        passwords.check(password, "Anjali Rao", "anjali.rao@clinic.example", "Lumina Clinic")


@pytest.mark.parametrize(
    "password", ["glade tundra wicker omelet", "pX7-gq2!vLm9", "झरना पहाड़ नदी किताब"]
)
def test_what_cannot_is_taken(password: str) -> None:
    passwords.check(password, "Anjali Rao")


def test_a_password_that_is_shown_once_is_good_enough_and_another_each_time() -> None:
    shown = {passwords.random_password() for _ in range(20)}
    assert len(shown) == 20
    for each in shown:
        passwords.check(each, "admin")


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=SHORTEST, max_size=LONGEST), st.text(min_size=1, max_size=LONGEST))
def test_only_the_right_one_is_verified(password: str, other: str) -> None:
    kept = passwords.hashed(password)
    assert kept.startswith("$argon2id$") and password not in kept
    assert passwords.verified(password, kept) == (True, None)
    assert passwords.verified(other, kept)[0] == (other == password)


def test_nobody_has_any_password() -> None:
    assert passwords.verified("whatever it is", None) == (False, None)


def test_one_that_is_kept_with_older_parameters_is_to_be_kept_anew() -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    older = Argon2Hasher(time_cost=1, memory_cost=8192).hash("glade tundra wicker")
    right, anew = passwords.verified("glade tundra wicker", older)
    assert right and anew is not None and anew != older
