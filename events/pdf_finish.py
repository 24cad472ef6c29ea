"""The finisher: a drawn PDF and its structure tree become one file that is PDF/UA-1 and PDF/A-3a."""
import functools
import hashlib
import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .pdf_metadata import PRODUCER, xmp_packet
from .pdf_text import FONT_DIRECTORY

SRGB = "sRGB IEC61966-2.1"


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF; a Factur-X invoice names its profile in factur_x_level."""
    name: str
    data: bytes
    description: str
    media_type: str = "text/xml"
    relationship: str = "Alternative"
    factur_x_level: str = ""


class StructureTree:
    """Writes the recorded elements as PDF objects, with the parent tree that leads from content back to element."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.contents = [[] for _ in self.pages]
        self.link_elements = []
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))

    def write(self, element):
        self.root[Name.K] = Array([self._element(element, self.root)])
        numbers = []
        for index, (page, owners) in enumerate(zip(self.pages, self.contents, strict=True)):
            page[Name.Tabs] = Name.S
            if owners:
                page[Name.StructParents] = index
                numbers += [index, self.pdf.make_indirect(Array(owners))]
        for offset, owner in enumerate(self.link_elements):
            numbers += [len(self.pages) + offset, owner]
        self.root[Name.ParentTree] = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        self.root[Name.ParentTreeNextKey] = len(self.pages) + len(self.link_elements)
        return self.root

    def _element(self, element, parent):
        node = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.tag), P=parent))
        children = []
        for child in element.children:
            if hasattr(child, "children"):
                children.append(self._element(child, node))
            elif hasattr(child, "number"):
                # Numbers on a page are given in drawing order, so each new one is the next in the page's list.
                self.contents[child.page].append(node)
                node[Name.Pg] = self.pages[child.page]
                children.append(child.number)
            else:
                children.append(self._link(child, node))
        node[Name.K] = Array(children)
        if element.attributes:
            self._attributes(node, element.attributes)
        return node

    def _link(self, link, node):
        page = self.pages[link.page]
        for annotation in page.Annots:
            if str(annotation.A.get("/URI")) == link.url and annotation.get("/StructParent") is None:
                break
        else:
            raise ValueError(f"No link annotation for {link.url}")
        annotation[Name.StructParent] = len(self.pages) + len(self.link_elements)
        annotation[Name.Contents] = String(link.description)
        annotation[Name.F] = 4  # printed, not hidden: PDF/A requires it
        self.link_elements.append(node)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)

    @staticmethod
    def _attributes(node, given):
        if "alt" in given:
            node[Name.Alt] = String(given["alt"])
        if "scope" in given or "colspan" in given or "summary" in given:
            table = Dictionary(O=Name.Table)
            if "scope" in given:
                table[Name.Scope] = Name("/" + given["scope"])
            if given.get("colspan", 1) > 1:
                table[Name.ColSpan] = given["colspan"]
            if "summary" in given:
                table[Name.Summary] = String(given["summary"])
            node[Name.A] = table
        if "bbox" in given:
            node[Name.A] = Dictionary(O=Name.Layout, BBox=Array(given["bbox"]), Placement=Name.Block)


@functools.cache
def _colour_profile():
    # A committed file: a profile made on the spot carries the time it was made, and bytes must not change.
    return (FONT_DIRECTORY / "srgb.icc").read_bytes()


def _add_output_intent(pdf):
    profile = pdf.make_stream(_colour_profile())
    profile[Name.N] = 3
    profile[Name.Alternate] = Name.DeviceRGB
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String(SRGB),
                        Info=String(SRGB), RegistryName=String("http://www.color.org"), DestOutputProfile=profile)
    pdf.Root[Name.OutputIntents] = Array([pdf.make_indirect(intent)])


def _add_attachment(pdf, attachment, when):
    embedded = pdf.make_stream(attachment.data)
    embedded[Name.Type] = Name.EmbeddedFile
    embedded[Name.Subtype] = Name("/" + attachment.media_type)
    # MD5 is what the PDF format asks for here; it protects nothing.
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).digest()
    embedded[Name.Params] = Dictionary(Size=len(attachment.data), CheckSum=String(checksum))
    if when:
        embedded.Params[Name.ModDate] = String(when.strftime("D:%Y%m%d%H%M%SZ"))
    name = String(attachment.name)
    file = pdf.make_indirect(Dictionary(
        Type=Name.Filespec, F=name, UF=name, AFRelationship=Name("/" + attachment.relationship),
        Desc=String(attachment.description), EF=Dictionary(F=embedded, UF=embedded)))
    pdf.Root[Name.Names] = Dictionary(EmbeddedFiles=Dictionary(Names=Array([name, file])))
    pdf.Root[Name.AF] = Array([file])


def _add_description(pdf, title, author, subject, when, attachment):
    """The document information and the XMP packet, which PDF/A requires to agree."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo[Name.Title], pdf.docinfo[Name.Author] = String(title), String(author)
    pdf.docinfo[Name.Subject], pdf.docinfo[Name.Producer] = String(subject), String(PRODUCER)
    if when:
        pdf.docinfo[Name.CreationDate] = pdf.docinfo[Name.ModDate] = String(when.strftime("D:%Y%m%d%H%M%SZ"))
    packet = pdf.make_stream(xmp_packet(title, author, subject, when, attachment))
    packet[Name.Type], packet[Name.Subtype] = Name.Metadata, Name.XML
    pdf.Root[Name.Metadata] = packet


def finish(drawn, root_element, *, title, author, subject, language="en-GB", when=None, attachment=None):
    """Tagged, described, archivable bytes. `when` (UTC) is the document's own date, never the clock's."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        pdf.Root[Name.StructTreeRoot] = StructureTree(pdf).write(root_element)
        pdf.Root[Name.MarkInfo] = Dictionary(Marked=True)
        pdf.Root[Name.Lang] = String(language)
        pdf.Root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)
        _add_output_intent(pdf)
        if attachment:
            _add_attachment(pdf, attachment, when)
        _add_description(pdf, title, author, subject, when, attachment)
        out = io.BytesIO()
        pdf.save(out, min_version="1.7", deterministic_id=True, preserve_pdfa=True, compress_streams=True,
                 object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()
