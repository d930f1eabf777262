"""Rules about what arrived, what was lost and what people said."""

from core.domain.rules.rule import family

RECORDS = family(
    "Receipts, losses and what people said",
    (
        "received_above_waybill",
        "question",
        "receipts",
        "Good and damaged units of a line, over all its receipts, are more than were sent: by the receipts themselves, "
        "or by the waybill issued here.",
        "Count again, or correct the receipt.",
    ),
    (
        "receipt_sum",
        "question",
        "receipts",
        "Sent is not good + damaged + missing.",
        "Correct one of them.",
    ),
    (
        "receipt_twice",
        "question",
        "receipts",
        "A waybill, place, item and lot have several receipts: they are added up.",
        "Keep one, unless the goods came in parts.",
    ),
    (
        "unknown_receipt",
        "note",
        "receipts",
        "How much arrived good is blank.",
        "Fill it in, 0 if nothing did.",
    ),
    (
        "unknown_waybill",
        "question",
        "receipts",
        "No waybill of this number was issued here, on a day by which the first one had left; older receipts are of "
        "other papers.",
        "Correct the number.",
    ),
    (
        "not_on_waybill",
        "question",
        "receipts",
        "The waybill has no such item, lot or receiver.",
        "Correct item, lot or place.",
    ),
    (
        "sent_against_waybill",
        "question",
        "receipts",
        "The quantity sent is not that of the waybill.",
        "Write what the waybill says.",
    ),
    (
        "receipt_before_dispatch",
        "question",
        "receipts",
        "Received before the truck was to leave.",
        "Correct the date.",
    ),
    (
        "receipt_overdue",
        "question",
        "waybills",
        "7 days after its arrival a waybill has no receipt.",
        "Ask the receiver, and enter what arrived.",
    ),
    (
        "loss_above_stock",
        "question",
        "losses",
        "Since the stock was counted more was lost at a place than lay there and came in since.",
        "Correct the loss, or count the stock again.",
    ),
    (
        "more_agree_than_asked",
        "question",
        "monitoring",
        "More people agree than were asked.",
        "Correct one of them.",
    ),
    (
        "share_against_answers",
        "question",
        "monitoring",
        "The share is more than a point off people who agree / people asked.",
        "Correct one of them.",
    ),
    (
        "answer_unknown",
        "note",
        "monitoring",
        "Neither a share nor how many agree is known.",
        "Fill in one of them.",
    ),
    (
        "few_asked",
        "note",
        "monitoring",
        "Fewer than 30 people were asked, or it is not known how many: shown, and not used by a plan.",
        "Ask more people.",
    ),
    (
        "asked_twice",
        "question",
        "monitoring",
        "A camp, day, statement, item and group have several rows.",
        "Keep one.",
    ),
)
