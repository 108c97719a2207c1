"""Settings come from the environment, are checked on start, and never show a secret."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import make_url

from clinic.settings import ROOT, Settings, load, problems

PASSWORD = "zanzibarquark"
# one value a setting that no clinic can mean, and a word of what is said about it
BAD = {
    "DEWY_WEB_PORT": ("eighty", "integer"),
    "DEWY_ACTIONS_PORT": ("0", "greater"),
    "DEWY_RASA_PORT": ("70000", "65535"),
    "DEWY_WEB_HOST": ("http://example.com:8000", "host name"),
    "DATABASE_URL": (f"mysql://dewy:{PASSWORD}@db/dewy", "postgresql://"),
    "DEWY_PHOTO_STORE": ("memory://photographs", "processes share it"),
    "DEWY_SECRET": (PASSWORD, "32 random characters"),
    "DEWY_COUNTRY": ("India", "ISO 3166-1"),
    "DEWY_TIMEZONE": ("India", "such as Asia/Kolkata"),
    "DEWY_LATITUDE": ("91", "90"),
    "DEWY_LOG_LEVEL": ("loud", "WARNING"),
    "DEWY_CLINIC_NAME": ("   ", "at least 1"),
    "DEWY_CLINIC_HOURS": ("x" * 201, "at most 200"),
    "DEWY_CLINIC_PHONE": ("call us", "+91 11 2345 6789"),
    "DEWY_EXFOLIATION": ('{"caps.dry": 9}', "caps.dry must be a number from 0.5 to 5"),
    "DEWY_TONE": ("cheeky", "formal"),
    "DEWY_ACCENT": ("#777777", "contrast is 4.47 to 1"),
    "DEWY_EMERGENCY_NUMBER": ("ring", "+91 11 2345 6789"),
    "DEWY_CRISIS_NUMBER": ("116 123", "DEWY_CRISIS_NAME"),
    "DEWY_ABANDONED_AFTER_HOURS": ("0", "greater"),
    "DEWY_ORIGINS": ("https://clinic.example/page", "https://www.clinic.example"),
    "DEWY_SESSION": ("jar", "token"),
    "DEWY_LINK_HOSTS": ("https://clinic.example", "www.clinic.example"),
    "DEWY_MESSAGES_A_MINUTE": ("0", "greater"),
    "DEWY_REQUESTS_A_MINUTE": ("many", "integer"),
    "DEWY_PHOTOS_AN_HOUR": ("-1", "greater"),
    "DEWY_SMTP_SECURITY": ("ssl", "starttls"),
    "DEWY_SMTP_PORT": ("0", "greater"),
    "DEWY_ALERT_WEBHOOK": (f"ftp://x/{PASSWORD}", "https://"),
    "DEWY_REMIND_NOW_MINUTES": ("0", "greater"),
    "DEWY_REMIND_SAME_DAY_MINUTES": ("soon", "integer"),
    "DEWY_REMINDERS": ("21", "20"),
}
# what mail needs, whole
MAIL = {
    "smtp_host": "mail.example",
    "alert_from": "dewy@clinic.example",
    "alert_to": "a@b.example",
}


def refusal(**given: object) -> str:
    with pytest.raises(ValidationError) as refused:
        Settings(**given)  # type: ignore[arg-type]
    return "\n".join(problems(refused.value))


class TestDefaults:
    def test_only_this_machine_is_served_and_data_lie_in_the_project(self) -> None:
        settings = Settings()
        assert settings.web_url == "http://127.0.0.1:8000"
        assert settings.actions_url == "http://127.0.0.1:5055"
        assert settings.rasa_url == "http://127.0.0.1:5005"
        assert settings.records_url == f"sqlite:///{ROOT}/var/dewy.db"
        assert settings.tracker_url == f"sqlite:///{ROOT}/var/tracker.db"
        assert settings.photographs_url == f"{ROOT}/var/photographs"

    def test_the_example_documents_every_setting_with_its_default(self) -> None:
        example = (ROOT / ".env.example").read_text("utf-8")
        settings = Settings()
        for name, field in Settings.model_fields.items():
            variable = field.validation_alias or f"DEWY_{name.upper()}"
            default = getattr(settings, name)
            written = ",".join(map(str, default)) if isinstance(default, tuple) else default
            written = "true" if default is True else str(written or "")
            shown = {"var": "var", "database_url": "postgresql://"}.get(name, written)
            assert f"\n# {variable}={shown}" in example


class TestEnvironment:
    def test_it_wins_over_the_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "env"
        file.write_text("DEWY_WEB_PORT=9001\nDEWY_CLINIC_NAME='Clínica Rocío'\n", "utf-8")
        monkeypatch.setenv("DEWY_WEB_PORT", "9002")
        settings = Settings(_env_file=file)  # type: ignore[call-arg]  # pydantic-settings' own
        assert (settings.web_port, settings.clinic_name) == (9002, "Clínica Rocío")

    def test_an_empty_value_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in (*BAD, "DEWY_VAR"):
            monkeypatch.setenv(name, "")
        assert Settings() == Settings(_env_file=None)  # type: ignore[call-arg]  # likewise

    @pytest.mark.parametrize(("given", "country"), [("gb", "GB"), (" us ", "US"), ("IN", "IN")])
    def test_case_and_blanks_do_not_matter(self, given: str, country: str) -> None:
        assert Settings(country=given).country == country

    @pytest.mark.parametrize("folder", ["data", "../elsewhere", "/srv/dewy"])
    def test_data_lie_relative_to_the_project_wherever_it_is_called(
        self, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("DEWY_VAR", folder)
        assert Settings().var == ROOT / folder


@pytest.mark.parametrize("name", ["clinic_name", "crisis_name", "clinic_hours"])
@pytest.mark.parametrize("text", ["Lumina\nBcc: x@evil.example", "a\r\nb", "a\0b", "a\u2028b"])
def test_a_name_is_one_line(name: str, text: str) -> None:
    assert "must be one line without control characters" in refusal(**{name: text})


def test_a_name_may_be_of_any_script() -> None:
    # with the joiner that some scripts are written with
    assert Settings(clinic_name="क्\u200dष Haut & Co.").clinic_name == "क्\u200dष Haut & Co."


class TestClock:
    # of one day at Greenwich; in India it is the next one
    EVENING = dt.datetime(2026, 5, 3, 20, tzinfo=dt.UTC)

    @pytest.fixture
    def machine(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
        """Set the machine's clock."""

        def set_to(zone: str) -> None:
            monkeypatch.setenv("TZ", zone)
            time.tzset()

        yield set_to
        monkeypatch.undo()
        time.tzset()

    @pytest.fixture
    def without_zones(self) -> Iterator[None]:
        """A machine that knows no time zones."""
        zoneinfo.reset_tzpath(to=[])
        zoneinfo.ZoneInfo.clear_cache()
        yield
        zoneinfo.reset_tzpath()

    @pytest.mark.parametrize(
        ("zone", "day"), [("Asia/Kolkata", 4), (" America/New_York ", 3), ("UTC", 3)]
    )
    def test_a_day_is_that_of_the_clinic(self, zone: str, day: int) -> None:
        assert Settings(timezone=zone).day(self.EVENING) == dt.date(2026, 5, day)

    @pytest.mark.parametrize(("zone", "day"), [("Asia/Kolkata", 4), ("America/New_York", 3)])
    def test_without_a_zone_it_is_that_of_the_machine(
        self, machine: Callable[[str], None], zone: str, day: int
    ) -> None:
        machine(zone)
        assert Settings().day(self.EVENING) == dt.date(2026, 5, day)

    def test_the_machines_summer_time_is_kept(self, machine: Callable[[str], None]) -> None:
        machine("Europe/Berlin")
        winter, summer = (dt.datetime(2026, month, 10, 22, 30, tzinfo=dt.UTC) for month in (1, 7))
        settings = Settings()
        assert settings.day(winter) == dt.date(2026, 1, 10)
        assert settings.day(summer) == dt.date(2026, 7, 11)

    def test_the_clinics_zone_wins_over_the_machines(self, machine: Callable[[str], None]) -> None:
        machine("America/New_York")
        assert Settings(timezone="Asia/Kolkata").day(self.EVENING) == dt.date(2026, 5, 4)

    @pytest.mark.parametrize(
        "given", ["Asia", "IST", "+05:30", "../etc/passwd", "/etc/localtime", "Asia/\0"]
    )
    def test_what_is_no_zone_is_refused(self, given: str) -> None:
        expected = "DEWY_TIMEZONE: must be a time zone, such as Asia/Kolkata"
        assert refusal(timezone=given) == expected

    def test_a_zone_is_known_where_the_machine_knows_none(self, without_zones: None) -> None:
        assert Settings(timezone="Asia/Kolkata").day(self.EVENING) == dt.date(2026, 5, 4)


class TestPhotographs:
    @pytest.mark.parametrize("folder", ["pictures", "../elsewhere", "/srv/pictures"])
    def test_a_folder_is_relative_to_the_project(
        self, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("DEWY_PHOTO_STORE", folder)
        assert Settings().photographs_url == str(ROOT / folder)

    def test_an_address_stands_as_it_is(self, tmp_path: Path) -> None:
        url = f"file://{tmp_path}"
        assert Settings(photo_store=url).photographs_url == url

    @pytest.mark.parametrize("url", ["nonsense://bucket", "dropbox://folder"])
    def test_a_file_system_that_is_not_installed_is_refused_at_the_start(self, url: str) -> None:
        assert "is installed" in refusal(photo_store=url)


class TestWebsites:
    def test_they_are_origins_as_browsers_state_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEWY_ORIGINS", "https://Lumina.example/, http://localhost:8080")
        assert Settings().origins == ("https://lumina.example", "http://localhost:8080")

    @pytest.mark.parametrize(
        "given", ["*", "null", "lumina.example", "https://*.example", "https://a@b.example"]
    )
    def test_what_would_let_others_in_is_refused(self, given: str) -> None:
        assert "DEWY_ORIGINS" in refusal(origins=given)

    def test_links_lead_to_named_hosts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEWY_LINK_HOSTS", "Lumina.example, www.lumina.example")
        assert Settings().link_hosts == ("lumina.example", "www.lumina.example")


class TestDatabase:
    @pytest.mark.parametrize(
        "scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"]
    )
    def test_any_common_form_of_postgresql_serves_both_environments(self, scheme: str) -> None:
        rest = f"dewy:{PASSWORD}%40%2F@db.example:5433/dewy?sslmode=require"
        settings = Settings(database_url=f"{scheme}://{rest}")
        assert settings.records_url == f"postgresql+psycopg://{rest}"
        assert settings.tracker_url == f"postgresql://{rest}"
        assert settings.records_file is None

    def test_a_file_of_sqlite_is_relative_to_the_project(self) -> None:
        assert Settings(database_url="sqlite:///x/a.db").records_url == f"sqlite:///{ROOT}/x/a.db"
        assert Settings(database_url="sqlite:////x/a.db").records_file == Path("/x/a.db")

    def test_conversations_beside_sqlite_have_a_file_of_their_own(self, tmp_path: Path) -> None:
        settings = Settings(var=tmp_path, database_url="sqlite:///x.db")
        assert settings.tracker_url == f"sqlite:///{tmp_path}/tracker.db"

    @pytest.mark.parametrize(
        "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"]
    )
    def test_memory_is_refused_as_processes_share_it(self, url: str) -> None:
        assert "must name a file" in refusal(database_url=url)

    @given(st.text(min_size=1))
    def test_any_password_survives(self, password: str) -> None:
        given = make_url("postgresql://dewy@db/dewy").set(password=password)
        settings = Settings(database_url=given.render_as_string(hide_password=False))
        for url in (settings.records_url, settings.tracker_url):
            assert make_url(url).password == password
        assert "$" not in settings.tracker_url, "Rasa would look for a variable"


class TestAlerts:
    def test_several_recipients_are_separated_by_commas(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in MAIL.items():
            monkeypatch.setenv(f"DEWY_{name.upper()}", value)
        monkeypatch.setenv("DEWY_ALERT_TO", " nurse@clinic.example,dr.rao+skin@clinic.example, ")
        assert Settings().alert_to == ("nurse@clinic.example", "dr.rao+skin@clinic.example")

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (
                {"smtp_host": "mail.example", "alert_to": "a@b.example"},
                "DEWY_ALERT_FROM: is missing",
            ),
            (
                {"smtp_host": "mail.example", "alert_from": "a@b.example"},
                "DEWY_ALERT_TO: is missing",
            ),
            ({"alert_to": "a@b.example"}, "DEWY_ALERT_TO: needs DEWY_SMTP_HOST"),
            ({"alert_webhook": f"https://x/{PASSWORD}"}, "DEWY_ALERT_SECRET: is missing"),
            ({"smtp_user": "dewy"}, "DEWY_SMTP_PASSWORD: goes together with DEWY_SMTP_USER"),
            ({"smtp_password": PASSWORD}, "DEWY_SMTP_PASSWORD: goes together with DEWY_SMTP_USER"),
            (
                {"smtp_user": "dewy", "smtp_password": PASSWORD, "smtp_security": "none", **MAIL},
                "DEWY_SMTP_PASSWORD: would be sent readable",
            ),
        ],
    )
    def test_what_belongs_together_is_asked_for_together(
        self, given: dict[str, str], said: str
    ) -> None:
        line = refusal(**given)
        assert line.startswith(said) and "\n" not in line and PASSWORD not in line

    @pytest.mark.parametrize("address", ["Dr Rao <a@b.example>", "a@b@c", "nurse", "a b@c.example"])
    def test_an_address_stands_alone(self, address: str) -> None:
        said = refusal(**{**MAIL, "alert_to": f"ok@b.example,{address}"})
        assert said == "DEWY_ALERT_TO: must be an e-mail address alone, such as team@clinic.example"

    def test_no_print_shows_a_secret(self) -> None:
        settings = Settings(
            **MAIL,
            smtp_user="dewy",
            smtp_password=PASSWORD,
            alert_webhook=f"https://x.example/{PASSWORD}",
            alert_secret=PASSWORD,
        )
        assert PASSWORD not in f"{settings!r}{settings}"


class TestWebHost:
    @pytest.mark.parametrize(
        ("host", "url"),
        [
            ("0.0.0.0", "http://127.0.0.1:8000"),
            ("::", "http://[::1]:8000"),
            ("::1", "http://[::1]:8000"),
            ("localhost", "http://localhost:8000"),
            ("clinic.example", "http://clinic.example:8000"),
        ],
    )
    def test_the_page_has_an_address_here(self, host: str, url: str) -> None:
        assert Settings(web_host=host).web_url == url

    @pytest.mark.parametrize(
        "host", ["127.0.0", "1.2.3.4.5", "a b", "a;b", "$(x)", "-x", "*", "127.0.0.1:8000"]
    )
    def test_what_nothing_can_listen_on_is_refused(self, host: str) -> None:
        assert refusal(web_host=host).startswith("DEWY_WEB_HOST: must be an IP address")


class TestErrors:
    @pytest.mark.parametrize("name", BAD)
    def test_each_bad_setting_gets_one_line_that_names_it(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        value, word = BAD[name]
        monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            load()
        line = str(ended.value)
        assert line.startswith(f"settings: {name}: ") and "\n" not in line
        assert word in line and PASSWORD not in line

    def test_all_of_them_are_named_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, (value, _) in BAD.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            load()
        lines = str(ended.value).splitlines()
        assert sorted(line.split(": ")[1] for line in lines) == sorted(BAD)

    def test_two_processes_cannot_have_one_port(self) -> None:
        said = refusal(actions_port=5055, rasa_port=5055)
        assert said == "DEWY_RASA_PORT: must differ from DEWY_ACTIONS_PORT"
        assert refusal(actions_port=8000) == "DEWY_ACTIONS_PORT: must differ from DEWY_WEB_PORT"

    @given(
        st.sampled_from(
            ["mysql://u:{}@h/d", "{}", "://{}", "postgresql://u:{}@h:port/d", "oracle:{}"]
        ),
        st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20),
    )
    def test_no_error_and_no_print_shows_a_secret(self, form: str, tail: str) -> None:
        secret = PASSWORD + tail
        try:
            shown = repr(Settings(database_url=form.format(secret)))
        except ValidationError as error:
            shown = f"{error}{error!r}{list(problems(error))}"
        assert PASSWORD not in shown

    def test_the_command_line_says_it_too(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "clinic", "migrate"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": f"mysql://dewy:{PASSWORD}@db/dewy"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr == (
            "settings: DATABASE_URL: must be a postgresql:// or sqlite:/// address\n"
        )
