"""Joining: many stored papers become one file to print, made of their own pages, still PDF/UA-1 and PDF/A-3a."""
import hashlib
import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .pdf_faces import FONT_DIRECTORY
from .pdf_metadata import PRODUCER, xmp_packet

SRGB = "sRGB IEC61966-2.1"


def join(pdfs, *, title, author, subject, when=None, duplex=True):
    """One file's bytes from tagged papers' bytes; with duplex, each paper starts on the front of a sheet.

    Attached files are left out, and faces and images that are alike are kept once. `when` is a UTC datetime; the same
    papers give the same bytes. ValueError where there is no paper, or one of them is not tagged.
    """
    joined = JoinedFile()
    for data in pdfs:
        if duplex and joined.page_count % 2:
            joined.add_blank_page()
        joined.add(data)
    if not joined.page_count:
        raise ValueError("There are no papers to join.")
    joined.describe(title, author, subject, when)
    return joined.bytes()


class JoinedFile:
    """The file being put together: pages, the structure tree over them, and what they share."""

    def __init__(self):
        self.pdf = pikepdf.new()
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root))
        self.parts, self.shared = [], {}
        self.owners = {}  # the parent tree: a page's or link's key, and the elements that own what is on it
        self.page_count = self.next_key = 0
        self.size = (595.28, 841.89)

    def add_blank_page(self):
        self.pdf.add_blank_page(page_size=self.size).obj[Name.Tabs] = Name.S
        self.page_count += 1

    def add(self, data):
        """Every page of one paper, and its structure as a part of the whole."""
        with pikepdf.open(io.BytesIO(data)) as paper:
            if "/StructTreeRoot" not in paper.Root:
                raise ValueError("A paper that is not tagged cannot be joined: it could not be read aloud.")
            own = [_taken_resources(page.obj) for page in paper.pages]
            self.size = tuple(float(edge) for edge in paper.pages[-1].mediabox[2:])
            first = self.page_count
            self.pdf.pages.extend(paper.pages)
            self.page_count += len(own)
            pages = [self.pdf.pages[index].obj for index in range(first, self.page_count)]
            for page, resources in zip(pages, own, strict=True):
                self._share(page, resources)
            self._add_structure(paper, pages)

    def _share(self, page, resources):
        """Give the page its faces and images, each as it was first met."""
        for kind, things in resources.items():
            page.Resources[kind] = Dictionary()
            for called, thing in things.items():
                key = _fingerprint(thing)
                if key not in self.shared:
                    self.shared[key] = self.pdf.copy_foreign(thing)
                page.Resources[kind][called] = self.shared[key]

    def _add_structure(self, paper, pages):
        tree = paper.Root.StructTreeRoot
        top = tree.K[0] if isinstance(tree.K, Array) else tree.K
        del top[Name.P]  # or the copy would bring the paper's own tree along
        carried = self.pdf.copy_foreign(paper.make_indirect(
            Dictionary(Top=top, Numbers=_numbers(tree.ParentTree))))
        part = carried.Top
        part[Name.S], part[Name.P], part[Name.Lang] = Name.Part, self.document, String(str(paper.Root.Lang))
        self.parts.append(part)
        numbers = carried.Numbers
        for index in range(0, len(numbers), 2):
            self.owners[self.next_key + int(numbers[index])] = numbers[index + 1]
        for page in pages:
            _move_keys(page, self.next_key)
        self.next_key = max(self.owners, default=-1) + 1

    def describe(self, title, author, subject, when):
        """What the whole file says of itself, in both places where PDF/A wants it."""
        pdf, root = self.pdf, self.pdf.Root
        self.document[Name.K] = Array(self.parts)
        self.root[Name.K] = Array([self.document])
        numbers = [value for pair in self.owners.items() for value in pair]
        self.root[Name.ParentTree] = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        self.root[Name.ParentTreeNextKey] = self.next_key
        packet = pdf.make_stream(xmp_packet(title, author, subject, when))
        packet[Name.Type], packet[Name.Subtype] = Name.Metadata, Name.XML
        profile = pdf.make_stream((FONT_DIRECTORY / "srgb.icc").read_bytes(), N=3, Alternate=Name.DeviceRGB)
        intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String(SRGB),
                            Info=String(SRGB), RegistryName=String("http://www.color.org"), DestOutputProfile=profile)
        root[Name.StructTreeRoot], root[Name.Metadata], root[Name.Lang] = self.root, packet, String("en-GB")
        root[Name.MarkInfo], root[Name.OutputIntents] = Dictionary(Marked=True), Array([pdf.make_indirect(intent)])
        root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)
        info = {Name.Title: title, Name.Author: author, Name.Subject: subject, Name.Producer: PRODUCER}
        if when:
            info[Name.CreationDate] = info[Name.ModDate] = when.strftime("D:%Y%m%d%H%M%SZ")
        for key, value in info.items():
            pdf.docinfo[key] = String(value)

    def bytes(self):
        out = io.BytesIO()
        self.pdf.save(out, min_version="1.7", deterministic_id=True, preserve_pdfa=True, compress_streams=True,
                      object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


def _taken_resources(page):
    """The page's faces and images by kind, taken off it so that the copy does not bring them once more."""
    taken = {}
    for kind in ("/Font", "/XObject"):
        if kind in page.Resources:
            taken[kind] = dict(page.Resources[kind].items())
            page.Resources[kind] = Dictionary()
    return taken


def _fingerprint(thing):
    """A digest of what a face or an image is made of; two that share it print alike."""
    digest = hashlib.sha256()
    inner = thing.DescendantFonts[0] if "/DescendantFonts" in thing else thing
    for key in ("/BaseFont", "/Encoding", "/W", "/FirstChar", "/Widths", "/Width", "/Height", "/ColorSpace"):
        if key in inner:
            value = inner[key]
            said = value.unparse(resolved=True) if isinstance(value, pikepdf.Object) else str(value).encode()
            digest.update(key.encode() + said)
    descriptor = inner.get("/FontDescriptor", Dictionary())
    for stream in (descriptor.get("/FontFile2"), thing.get("/ToUnicode"), thing):
        if isinstance(stream, pikepdf.Stream):
            digest.update(b"stream" + stream.read_raw_bytes())
    return digest.digest()


def _numbers(tree):
    """The entries of a number tree as one flat array, however it is branched."""
    if "/Nums" in tree:
        return tree.Nums
    return Array([value for kid in tree.Kids for value in _numbers(kid)])


def _move_keys(page, by):
    """A page and its links name their place in the parent tree, which is now further along."""
    if "/StructParents" in page:
        page[Name.StructParents] = int(page.StructParents) + by
    for annotation in page.get("/Annots", ()):
        if "/StructParent" in annotation:
            annotation[Name.StructParent] = int(annotation.StructParent) + by
