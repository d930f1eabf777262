"""Forecast, needs, plan and audit of relief distribution; runs without any user interface."""

__version__ = "0.1.0"
