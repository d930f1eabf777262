"""Metrics by name, what a process counts of them, and the limits beyond which somebody is told."""
