"""An intake as FHIR: valid, whole in itself, and with nothing in it that nobody said."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings

from clinic.exports.fhir import bundle
from clinic.exports.fhir.questionnaire import questions
from clinic.reviews.file import Given, PatientFile
from regimen import FACT_KEYS
from tests.clinic.exports.files import (
    ANY_FILE,
    BEGUN,
    LATER,
    MADE,
    patient_file,
    rich_file,
    stated,
)

Json = dict[str, Any]
# Value sets that R4 requires.
STATUSES = {
    "Questionnaire": {"draft", "active", "retired", "unknown"},
    "QuestionnaireResponse": {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
    "Observation": {"registered", "preliminary", "final", "amended", "corrected", "cancelled"},
    "Flag": {"active", "inactive", "entered-in-error"},
    "Consent": {"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"},
}
SYSTEM = "https://clinic.example/dewy"


def exported(file: PatientFile) -> Bundle:
    return bundle(file, "Glow Clinic", made_at=MADE, system=SYSTEM)


def resources(file: PatientFile, kind: str | None = None) -> list[Json]:
    whole = json.loads(exported(file).model_dump_json())
    found = [entry["resource"] for entry in whole["entry"]]
    return [each for each in found if kind in (None, each["resourceType"])]


def codes(concept: Json) -> set[tuple[str, str]]:
    return {(each["system"], each["code"]) for each in concept.get("coding", ())}


def answers(file: PatientFile) -> dict[str, list[Json]]:
    [response] = resources(file, "QuestionnaireResponse")
    return {item["linkId"]: item["answer"] for item in response.get("item", ())}


def observation(file: PatientFile, code: str) -> Json:
    [found] = [
        each
        for each in resources(file, "Observation")
        if code in {coding["code"] for coding in each["code"]["coding"]}
    ]
    return found


def everything_in(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from everything_in(inner)


def problems(whole: Bundle) -> list[str]:
    """What R4 asks for and the library does not look at."""
    parsed = json.loads(whole.model_dump_json())
    addresses = [entry["fullUrl"] for entry in parsed["entry"]]
    found = [] if len(set(addresses)) == len(addresses) else ["bdl-7: two of one address"]
    for entry in parsed["entry"]:
        resource = entry["resource"]
        if entry["fullUrl"] != f"urn:uuid:{resource['id']}":
            found.append(f"{entry['fullUrl']} is not the address of {resource['id']}")
        kind = resource["resourceType"]
        if kind in STATUSES and resource["status"] not in STATUSES[kind]:
            found.append(f"{kind} has no status {resource['status']}")
        if kind == "Consent" and not {"policy", "policyRule"} & set(resource):
            found.append("ppc-1: a consent without a policy")
        for part in everything_in(resource):
            reference = part.get("reference")
            if isinstance(reference, str) and reference not in addresses:
                found.append(f"{reference} leads nowhere")
    return found


@settings(max_examples=60)
@given(ANY_FILE)
def test_whatever_is_known_the_bundle_is_whole_and_survives_json(file: PatientFile) -> None:
    made = exported(file)
    assert problems(made) == []
    assert Bundle.model_validate_json(made.model_dump_json()) == made


@settings(max_examples=60)
@given(ANY_FILE)
def test_each_answer_is_to_a_question_and_one_of_its_options(file: PatientFile) -> None:
    [asked] = resources(file, "Questionnaire")
    [response] = resources(file, "QuestionnaireResponse")
    assert response["questionnaire"] == asked["url"]
    by_link = {item["linkId"]: item for item in everything_in(asked) if "linkId" in item}
    for item in everything_in(response):
        if "linkId" in item:
            question = by_link[item["linkId"]]
            assert question.get("repeats") or len(item["answer"]) == 1
            options = [each["valueCoding"] for each in question.get("answerOption", ())]
            for answer in item["answer"]:
                assert "valueCoding" not in answer or answer["valueCoding"] in options


def test_a_file_with_something_of_everything_is_whole() -> None:
    assert problems(exported(rich_file())) == []


def test_there_is_a_question_for_each_fact_but_red_flags() -> None:
    assert [each.link for each in questions()] == [key for key in FACT_KEYS if key != "red_flags"]


def test_two_exports_of_an_intake_differ_in_their_time_alone() -> None:
    first, second = (
        bundle(rich_file(), "Glow Clinic", made_at=at).model_dump() for at in (BEGUN, MADE)
    )
    assert first.pop("timestamp") != second.pop("timestamp")
    assert first == second


def test_two_clinics_share_no_ids() -> None:
    one, other = (
        {entry.fullUrl for entry in bundle(patient_file(), name, made_at=MADE).entry or ()}
        for name in ("Glow Clinic", "Dew Clinic")
    )
    assert not one & other


class TestAnEmptyFile:
    def test_has_nobody_and_nothing_invented(self) -> None:
        kinds = [each["resourceType"] for each in resources(patient_file())]
        assert kinds == ["Patient", "Organization", "Device", "Questionnaire", "QuestionnaireResponse"]  # fmt: skip

    def test_knows_a_patient_by_number_alone(self) -> None:
        [patient] = resources(patient_file(), "Patient")
        assert set(patient) == {"resourceType", "id", "identifier", "managingOrganization"}
        assert patient["identifier"] == [{"system": f"{SYSTEM}/patients", "value": "7"}]

    def test_answers_nothing(self) -> None:
        assert answers(patient_file()) == {}


class TestThePatient:
    def test_has_the_name_that_staff_gave(self) -> None:
        [patient] = resources(patient_file(label="आशा राव"), "Patient")
        assert patient["name"] == [{"use": "usual", "text": "आशा राव"}]

    def test_has_no_name_where_staff_gave_a_number(self) -> None:
        [patient] = resources(patient_file(label="4711/26"), "Patient")
        assert "name" not in patient
        assert {"use": "secondary", "value": "4711/26"} in patient["identifier"]

    def test_has_no_birth_date_but_an_age(self) -> None:
        file = patient_file({"age": 29})
        assert "birthDate" not in resources(file, "Patient")[0]
        age = observation(file, "age")
        assert ("http://loinc.org", "21612-7") in codes(age["code"])
        assert age["valueQuantity"] == {
            "value": 29,
            "unit": "years",
            "system": "http://unitsofmeasure.org",
            "code": "a",
        }

    def test_is_not_named_as_the_messenger_does(self) -> None:
        assert rich_file().sender not in exported(rich_file()).model_dump_json()


class TestAnswers:
    def test_a_product_has_its_use_under_it(self) -> None:
        file = patient_file(
            {"products": [{"id": "retinol", "status": "current", "per_week": 2, "when": "pm"}]}
        )
        [answer] = answers(file)["products"]
        assert answer["valueCoding"]["code"] == "retinol"
        under = {item["linkId"]: item["answer"][0] for item in answer["item"]}
        assert under["products.status"]["valueCoding"]["code"] == "current"
        assert under["products.per_week"]["valueQuantity"]["value"] == 2
        assert under["products.when"]["valueCoding"]["code"] == "pm"

    def test_a_range_has_its_upper_end_under_the_lower(self) -> None:
        [answer] = answers(patient_file({"sleep_hours": [5, 6]}))["sleep_hours"]
        [upper] = answer["item"]
        assert answer["valueQuantity"]["value"] == 5
        assert upper["linkId"] == "sleep_hours.to"
        assert upper["answer"][0]["valueQuantity"]["value"] == 6

    def test_none_is_an_answer_and_silence_is_not(self) -> None:
        known = answers(patient_file({"medications": [], "allergies": []}))
        assert [each["valueCoding"]["code"] for each in known["medications"]] == ["none"]
        assert [each["valueCoding"]["code"] for each in known["allergies"]] == ["none"]
        assert set(known) == {"medications", "allergies"}

    def test_false_is_an_answer(self) -> None:
        assert answers(patient_file({"spf_reapply": False}))["spf_reapply"] == [{"valueBoolean": False}]  # fmt: skip

    @pytest.mark.parametrize(
        ("progress", "status"),
        [("open", "in-progress"), ("abandoned", "stopped"), ("emergency", "stopped"), ("completed", "completed")],
    )  # fmt: skip
    def test_say_how_far_the_intake_came(self, progress: str, status: str) -> None:
        done = LATER if progress == "completed" else None
        file = patient_file({"age": 29}, progress=progress, completed_at=done)
        assert resources(file, "QuestionnaireResponse")[0]["status"] == status

    def test_say_that_something_changed_after_the_plan(self) -> None:
        earlier = BEGUN.replace(hour=8)
        file = patient_file({"age": 29}, progress="completed", completed_at=earlier)
        assert resources(file, "QuestionnaireResponse")[0]["status"] == "amended"


class TestObservations:
    def test_a_score_stands_with_its_uncertainty(self) -> None:
        redness = observation(rich_file(), "redness")
        assert redness["valueQuantity"]["value"] == 41.5
        assert redness["effectiveDateTime"] == LATER.isoformat().replace("+00:00", "Z")
        parts = {each["code"]["coding"][0]["code"]: each for each in redness["component"]}
        assert parts["uncertainty"]["valueQuantity"]["value"] == 2
        assert parts["left_cheek"]["valueQuantity"]["value"] == 57.6
        assert redness["interpretation"][0]["text"] == "moderate"

    def test_a_refused_photograph_has_none(self) -> None:
        pictures = rich_file().pictures[:1]
        assert resources(patient_file(pictures=pictures), "Observation") == []

    def test_the_exfoliation_stands_against_its_cap(self) -> None:
        load = observation(rich_file(), "exfoliation")
        assert load["valueQuantity"]["value"] == 13
        assert load["referenceRange"][0]["high"]["value"] == 0
        assert "H" in {coding["code"] for coding in load["interpretation"][0]["coding"]}

    def test_a_range_of_hours_is_a_range(self) -> None:
        sleep = observation(rich_file(), "sleep_hours")
        assert [sleep["valueRange"][end]["value"] for end in ("low", "high")] == [5, 6]

    @pytest.mark.parametrize(
        ("key", "value", "code"),
        [
            ("smoking", "former", "8517006"),
            ("pregnancy", "possible", "146799005"),
            ("pregnancy", "trying", None),
            ("stress", "high", None),
        ],
    )
    def test_an_answer_has_a_standards_code_only_where_one_is_sure(
        self, key: str, value: str, code: str | None
    ) -> None:
        answer = observation(patient_file({key: value}), key)["valueCodeableConcept"]
        snomed = {("http://snomed.info/sct", code)} if code else set()
        assert codes(answer) == snomed | {(f"urn:dewy:facts:{key}", value)}

    def test_what_staff_stated_is_not_said_to_be_the_patients(self) -> None:
        [patient] = resources(patient_file(), "Patient")
        [age] = resources(patient_file(stated=stated({"age": 29}, origin="staff")), "Observation")
        assert age["performer"] != [{"reference": f"urn:uuid:{patient['id']}"}]


class TestFlags:
    def test_each_warning_given_is_one(self) -> None:
        file = rich_file()
        rules = {
            coding["code"]
            for flag in resources(file, "Flag")
            for coding in flag["code"]["coding"]
            if coding["system"] == "urn:dewy:warnings"
        }
        assert rules == {each.rule for each in file.warnings}

    def test_a_warning_that_no_longer_holds_is_inactive(self) -> None:
        file = patient_file(
            {"spf_use": "daily"}, warnings=(Given("spf_skipped", "caution", "Wear it.", BEGUN),)
        )
        assert [flag["status"] for flag in resources(file, "Flag")] == ["inactive"]

    def test_medical_flags_and_reasons_of_the_triage_are_some_too(self) -> None:
        said = {flag["code"]["text"] for flag in resources(rich_file(), "Flag")}
        assert {"trying for a baby", "allergic to aspirin", "changing mole"} <= said


class TestConsents:
    def test_say_what_became_of_each(self) -> None:
        found = resources(rich_file(), "Consent")
        assert [each["status"] for each in found] == ["active", "rejected", "inactive"]
        assert found[2]["provision"]["period"]["end"] == MADE.isoformat().replace("+00:00", "Z")

    def test_hold_the_text_that_was_shown(self) -> None:
        [source, *_] = [each["sourceAttachment"] for each in resources(rich_file(), "Consent")]
        assert base64.b64decode(source["data"]).decode() == "May I keep your answers?"


class TestProvenance:
    @pytest.mark.parametrize(
        ("origin", "roles"),
        [
            ("said", [("informant", "Patient"), ("assembler", "Device")]),
            ("corrected", [("informant", "Patient"), ("assembler", "Device")]),
            ("inferred", [("author", "Device")]),
            ("staff", [("author", "Organization")]),
        ],
    )
    def test_says_who_said_a_fact(self, origin: str, roles: list[tuple[str, str]]) -> None:
        file = patient_file(stated=stated({"stress": "high"}, origin))
        kinds = {f"urn:uuid:{each['id']}": each["resourceType"] for each in resources(file)}
        [found] = resources(file, "Provenance")
        agents = [
            (agent["type"]["coding"][0]["code"], kinds[agent["who"]["reference"]])
            for agent in found["agent"]
        ]
        assert agents == roles

    def test_points_at_what_rests_on_the_fact_and_holds_the_words(self) -> None:
        file = patient_file({"stress": "high"})
        kinds = {f"urn:uuid:{each['id']}": each["resourceType"] for each in resources(file)}
        [found] = resources(file, "Provenance")
        answer, observed = found["target"]
        assert answer["extension"][0]["valueUri"] == "stress"
        assert kinds[answer["reference"]] == "QuestionnaireResponse"
        assert kinds[observed["reference"]] == "Observation"
        assert found["recorded"] == BEGUN.isoformat().replace("+00:00", "Z")
        assert found["entity"][0]["what"]["display"] == "as they wrote it"

    def test_is_there_for_each_fact_that_is_known(self) -> None:
        file = rich_file()
        assert len(resources(file, "Provenance")) == len(file.facts)
