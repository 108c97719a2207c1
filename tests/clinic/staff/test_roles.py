"""Each role may do what its work needs."""

from __future__ import annotations

from clinic.staff.roles import ALLOWED, May, Role


def test_every_role_is_spelled_out() -> None:
    assert set(ALLOWED) == set(Role)


def test_only_a_clinician_approves_and_only_an_admin_leads() -> None:
    assert {role for role in Role if May.APPROVE in ALLOWED[role]} == {Role.DOCTOR, Role.ADMIN}
    assert {role for role in Role if May.LEAD in ALLOWED[role]} == {Role.ADMIN}
    assert {role for role in Role if May.ERASE in ALLOWED[role]} == {Role.ADMIN}
    assert all({May.READ, May.TALK, May.TEND} <= ALLOWED[role] for role in Role)
