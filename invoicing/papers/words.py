"""The words printed on papers, in English, and in Welsh with English beside it where a paper is bilingual."""
from events.pdf_text import BILINGUAL, WELSH_BEGINS

ENGLISH, WELSH = "en", "cy"
IN_WELSH = {
    # headings
    "VAT invoice": "Anfoneb TAW", "Invoice": "Anfoneb", "Credit note": "Nodyn credyd", "Statement": "Datganiad",
    "Receipt": "Derbynneb", "copy": "copi", "Draft – not an invoice": "Drafft – nid anfoneb",
    "What this invoice is for": "Ar gyfer beth mae'r anfoneb hon",
    "What this credit is for": "Ar gyfer beth mae'r credyd hwn", "When to pay": "Pryd i dalu",
    "Remittance slip": "Slip talu", "What is owed": "Beth sy'n ddyledus",
    "What this payment settled": "Beth mae'r taliad hwn yn ei setlo", "Your account": "Eich cyfrif",
    "How long it has been owed": "Ers pryd y mae'n ddyledus", "What came and went": "Beth ddaeth ac aeth",
    "{} to {}": "{} i {}",
    # facts
    "Number": "Rhif", "Date": "Dyddiad", "Tax point": "Pwynt treth", "Credits": "Yn credydu", "Of": "Dyddiedig",
    "Your reference": "Eich cyfeirnod", "Your VAT number": "Eich rhif TAW", "Reason": "Rheswm", "Period": "Cyfnod",
    "Account": "Cyfrif", "Paid on": "Talwyd ar", "Paid by": "Talwyd drwy",
    "VAT registration number {}": "Rhif cofrestru TAW {}",
    # amounts
    "To pay": "I'w dalu", "by {}": "erbyn {}", "Total credit": "Cyfanswm y credyd", "Received": "Derbyniwyd",
    "This is not a demand for payment.": "Nid cais am daliad yw hwn.", "Nothing to pay.": "Dim i'w dalu.",
    "Nothing to pay – thank you.": "Dim i'w dalu – diolch.", "Thank you.": "Diolch.",
    "{} payments, first by {}": "{} taliad, y cyntaf erbyn {}", "Owed now": "Yn ddyledus nawr",
    "In credit": "Mewn credyd", "Overdue": "Hwyr", "Please pay now.": "Talwch nawr, os gwelwch yn dda.",
    "Total": "Cyfanswm", "Total excluding VAT": "Cyfanswm heb TAW", "Total with VAT": "Cyfanswm gyda TAW",
    "Total VAT (£ sterling)": "Cyfanswm TAW (£ sterling)", "Already paid": "Wedi'i dalu eisoes",
    "VAT included (£ sterling)": "TAW wedi'i gynnwys (£ sterling)", "Sub-total, {}": "Is-gyfanswm, {}",
    "VAT summary": "Crynodeb TAW", "Exempt": "Wedi'i eithrio", "No VAT": "Dim TAW",
    "Simplified VAT invoice: every amount has its VAT in it.": "Anfoneb TAW symlach: mae TAW ym mhob swm.",
    # tables
    "Description": "Disgrifiad", "Qty": "Nifer", "Unit price": "Pris uned", "Unit price with VAT": "Pris uned gyda TAW",
    "Net": "Net", "VAT rate": "Cyfradd TAW", "VAT": "TAW", "Amount": "Swm", "Amount with VAT": "Swm gyda TAW",
    "Due": "Dyddiad talu", "Excluding VAT": "Heb TAW", "Reference": "Cyfeirnod", "Charge": "Tâl",
    "Paid or credited": "Talwyd neu gredydwyd", "Balance": "Balans", "Days late": "Diwrnodau'n hwyr",
    "Owing": "Yn ddyledus", "Opening balance": "Balans agoriadol", "Closing balance": "Balans terfynol",
    "Up to 30 days": "Hyd at 30 diwrnod", "31 to 60 days": "31 i 60 diwrnod", "61 to 90 days": "61 i 90 diwrnod",
    "91 to 120 days": "91 i 120 diwrnod", "Over 120 days": "Dros 120 diwrnod", "Settled": "Setlwyd",
    "Kept on your account": "Cadwyd ar eich cyfrif", "Nothing happened in this period.": "Dim yn y cyfnod hwn.",
    # paying
    "How to pay {}": "Sut i dalu {}", "How to pay {} by {}": "Sut i dalu {} erbyn {}",
    "How to pay {} by {}, and then each part by its date": "Sut i dalu {} erbyn {}, ac yna bob rhan erbyn ei dyddiad",
    "Account name": "Enw'r cyfrif", "Bank": "Banc", "Sort code": "Cod didoli",
    "Account number": "Rhif y cyfrif", "IBAN and BIC": "IBAN a BIC",
    "Payment reference": "Cyfeirnod talu", "Pay online": "Talu ar-lein", "Send to": "Anfon at", "From": "Oddi wrth",
    "Tear off along the line and send with your payment.": "Torrwch ar hyd y llinell a'i anfon gyda'ch taliad.",
    "Page {} of {}": "Tudalen {} o {}",
}


def speaker(language):
    """The function that gives the printed words for English ones, with values put in where they have {}."""
    return _bilingual if language == WELSH else _english


def _english(words, *values):
    return words.format(*values) if values else words


def _bilingual(words, *values):
    welsh, english = IN_WELSH.get(words, words).format(*values), words.format(*values)
    return english if welsh == english else f"{WELSH_BEGINS}{welsh}{BILINGUAL}{english}"
