"""A canvas that records a structure tree as it draws, so that what is on the page can be read aloud in order."""
import re
from contextlib import contextmanager
from itertools import count

from django.conf import settings
from reportlab.lib.pagesizes import A4

from .pdf_faces import face
from .pdf_finish import finish
from .pdf_text import BOLD, REGULAR, WELSH_BEGINS, WELSH_ENDS, colour, printable, width

INK = "#1b2a2f"
FONT_KEYS = {REGULAR: "/F1", BOLD: "/F2"}
ROUND = 0.4477  # how far from a corner the control points of a quarter circle lie, in radii


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
    """A clickable area (left, bottom, right, top) on a page that belongs to a Link element."""
    __slots__ = ("page", "area", "url", "description")

    def __init__(self, page, area, url, description):
        self.page, self.area, self.url, self.description = page, area, url, description


class Page:
    """One finished page: its size in points, the operators that draw it, and the images they name."""
    __slots__ = ("size", "code", "images")

    def __init__(self, size, code, images):
        self.size, self.code, self.images = size, code, images


class TaggedCanvas:
    """Every drawing call sits in content() or artifact(). Points; distances named top run down from the page's top."""

    def __init__(self, pagesize=A4, language="en-GB"):
        self.language, self.size = language, pagesize
        self.root = Element("Document", {})
        self.pages = []
        self.used = {REGULAR: set(), BOLD: set()}
        self._open, self._in_welsh = [self.root], False
        self._begin_page()

    def _begin_page(self):
        self._code, self._images, self._numbers = [], [], count()

    def end_page(self):
        """Put the page away; what is drawn next is on a new one."""
        if settings.TRAINING:
            self._mark("TRAINING")
        self.pages.append(Page(self.size, "\n".join(self._code), tuple(self._images)))
        self._begin_page()

    def _mark(self, word):
        """Write a word across the page in outline, every ten centimetres, over everything: codes can still be read."""
        across, down = self.size
        rows = max(round(down / 283), 1)
        size = min(across, down / rows) / 6
        self.used[BOLD].update(word)
        shown = word.translate(face(BOLD).codes)
        with self.artifact("Pagination"):
            for row in range(rows):
                left, up = (across - 4.4 * size) / 2, down * (2 * row + 1) / (2 * rows) - 1.3 * size
                self._code.append(f"q 0.66 0.13 0.1 RG 0.8 w [] 0 d BT 1 Tr {FONT_KEYS[BOLD]} {size:g} Tf "
                                  f"0.87 0.5 -0.5 0.87 {left:.2f} {up:.2f} Tm <{shown}> Tj ET Q")

    @contextmanager
    def again(self, index):
        """Add to a finished page what is not read aloud: its number, once it is known how many there are."""
        code, self._code = self._code, []
        with self.artifact("Pagination"):
            yield
        self.pages[index].code += "\n" + "\n".join(self._code)
        self._code = code

    @property
    def pages_done(self):
        return len(self.pages)

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
        node = self._begin_content(tag, attributes)
        yield node
        self._code.append("EMC")

    def _begin_content(self, tag, attributes):
        node, number = Element(tag, attributes), next(self._numbers)
        self._in_welsh = False
        self._open[-1].children.append(node)
        node.children.append(MarkedContent(len(self.pages), number))
        self._code.append(f"/{tag} <</MCID {number}>> BDC")
        return node

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
        self.used[font].update(string)
        self._code.append(f"BT {colour(fill)} rg {FONT_KEYS[font]} {size:g} Tf 1 0 0 1 {x:.2f} "
                          f"{self.size[1] - top:.2f} Tm {self._shown(string, face(font).codes)} ET")

    def _shown(self, string, codes):
        """The operators that show the text, with what is in Welsh marked so: it may run over several lines."""
        if WELSH_BEGINS not in string and not self._in_welsh:
            return f"<{string.translate(codes)}> Tj"
        shown = []
        for part in re.split(f"([{WELSH_BEGINS}{WELSH_ENDS}])", string):
            if part in (WELSH_BEGINS, WELSH_ENDS):
                self._in_welsh = part == WELSH_BEGINS
            elif part and self._in_welsh:
                shown.append(f"/Span <</Lang (cy-GB)>> BDC <{part.translate(codes)}> Tj EMC")
            elif part:
                shown.append(f"<{part.translate(codes)}> Tj")
        return " ".join(shown)

    def text(self, x, top, string, font=REGULAR, size=10.5, tag="P", align="left", fill=INK, **attributes):
        """One line as one element."""
        self._begin_content(tag, attributes)
        self.ink(x, top, string, font, size, align, fill)
        self._code.append("EMC")

    def lines(self, x, top, lines, font=REGULAR, size=10.5, leading=None, tag="P", align="left", fill=INK,
              **attributes):
        """Several lines as one element; the answer is where the next baseline would be."""
        leading, last = leading or size * 1.3, len(lines) - 1
        self._begin_content(tag, attributes)
        for index, line in enumerate(lines):
            # The space keeps the last word of a line and the first of the next apart when read as text.
            self.ink(x, top, line if index == last else line + " ", font, size, align, fill)
            top += leading
        self._code.append("EMC")
        return top

    def link(self, x, top, lines, url, description, font=REGULAR, size=10.5, fill=INK):
        """Visible lines with their link annotation; the answer is where the next baseline would be."""
        leading, below = size * 1.3, self.size[1] - top
        right = x + max(width(printable(line, font), font, size) for line in lines)
        with self.element("P"), self.content("Link") as node:
            for index, line in enumerate(lines):
                self.ink(x, top + index * leading, line, font, size, fill=fill)
        area = (x, below - (len(lines) - 1) * leading - size / 4, right, below + size)
        node.children.append(LinkAnnotation(len(self.pages), area, url, description))
        return top + len(lines) * leading

    def image(self, x, top, across, down, image, alt):
        """A picture (see pdf_images) with the words that stand for it."""
        bottom = self.size[1] - top - down
        if image not in self._images:
            self._images.append(image)
        with self.content("Figure", alt=alt, bbox=(x, bottom, x + across, bottom + down)):
            self._code.append(f"q {across:.2f} 0 0 {down:.2f} {x:.2f} {bottom:.2f} cm "
                              f"/I{self._images.index(image)} Do Q")

    def squares(self, x, top, step, matrix, alt):
        """A matrix of dark and light modules (a QR code) as one figure, its dark runs filled in one path."""
        down, across = step * len(matrix), step * len(matrix[0])
        bottom = self.size[1] - top
        with self.content("Figure", alt=alt, bbox=(x, bottom - down, x + across, bottom)):
            runs = [f"{x + begin * step:.2f} {bottom - (row + 1) * step:.2f} {length * step:.2f} {step:.2f} re"
                    for row, modules in enumerate(matrix) for begin, length in _dark_runs(bytes(modules))]
            self._code.append(f"0 0 0 rg {' '.join(runs)} f")

    def rule(self, x, right, top, fill=INK, weight=0.6, dash=()):
        """A horizontal line, not read aloud."""
        self.stroke(x, top, right, top, fill, weight, dash)

    def stroke(self, x, top, right, bottom, fill=INK, weight=0.6, dash=()):
        """A straight line, not read aloud."""
        height = self.size[1]
        with self.artifact():
            self._code.append(f"{colour(fill)} RG {weight:g} w [{' '.join(map(str, dash))}] 0 d {x:.2f} "
                              f"{height - top:.2f} m {right:.2f} {height - bottom:.2f} l S")

    def panel(self, x, top, across, down, fill, radius=0):
        """A filled ground, not read aloud."""
        bottom, shade = self.size[1] - top - down, colour(fill)
        with self.artifact():
            if radius:
                self._code.append(_rounded(x, bottom, x + across, bottom + down, radius, shade))
            else:
                self._code.append(f"{shade} rg {x:.2f} {bottom:.2f} {across:.2f} {down:.2f} re f")

    def finished(self, *, title, author, subject, when=None, attachment=None):
        """The bytes as PDF/UA-1 and PDF/A-3a. The same drawing gives the same bytes."""
        return finish(self, title=printable(title), author=printable(author), subject=printable(subject), when=when,
                      attachment=attachment)


def _dark_runs(modules):
    """(where it begins, how long) for each run of dark modules in a row."""
    return [(run.start(), len(run.group())) for run in re.finditer(b"\x01+", modules)]


def _rounded(left, bottom, right, upper, radius, shade):
    """A filled rectangle with rounded corners, drawn from the lower left corner round."""
    r, k = radius, radius * ROUND
    path = ((left + r, bottom, "m"), (right - r, bottom, "l"),
            (right - k, bottom, right, bottom + k, right, bottom + r, "c"), (right, upper - r, "l"),
            (right, upper - k, right - k, upper, right - r, upper, "c"), (left + r, upper, "l"),
            (left + k, upper, left, upper - k, left, upper - r, "c"), (left, bottom + r, "l"),
            (left, bottom + k, left + k, bottom, left + r, bottom, "c"))
    steps = (" ".join([*(f"{number:.2f}" for number in step[:-1]), step[-1]]) for step in path)
    return f"{shade} rg {' '.join(steps)} f"


__all__ = ["BOLD", "INK", "REGULAR", "Element", "LinkAnnotation", "MarkedContent", "TaggedCanvas"]
