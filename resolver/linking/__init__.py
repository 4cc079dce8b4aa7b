"""Finding names in text: stretches → readings → candidates with evidence → a decision with the document."""
