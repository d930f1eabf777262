"""Recommended actions: found, weighed by solving again, ranked, answered by people, and scored later."""
