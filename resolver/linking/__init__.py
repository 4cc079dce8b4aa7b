"""Finding names in text: chunks → analyses → candidates with evidence → a decision with the document."""
