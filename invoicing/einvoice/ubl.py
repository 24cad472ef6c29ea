"""An invoice or credit note in OASIS UBL 2.1 as Peppol BIS Billing 3.0 asks for it."""
from invoicing.einvoice import parties, words
from invoicing.einvoice.xml import DECLARATION, amount, decimal, element, leaf
from invoicing.papers.invoice_document import OUTSIDE

SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd"
SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
STERLING, COUNTED = f' currencyID="{words.CURRENCY}"', f' unitCode="{words.ONE}"'


def ubl(document):
    """The whole invoice as text. A credit note has its own root and its dates in another order."""
    root = "CreditNote" if document.is_credit else "Invoice"
    type_code = leaf(f"cbc:{root}TypeCode", words.type_code(document))
    note, tax_point = leaf("cbc:Note", words.note(document)), _date("cbc:TaxPointDate", words.tax_point(document))
    return "".join((
        DECLARATION, f'<{root} xmlns="{SCHEMA}:{root}-2" xmlns:cac="{SCHEMA}:CommonAggregateComponents-2"',
        f' xmlns:cbc="{SCHEMA}:CommonBasicComponents-2">', leaf("cbc:CustomizationID", SPECIFICATION),
        leaf("cbc:ProfileID", PROCESS), leaf("cbc:ID", document.number), _date("cbc:IssueDate", document.issue_date),
        *((tax_point, type_code, note) if document.is_credit else
          (_date("cbc:DueDate", words.due_date(document)), type_code, note, tax_point)),
        leaf("cbc:DocumentCurrencyCode", words.CURRENCY), leaf("cbc:BuyerReference", words.buyer_reference(document)),
        _period(*(words.period(document) or (None, None))), _original(document),
        element("cac:AccountingSupplierParty", _party(parties.seller(document))),
        element("cac:AccountingCustomerParty", _party(parties.buyer(document))),
        element("cac:Delivery", _date("cbc:ActualDeliveryDate", words.delivered(document))), _payment(document),
        element("cac:PaymentTerms", leaf("cbc:Note", words.terms(document))), _tax_total(document), _totals(document),
        *(_line(document, root, number, line) for number, line in enumerate(document.lines, 1)), f"</{root}>"))


def _date(tag, date):
    return leaf(tag, date.isoformat()) if date else ""


def _money(tag, pence):
    return leaf(tag, amount(pence), STERLING)


def _period(first, last):
    return element("cac:InvoicePeriod", _date("cbc:StartDate", first), _date("cbc:EndDate", last))


def _original(document):
    number = leaf("cbc:ID", document.original_number)
    return element("cac:BillingReference", element(
        "cac:InvoiceDocumentReference", number, _date("cbc:IssueDate", document.original_date))) if number else ""


def _party(party):
    one, two, three = (*party.streets, "", "", "")[:3]
    return element(
        "cac:Party", leaf("cbc:EndpointID", party.network_address, f' schemeID="{parties.BRITISH_VAT}"'),
        element("cac:PartyIdentification", leaf("cbc:ID", party.identifier)),
        element("cac:PostalAddress", leaf("cbc:StreetName", one), leaf("cbc:AdditionalStreetName", two),
                leaf("cbc:CityName", party.town), leaf("cbc:PostalZone", party.postcode),
                element("cac:AddressLine", leaf("cbc:Line", three)),
                element("cac:Country", leaf("cbc:IdentificationCode", "GB"))),
        element("cac:PartyTaxScheme", leaf("cbc:CompanyID", party.vat_number), _scheme()) if party.vat_number else "",
        element("cac:PartyLegalEntity", leaf("cbc:RegistrationName", party.name)),
        element("cac:Contact", leaf("cbc:Name", party.contact), leaf("cbc:Telephone", party.telephone),
                leaf("cbc:ElectronicMail", party.email)))


def _scheme():
    return element("cac:TaxScheme", leaf("cbc:ID", "VAT"))


def _payment(document):
    if not words.is_payable(document):
        return ""
    account = words.account(document)
    return element(
        "cac:PaymentMeans", leaf("cbc:PaymentMeansCode", words.payment_code(document)),
        leaf("cbc:PaymentID", words.remittance(document)),
        element("cac:PayeeFinancialAccount", leaf("cbc:ID", account.number), leaf("cbc:Name", account.name),
                element("cac:FinancialInstitutionBranch", leaf("cbc:ID", account.branch))) if account else "")


def _tax_total(document):
    return element("cac:TaxTotal", _money("cbc:TaxAmount", document.vat), *(
        element("cac:TaxSubtotal", _money("cbc:TaxableAmount", row.net), _money("cbc:TaxAmount", row.vat),
                _category("cac:TaxCategory", row.treatment, row.rate_bp,
                          leaf("cbc:TaxExemptionReasonCode", words.reason_code(row)),
                          leaf("cbc:TaxExemptionReason", words.reason(row))))
        for row in document.vat_rows))


def _category(tag, treatment, rate_bp, *reasons):
    """Outside the scope there is no rate, not even nought (BR-O-05)."""
    rate = "" if treatment == OUTSIDE else leaf("cbc:Percent", amount(rate_bp))
    return element(tag, leaf("cbc:ID", treatment), rate, *reasons, _scheme())


def _totals(document):
    return element(
        "cac:LegalMonetaryTotal", _money("cbc:LineExtensionAmount", document.net),
        _money("cbc:TaxExclusiveAmount", document.net), _money("cbc:TaxInclusiveAmount", document.gross),
        _money("cbc:PrepaidAmount", document.paid), _money("cbc:PayableAmount", document.gross - document.paid))


def _line(document, root, number, line):
    price, for_quantity = words.price(line)
    quantity = "cbc:CreditedQuantity" if document.is_credit else "cbc:InvoicedQuantity"
    return element(
        f"cac:{root}Line", leaf("cbc:ID", str(number)), leaf("cbc:Note", words.line_note(document, line)),
        leaf(quantity, decimal(words.quantity(line)), COUNTED), _money("cbc:LineExtensionAmount", line.net),
        _period(words.day(line), words.day(line)),
        element("cac:Item", leaf("cbc:Name", line.description),
                _category("cac:ClassifiedTaxCategory", line.treatment, line.vat_rate_bp)),
        element("cac:Price", leaf("cbc:PriceAmount", price, STERLING),
                leaf("cbc:BaseQuantity", for_quantity, COUNTED)))
