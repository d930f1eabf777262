"""Logging, configured by the doors only: one line an event, with its keys, never a row about persons."""

import logging


def configure_logging(level: int = logging.INFO) -> None:
    """Send events of this program to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("core")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = False
