"""People to item needs by standards that are data."""

from core.needs.arithmetic import NeedArithmetic as NeedArithmetic, explain_need as explain_need
from core.needs.basis import NeedBasis as NeedBasis, with_basis as with_basis
from core.needs.compute import Needs as Needs, compute_needs as compute_needs
from core.needs.standards import (
    KnownStandards as KnownStandards,
    check_profile as check_profile,
    load_profile as load_profile,
    load_standards as load_standards,
)
