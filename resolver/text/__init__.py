"""Text as the stages see it: tokens with spans in the original, folding, scripts, romanization."""
