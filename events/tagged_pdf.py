"""A ReportLab canvas that records a structure tree, so that what is drawn can be read aloud in order."""
import io
from contextlib import contextmanager

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from .pdf_finish import finish
from .pdf_text import BOLD, REGULAR, colour, printable, register_fonts, width

INK = "#1b2a2f"


class Element:
    """One node of the structure tree: a tag, its attributes, and child elements, marked content or links."""
    __slots__ = ("tag", "attributes", "children")

    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children = tag, attributes, []


class MarkedContent:
    """A run of drawing on one page that belongs to an element."""
    __slots__ = ("page", "number")

    def __init__(self, page, number):
        self.page, self.number = page, number


class LinkAnnotation:
    """A clickable area on a page that belongs to a Link element."""
    __slots__ = ("page", "url", "description")

    def __init__(self, page, url, description):
        self.page, self.url, self.description = page, url, description


class TaggedCanvas(Canvas):
    """Every drawing call must sit in content() or artifact(). Distances named top run down from the page's top edge."""

    def __init__(self, pagesize=A4, language="en-GB"):
        register_fonts()
        self._buffer = io.BytesIO()
        # The first font must be an embedded one: ReportLab otherwise names Helvetica on every page.
        super().__init__(self._buffer, pagesize=pagesize, invariant=1, initialFontName=REGULAR, lang=language,
                         pdfVersion=(1, 7), pageCompression=1)
        self.language = language
        self.root = Element("Document", {})
        self._open = [self.root]
        self._page_index = self._content_number = 0

    def showPage(self):  # noqa: N802 - ReportLab's name
        super().showPage()
        self._page_index += 1
        self._content_number = 0

    @property
    def page_height(self):
        return self._pagesize[1]

    @property
    def pages_done(self):
        return self._page_index

    @contextmanager
    def element(self, tag, **attributes):
        """A structure element that groups others."""
        node = Element(tag, attributes)
        self._open[-1].children.append(node)
        self._open.append(node)
        try:
            yield node
        finally:
            self._open.pop()

    @contextmanager
    def content(self, tag, **attributes):
        """Drawing that is the content of a new element."""
        with self.element(tag, **attributes) as node:
            node.children.append(MarkedContent(self._page_index, self._content_number))
            self._code.append(f"/{tag} <</MCID {self._content_number}>> BDC")
            self._content_number += 1
            yield node
            self._code.append("EMC")

    @contextmanager
    def artifact(self, kind="Layout"):
        """Drawing that is not read aloud: rules, grounds, running heads and feet."""
        self._code.append(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._code.append("EMC")

    def ink(self, x, top, string, font=REGULAR, size=10.5, align="left", fill=INK):
        """Draw one line, its baseline at top; the caller has opened content() or artifact()."""
        string = printable(string, font)
        if not string.strip():
            return
        if align != "left":
            x -= width(string.rstrip(), font, size) / (1 if align == "right" else 2)
        # Operators written here, not by drawString: it formats every number in Python and doubles the time taken.
        face, shade = getFont(font), colour(fill)
        code = [f"BT {shade.red:.4g} {shade.green:.4g} {shade.blue:.4g} rg "
                f"1 0 0 1 {x:.2f} {self.page_height - top:.2f} Tm"]
        for subset, encoded in face.splitString(string, self._doc):
            code.append(f"{face.getSubsetInternalName(subset, self._doc)} {size:g} Tf ({self._escape(encoded)}) Tj")
        code.append("ET")
        self._code.append(" ".join(code))

    def text(self, x, top, string, font=REGULAR, size=10.5, tag="P", align="left", fill=INK, **attributes):
        """One line as one element."""
        with self.content(tag, **attributes):
            self.ink(x, top, string, font, size, align, fill)

    def lines(self, x, top, lines, font=REGULAR, size=10.5, leading=None, tag="P", align="left", fill=INK,
              **attributes):
        """Several lines as one element; the answer is where the next baseline would be."""
        leading = leading or size * 1.3
        with self.content(tag, **attributes):
            for index, line in enumerate(lines):
                # The space keeps the last word of a line and the first of the next apart when read as text.
                end = " " if index + 1 < len(lines) else ""
                self.ink(x, top, line + end, font, size, align, fill)
                top += leading
        return top

    def link(self, x, top, string, url, description, font=REGULAR, size=10.5, fill=INK):
        """Visible text with its link annotation."""
        with self.element("P"), self.content("Link") as node:
            self.ink(x, top, string, font, size, fill=fill)
        baseline = self.page_height - top
        right = x + width(printable(string, font), font, size)
        self.linkURL(url, (x, baseline - size / 4, right, baseline + size), relative=0, thickness=0)
        node.children.append(LinkAnnotation(self._page_index, url, description))

    def rule(self, x, right, top, fill=INK, weight=0.6, dash=None):
        """A horizontal line, not read aloud."""
        with self.artifact():
            self.setStrokeColor(colour(fill))
            self.setLineWidth(weight)
            self.setDash(*dash) if dash else self.setDash()
            self.line(x, self.page_height - top, right, self.page_height - top)

    def panel(self, x, top, across, down, fill, radius=0):
        """A filled ground, not read aloud."""
        with self.artifact():
            self.setFillColor(colour(fill))
            if radius:
                self.roundRect(x, self.page_height - top - down, across, down, radius, stroke=0, fill=1)
            else:
                self.rect(x, self.page_height - top - down, across, down, stroke=0, fill=1)

    def blank_page(self):
        """An empty back, so that the next document starts on a front."""
        self._code.append(" ")
        self.showPage()

    def finished(self, *, title, author, subject, when=None, attachment=None):
        """The bytes as PDF/UA-1 and PDF/A-3a. The same drawing gives the same bytes."""
        self.save()
        return finish(self._buffer.getvalue(), self.root, title=printable(title), author=printable(author),
                      subject=printable(subject), language=self.language, when=when, attachment=attachment)


__all__ = ["BOLD", "INK", "REGULAR", "Element", "LinkAnnotation", "MarkedContent", "TaggedCanvas"]
