"""Waybills on paper: sealed, written to a file, read back and verified without a network."""

from core.waybill.seal import Seal as Seal, seal_waybill as seal_waybill
