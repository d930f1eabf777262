"""The commands of ``aid``, one family per file."""
