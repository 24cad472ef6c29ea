"""Papers and tickets that the PDF tests draw, made of plain values."""
from dataclasses import replace

from events.tickets import Ticket
from invoicing.papers.invoice_document import InvoiceDocument
from invoicing.papers.samples import samples

PAPERS = samples()
INVOICES = {name: document for name, (document, _) in PAPERS.items() if isinstance(document, InvoiceDocument)}


def drawn(name):
    """A sample's bytes."""
    document, draw = PAPERS[name]
    return draw(document)


TICKET = Ticket(
    token="q7Zp2VwK9sXt4LmN8bRd3FhJ", title="A Christmas Carol", venue="The Winding Wheel, Exampletown",
    starts="Saturday 5 December 2026, 7.30 pm", doors="Doors open 6.45 pm", place="C14", area="Stalls",
    price_type="Adult", price="£18.50", reference="K7QM-42", holder="Siŵan Ŷnyr",
    notes="Please leave by the side door in Holywell Street.", unit="seat")
TICKETS = [TICKET, replace(TICKET, place="C15", token="b8RdTQ7Zp2VwK9sXt4LmN3FhJ", price_type="Child", price="£9.00"),
           replace(TICKET, place="C16", token="LmN8bR2VwK9sXt4d3FhJq7Zp", holder="", notes=""),
           replace(TICKET, title="The Exampletown Christmas Craft and Farmers’ Market and Lantern Procession",
                   place="A12", area="Market Square, north side", unit="pitch", token="Xt4LmN8bRd3FhJq7Zp2VwK9s",
                   price_type="Regular trader with electricity and gazebo", price="£28.50")]
