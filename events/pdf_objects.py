"""A PDF file being written: numbered objects, packed together, and the table that says where each one is."""
import hashlib
import struct
import zlib

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def text(string):
    """A text string: plain where it is ASCII, else UTF-16 (ISO 32000-1, 7.9.2.2)."""
    if string.isascii():
        return "(" + string.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
    return f"<FEFF{string.encode('utf-16-be').hex().upper()}>"


def name(string):
    """A name, with what may not stand in one written as #xx."""
    return "/" + "".join(c if c.isalnum() or c in "-_.+" else f"#{ord(c):02X}" for c in string)


def compressed(data, level=6):
    """The data compressed, and never ending in a carriage return, which some readers take for part of the line's end.

    The white space put after it for that changes nothing in page content, packed objects, faces or tables.
    """
    packed = zlib.compress(data, level)
    while packed.endswith(b"\r"):
        data += b"\n"
        packed = zlib.compress(data, level)
    return packed


class ObjectFile:
    """Objects are bodies of PDF text; all but streams are packed into one compressed stream (ISO 32000-1, 7.5.7)."""

    def __init__(self):
        self._bodies, self._streams, self._count = {}, {}, 0

    def reserve(self):
        """A number for an object whose body is put later."""
        self._count += 1
        return self._count

    def put(self, number, body):
        self._bodies[number] = body

    def add(self, body):
        number = self.reserve()
        self._bodies[number] = body
        return number

    def stream(self, data, entries="", packed=None, plain=False):
        """A stream; give `packed`, its data as compressed() left it, where that is known already.

        What is `plain` is not compressed: PDF/A lets a search read the description without unpacking it.
        """
        number = self.reserve()
        if not plain:
            data = packed or compressed(data)
            entries += "/Filter/FlateDecode"
        head = f"{number} 0 obj\n<<{entries}/Length {len(data)}>>\nstream\n".encode()
        self._streams[number] = b"".join((head, data, b"\nendstream\nendobj\n"))
        return number

    def finished(self, root, info):
        """The file's bytes, which depend on the objects alone."""
        where, parts, at = {}, [HEADER], len(HEADER)
        self._pack(where)
        for number, written in self._streams.items():
            where[number] = (1, at, 0)
            parts.append(written)
            at += len(written)
        table = self.reserve()
        where[table] = (1, at, 0)
        digest = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
        rows = b"".join(struct.pack(">BIH", *where.get(number, (0, 0, 0))) for number in range(table + 1))
        data = compressed(rows)
        head = (f"{table} 0 obj\n<</Type/XRef/Size {table + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R"
                f"/ID[<{digest}><{digest}>]/Filter/FlateDecode/Length {len(data)}>>\nstream\n")
        parts += [head.encode(), data, f"\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n".encode()]
        return b"".join(parts)

    def _pack(self, where):
        """Every body in one stream, and in `where` the place of each."""
        starts, bodies, at = [], [], 0
        pack = self._count + 1
        for index, (number, body) in enumerate(self._bodies.items()):
            body = body.encode("latin-1")
            starts.append(f"{number} {at}")
            bodies.append(body)
            at += len(body) + 1
            where[number] = (2, pack, index)
        index = " ".join(starts).encode() + b"\n"
        self.stream(index + b"\n".join(bodies), f"/Type/ObjStm/N {len(bodies)}/First {len(index)}")
