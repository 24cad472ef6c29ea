"""The finisher: drawn pages and their structure tree become one file that is PDF/UA-1 and PDF/A-3a."""
import functools
import hashlib
import zlib
from dataclasses import dataclass

from .pdf_faces import FONT_DIRECTORY, write_face
from .pdf_metadata import PRODUCER, xmp_packet
from .pdf_objects import ObjectFile, compressed, name, text

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

    def __init__(self, file, pages):
        self.file, self.pages = file, pages  # pages by their object numbers
        self.contents = [[] for _ in pages]
        self.annotations = [[] for _ in pages]
        self.links = []

    def write(self, element):
        root = self.file.reserve()
        top = self._element(element, root)
        numbers = [f"{index}[{' '.join(owners)}]" for index, owners in enumerate(self.contents) if owners]
        numbers += [f"{len(self.pages) + offset} {owner} 0 R" for offset, owner in enumerate(self.links)]
        self.file.put(root, f"<</Type/StructTreeRoot/K[{top} 0 R]/ParentTree<</Nums[{' '.join(numbers)}]>>"
                            f"/ParentTreeNextKey {len(self.pages) + len(self.links)}>>")
        return root

    def _element(self, element, parent):
        number, children, page = self.file.reserve(), [], None
        for child in element.children:
            if hasattr(child, "children"):
                children.append(f"{self._element(child, number)} 0 R")
            elif hasattr(child, "number"):
                # Numbers on a page are given in drawing order, so each new one is the next in the page's list.
                page = child.page
                self.contents[page].append(f"{number} 0 R")
                children.append(str(child.number))
            else:
                children.append(self._link(child, number))
        on = "" if page is None else f"/Pg {self.pages[page]} 0 R"
        described = _attributes(element.attributes) if element.attributes else ""
        self.file.put(number, f"<</Type/StructElem/S/{element.tag}/P {parent} 0 R{on}/K[{' '.join(children)}]"
                              f"{described}>>")
        return number

    def _link(self, link, owner):
        area = " ".join(f"{edge:.2f}" for edge in link.area)
        # Flag 4: printed, not hidden, as PDF/A requires.
        annotation = self.file.add(
            f"<</Type/Annot/Subtype/Link/Rect[{area}]/Border[0 0 0]/F 4/Contents{text(link.description)}"
            f"/StructParent {len(self.pages) + len(self.links)}/A<</S/URI/URI{text(link.url)}>>>>")
        self.annotations[link.page].append(f"{annotation} 0 R")
        self.links.append(owner)
        return f"<</Type/OBJR/Obj {annotation} 0 R/Pg {self.pages[link.page]} 0 R>>"


def _attributes(given):
    """The entries that say what an element is: alternative text, a table's headers, where a figure stands."""
    written = f"/Alt{text(given['alt'])}" if "alt" in given else ""
    table = f"/Scope/{given['scope']}" if "scope" in given else ""
    if given.get("colspan", 1) > 1:
        table += f"/ColSpan {given['colspan']}"
    if "summary" in given:
        table += f"/Summary{text(given['summary'])}"
    if table:
        written += f"/A<</O/Table{table}>>"
    if "bbox" in given:
        box = " ".join(f"{edge:.2f}" for edge in given["bbox"])
        written += f"/A<</O/Layout/Placement/Block/BBox[{box}]>>"
    return written


@functools.cache
def _colour_profile():
    # A committed file: a profile made on the spot carries the time it was made, and bytes must not change.
    return compressed((FONT_DIRECTORY / "srgb.icc").read_bytes(), 9)


def _output_intent(file):
    profile = file.stream(None, "/N 3/Alternate/DeviceRGB", packed=_colour_profile())
    return file.add(f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({SRGB})/Info({SRGB})"
                    f"/RegistryName(http://www.color.org)/DestOutputProfile {profile} 0 R>>")


def _attached(file, attachment, stamp):
    """The catalogue's entries for a file carried inside."""
    # MD5 is what the PDF format asks for here; it protects nothing.
    checksum = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()
    changed = f"/ModDate({stamp})" if stamp else ""
    packed = zlib.compress(attachment.data)
    embedded = file.stream(attachment.data, f"/Type/EmbeddedFile/Subtype{name(attachment.media_type)}"
                                            f"/Params<</Size {len(attachment.data)}/CheckSum<{checksum}>{changed}>>",
                           packed=packed, plain=packed.endswith(b"\r"))  # see pdf_objects.compressed
    called = text(attachment.name)
    number = file.add(f"<</Type/Filespec/F{called}/UF{called}/AFRelationship{name(attachment.relationship)}"
                      f"/Desc{text(attachment.description)}/EF<</F {embedded} 0 R/UF {embedded} 0 R>>>>")
    return f"/Names<</EmbeddedFiles<</Names[{called} {number} 0 R]>>>>/AF[{number} 0 R]"


def _write_pages(file, drawing, numbers, parent, annotations, contents):
    """Each page with what draws it; faces and images are written once and shared."""
    faces = [write_face(file, font, used) for font, used in drawing.used.items()]
    fonts = " ".join(f"/F{index} {number} 0 R" for index, number in enumerate(faces, 1))
    images = {}
    for index, (page, number) in enumerate(zip(drawing.pages, numbers, strict=True)):
        for image in page.images:
            if image not in images:
                images[image] = image.write(file)
        shown = " ".join(f"/I{order} {images[image]} 0 R" for order, image in enumerate(page.images))
        pictures = f"/XObject<<{shown}>>" if shown else ""
        links = f"/Annots[{' '.join(annotations[index])}]" if annotations[index] else ""
        owned = f"/StructParents {index}" if contents[index] else ""
        drawn = file.stream(page.code.encode("ascii"))
        file.put(number, f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {page.size[0]:.2f} {page.size[1]:.2f}]"
                         f"/Resources<</Font<<{fonts}>>{pictures}>>/Contents {drawn} 0 R/Tabs/S{owned}{links}>>")


def finish(drawing, *, title, author, subject, when=None, attachment=None):
    """Tagged, described, archivable bytes. `when` (UTC) is the document's own date, never the clock's."""
    file = ObjectFile()
    parent, numbers = file.reserve(), [file.reserve() for _ in drawing.pages]
    tree = StructureTree(file, numbers)
    structure = tree.write(drawing.root)
    _write_pages(file, drawing, numbers, parent, tree.annotations, tree.contents)
    file.put(parent, f"<</Type/Pages/Count {len(numbers)}/Kids[{' '.join(f'{number} 0 R' for number in numbers)}]>>")
    stamp = when.strftime("D:%Y%m%d%H%M%SZ") if when else ""
    packet = file.stream(xmp_packet(title, author, subject, when, attachment), "/Type/Metadata/Subtype/XML", plain=True)
    carried = _attached(file, attachment, stamp) if attachment else ""
    root = file.add(
        f"<</Type/Catalog/Pages {parent} 0 R/StructTreeRoot {structure} 0 R/MarkInfo<</Marked true>>"
        f"/Lang{text(drawing.language)}/ViewerPreferences<</DisplayDocTitle true>>/Metadata {packet} 0 R"
        f"/OutputIntents[{_output_intent(file)} 0 R]{carried}>>")
    dates = f"/CreationDate({stamp})/ModDate({stamp})" if stamp else ""
    info = file.add(f"<</Title{text(title)}/Author{text(author)}/Subject{text(subject)}/Producer{text(PRODUCER)}"
                    f"{dates}>>")
    return file.finished(root, info)
