"""What is known: entities and the lexicon, their models, their files and their lineage."""
