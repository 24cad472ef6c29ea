"""An invoice in UN/CEFACT Cross Industry Invoice D16B, profile EN 16931: the XML inside a Factur-X PDF."""
from invoicing.einvoice import parties, words
from invoicing.einvoice.xml import DECLARATION, amount, decimal, element, leaf
from invoicing.papers.invoice_document import OUTSIDE

UNIT = "urn:un:unece:uncefact:data:standard"
OPEN = (f'<rsm:CrossIndustryInvoice xmlns:rsm="{UNIT}:CrossIndustryInvoice:100"'
        f' xmlns:ram="{UNIT}:ReusableAggregateBusinessInformationEntity:100"'
        f' xmlns:qdt="{UNIT}:QualifiedDataType:100" xmlns:udt="{UNIT}:UnqualifiedDataType:100">')
CLOSE = "</rsm:CrossIndustryInvoice>"
SPECIFICATION = "urn:cen.eu:en16931:2017"
COUNTED = f' unitCode="{words.ONE}"'


def cross_industry_invoice(document):
    """The whole invoice as text."""
    return "".join((
        DECLARATION, OPEN, element("rsm:ExchangedDocumentContext", element(
            "ram:GuidelineSpecifiedDocumentContextParameter", leaf("ram:ID", SPECIFICATION))),
        element("rsm:ExchangedDocument", leaf("ram:ID", document.number),
                leaf("ram:TypeCode", words.type_code(document)), _date("ram:IssueDateTime", document.issue_date),
                element("ram:IncludedNote", leaf("ram:Content", words.note(document)))),
        element("rsm:SupplyChainTradeTransaction",
                *(_line(document, number, line) for number, line in enumerate(document.lines, 1)),
                _agreement(document), element("ram:ApplicableHeaderTradeDelivery", element(
                    "ram:ActualDeliverySupplyChainEvent",
                    _date("ram:OccurrenceDateTime", words.delivered(document)))), _settlement(document)), CLOSE))


def _date(tag, date, inner="udt:DateTimeString"):
    return element(tag, leaf(inner, f"{date:%Y%m%d}", ' format="102"')) if date else ""


def _period(first, last):
    return element("ram:BillingSpecifiedPeriod", _date("ram:StartDateTime", first), _date("ram:EndDateTime", last))


def _line(document, number, line):
    price, for_quantity = words.price(line)
    return element(
        "ram:IncludedSupplyChainTradeLineItem",
        element("ram:AssociatedDocumentLineDocument", leaf("ram:LineID", str(number)),
                element("ram:IncludedNote", leaf("ram:Content", words.line_note(document, line)))),
        element("ram:SpecifiedTradeProduct", leaf("ram:Name", line.description)),
        element("ram:SpecifiedLineTradeAgreement", element(
            "ram:NetPriceProductTradePrice", leaf("ram:ChargeAmount", price),
            leaf("ram:BasisQuantity", for_quantity, COUNTED))),
        element("ram:SpecifiedLineTradeDelivery", leaf("ram:BilledQuantity", decimal(words.quantity(line)), COUNTED)),
        element("ram:SpecifiedLineTradeSettlement",
                element("ram:ApplicableTradeTax", leaf("ram:TypeCode", "VAT"),
                        leaf("ram:CategoryCode", line.treatment), _rate(line.treatment, line.vat_rate_bp)),
                _period(words.day(line), words.day(line)),
                element("ram:SpecifiedTradeSettlementLineMonetarySummation",
                        leaf("ram:LineTotalAmount", amount(line.net)))))


def _rate(treatment, rate_bp):
    """Outside the scope there is no rate, not even nought (BR-O-05)."""
    return "" if treatment == OUTSIDE else leaf("ram:RateApplicablePercent", amount(rate_bp))


def _agreement(document):
    return element("ram:ApplicableHeaderTradeAgreement", leaf("ram:BuyerReference", words.buyer_reference(document)),
                   _party("ram:SellerTradeParty", parties.seller(document)),
                   _party("ram:BuyerTradeParty", parties.buyer(document)))


def _party(tag, party):
    one, two, three = (*party.streets, "", "", "")[:3]
    return element(
        tag, leaf("ram:ID", party.identifier), leaf("ram:Name", party.name),
        element("ram:DefinedTradeContact", leaf("ram:PersonName", party.contact),
                element("ram:TelephoneUniversalCommunication", leaf("ram:CompleteNumber", party.telephone)),
                element("ram:EmailURIUniversalCommunication", leaf("ram:URIID", party.email))),
        element("ram:PostalTradeAddress", leaf("ram:PostcodeCode", party.postcode), leaf("ram:LineOne", one),
                leaf("ram:LineTwo", two), leaf("ram:LineThree", three), leaf("ram:CityName", party.town),
                leaf("ram:CountryID", "GB")),
        element("ram:URIUniversalCommunication", leaf(
            "ram:URIID", party.network_address if party.vat_number else "", f' schemeID="{parties.BRITISH_VAT}"')),
        element("ram:SpecifiedTaxRegistration", leaf("ram:ID", party.vat_number, ' schemeID="VA"')))


def _settlement(document):
    original = element(
        "ram:InvoiceReferencedDocument", leaf("ram:IssuerAssignedID", document.original_number),
        _date("ram:FormattedIssueDateTime", document.original_date, "qdt:DateTimeString"))
    return element(
        "ram:ApplicableHeaderTradeSettlement", leaf("ram:PaymentReference", words.remittance(document)),
        leaf("ram:InvoiceCurrencyCode", words.CURRENCY), _payment(document),
        *(_tax(document, row) for row in document.vat_rows), _period(*(words.period(document) or (None, None))),
        element("ram:SpecifiedTradePaymentTerms", leaf("ram:Description", words.terms(document)),
                _date("ram:DueDateDateTime", words.due_date(document))),
        _totals(document), original)


def _payment(document):
    if not words.is_payable(document):
        return ""
    account = words.account(document)
    return element(
        "ram:SpecifiedTradeSettlementPaymentMeans", leaf("ram:TypeCode", words.payment_code(document)),
        element("ram:PayeePartyCreditorFinancialAccount",
                leaf("ram:IBANID", account.number if account.is_iban else ""), leaf("ram:AccountName", account.name),
                leaf("ram:ProprietaryID", "" if account.is_iban else account.number)) if account else "",
        element("ram:PayeeSpecifiedCreditorFinancialInstitution", leaf("ram:BICID", account.branch))
        if account else "")


def _tax(document, row):
    return element(
        "ram:ApplicableTradeTax", leaf("ram:CalculatedAmount", amount(row.vat)), leaf("ram:TypeCode", "VAT"),
        leaf("ram:ExemptionReason", words.reason(row)), leaf("ram:BasisAmount", amount(row.net)),
        leaf("ram:CategoryCode", row.treatment), leaf("ram:ExemptionReasonCode", words.reason_code(row)),
        _date("ram:TaxPointDate", words.tax_point(document), "udt:DateString"), _rate(row.treatment, row.rate_bp))


def _totals(document):
    return element(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation", leaf("ram:LineTotalAmount", amount(document.net)),
        leaf("ram:TaxBasisTotalAmount", amount(document.net)),
        leaf("ram:TaxTotalAmount", amount(document.vat), f' currencyID="{words.CURRENCY}"'),
        leaf("ram:GrandTotalAmount", amount(document.gross)), leaf("ram:TotalPrepaidAmount", amount(document.paid)),
        leaf("ram:DuePayableAmount", amount(document.gross - document.paid)))
