"""Alerts by e-mail, through a real server, encrypted as the settings say."""

from __future__ import annotations

import dataclasses
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from clinic.alerts.alert import Alert, DeliveryError
from clinic.alerts.mail import Mail
from clinic.settings import Settings
from tests.clinic.alerts.receivers import LOGIN, MailServer
from tests.house import free_port

NURSE = "nurse@clinic.example"


def mail(port: int, **differing: object) -> Mail:
    settings = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "alert_from": "dewy@clinic.example",
        "alert_to": NURSE,
        "clinic_name": "Lumière",
    }
    return Mail(Settings(**{**settings, **differing}), NURSE)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What a server needs for TLS, under an authority that this machine trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def starttls_server(served: ssl.SSLContext) -> Iterator[MailServer]:
    with MailServer(starttls=served) as server:
        yield server


async def test_staff_read_how_urgent_it_is_and_what_to_do(
    mail_server: MailServer, alert: Alert
) -> None:
    await mail(mail_server.port).send(alert)
    (received,) = mail_server.mails
    assert received["Subject"] == "[Lumière] Emergency reported: alarm 17"
    assert (received["From"], received["To"]) == ("dewy@clinic.example", NURSE)
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Importance"] == "high"
    text = received.get_content()
    for told in (
        "Level:    now",
        "Reasons:  chemical burn, eye involvement",
        "Reported: 2026-03-01 09:30 UTC",
        'python -m clinic acknowledge 17 --by "YOUR NAME"',
        "Until then this alert is repeated",
    ):
        assert told in text


async def test_a_reminder_says_that_it_is_one_and_the_last_that_it_is_the_last(
    mail_server: MailServer, alert: Alert
) -> None:
    route = mail(mail_server.port, reminders=2)
    for reminder in range(3):
        await route.send(dataclasses.replace(alert, reminder=reminder))
    subjects = [each["Subject"] for each in mail_server.mails]
    assert subjects[1].startswith("Reminder 1: [Lumière] Emergency")
    last = ["not repeated again" in each.get_content() for each in mail_server.mails]
    assert last == [False, False, True]


async def test_a_mail_that_is_sent_twice_keeps_its_id(
    mail_server: MailServer, alert: Alert
) -> None:
    route = mail(mail_server.port)
    for each in (alert, alert, dataclasses.replace(alert, reminder=1)):
        await route.send(each)
    first, again, reminder = (each["Message-ID"] for each in mail_server.mails)
    assert first == again != reminder


async def test_starttls_with_a_login(starttls_server: MailServer, alert: Alert) -> None:
    user, password = LOGIN
    route = mail(
        starttls_server.port, smtp_security="starttls", smtp_user=user, smtp_password=password
    )
    await route.send(alert)
    assert starttls_server.logins == [user]
    assert len(starttls_server.mails) == 1


async def test_tls_from_the_first_byte(served: ssl.SSLContext, alert: Alert) -> None:
    with MailServer(tls=served) as server:
        await mail(server.port, smtp_security="tls").send(alert)
        assert len(server.mails) == 1


async def test_nothing_goes_to_a_server_that_cannot_prove_who_it_is(
    starttls_server: MailServer, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(DeliveryError):
        await mail(starttls_server.port, smtp_security="starttls").send(alert)
    assert starttls_server.mails == []


async def test_starttls_is_never_given_up(mail_server: MailServer, alert: Alert) -> None:
    with pytest.raises(DeliveryError):
        await mail(mail_server.port, smtp_security="starttls").send(alert)
    assert mail_server.mails == []


async def test_a_refused_address_is_an_error_with_the_code_but_no_quotation(
    mail_server: MailServer, alert: Alert
) -> None:
    mail_server.refused = {NURSE}
    with pytest.raises(DeliveryError) as refused:
        await mail(mail_server.port).send(alert)
    assert str(refused.value) == "SMTPRecipientRefused 550 5.1.1"


async def test_a_wrong_password_is_an_error_that_does_not_show_it(
    starttls_server: MailServer, alert: Alert
) -> None:
    route = mail(
        starttls_server.port, smtp_security="starttls", smtp_user="dewy", smtp_password="guessed"
    )
    with pytest.raises(DeliveryError) as refused:
        await route.send(alert)
    assert str(refused.value) == "SMTPAuthenticationError 535 5.7.8"
    assert refused.value.__cause__ is None and refused.value.__suppress_context__


async def test_a_server_that_is_gone_is_an_error(alert: Alert) -> None:
    with pytest.raises(DeliveryError, match="Connect"):
        await mail(free_port()).send(alert)
