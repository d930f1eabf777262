"""Metrics, limits and alerts."""
