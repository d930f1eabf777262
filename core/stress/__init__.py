"""A plan replayed over many futures of need: how often it falls short, and what it would have cost to know."""
