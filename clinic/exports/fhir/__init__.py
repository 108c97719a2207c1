"""An intake as a FHIR bundle: `bundle` puts together what the modules beside it each tell."""

from clinic.exports.fhir.bundle import bundle

__all__ = ["bundle"]
