"""What really arrived: receipts against waybills, the last cycle as planned and as it was, what a count should find."""

from core.receipts.against_waybills import (
    OVERDUE_DAYS as OVERDUE_DAYS,
    check_against_waybills as check_against_waybills,
    overdue_waybills as overdue_waybills,
)
from core.receipts.cycle import CycleTable as CycleTable, compare_cycle as compare_cycle
from core.receipts.expected_stock import ExpectedStock as ExpectedStock, expected_stock as expected_stock
from core.receipts.received_lines import ReceivedLines as ReceivedLines, received_lines as received_lines
from core.receipts.waybill_lines import waybill_lines as waybill_lines
