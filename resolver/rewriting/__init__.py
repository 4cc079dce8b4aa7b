"""Mentions → new text, and the record of every edit. The only place where text is produced."""

from resolver.rewriting.edits import Rewrite, apply_edits, compose, edits_of

__all__ = ["Rewrite", "apply_edits", "compose", "edits_of"]
