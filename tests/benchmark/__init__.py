"""Measured figures; ``python -m tests.benchmark`` prints a table of each benchmark."""
