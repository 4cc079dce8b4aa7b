"""The compiled gazetteer: exact phrases, derived forms, fuzzy keys, entity records."""
