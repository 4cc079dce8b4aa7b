"""Other formats: one module each, from lines to records and, where it makes sense, back."""
