"""Parts of the page Receipts."""

from ui.receipts_page.receive_view import receive_waybill as receive_waybill
from ui.receipts_page.recorded_view import show_records as show_records
