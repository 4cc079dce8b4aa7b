"""What speaks for and against a hit, one small function a kind: see `feature` for how they are registered."""

# Imported for what they register; evidence is told in this order.
from resolver.linking.evidence import before, behind, document, lands, names, namesakes, neighbours, parts
from resolver.linking.evidence.feature import FEATURES

__all__ = ["FEATURES", "before", "behind", "document", "lands", "names", "namesakes", "neighbours", "parts"]
