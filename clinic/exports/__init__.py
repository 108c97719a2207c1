"""An intake as what other systems and paper take: FHIR, one page as PDF, the queue as CSV."""
