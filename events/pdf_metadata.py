"""The XMP packet: what a PDF says of itself, and the schemas PDF/A requires it to describe."""
from xml.sax.saxutils import escape

PRODUCER = "BoxOffice"
FACTUR_X = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
HEAD = ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">')
TAIL = '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'


def _description(namespaces, body):
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return f'<rdf:Description rdf:about="" {declared}>{body}</rdf:Description>\n'


def _translated(tag, text):
    return f'<{tag}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{tag}>'


def _schema(title, uri, prefix, category, kind, properties):
    listed = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f'<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>'
        f'<pdfaProperty:category>{category}</pdfaProperty:category>'
        f'<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>'
        for name, meaning in properties)
    return (f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
            f'<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>'
            f'<pdfaSchema:property><rdf:Seq>{listed}</rdf:Seq></pdfaSchema:property></rdf:li>')


UA_SCHEMA = _schema("PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "internal",
                    "Integer", [("part", "Part of PDF/UA standard")])
FACTUR_X_SCHEMA = _schema("Factur-X PDFA Extension Schema", FACTUR_X, "fx", "external", "Text", [
    ("DocumentFileName", "The name of the embedded XML document"),
    ("DocumentType", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
    ("Version", "The actual version of the standard applying to the embedded XML document"),
    ("ConformanceLevel", "The conformance level of the embedded XML document")])


def _schemas(hybrid):
    return _description(
        {"pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/", "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
         "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#"},
        f'<pdfaExtension:schemas><rdf:Bag>{UA_SCHEMA}{FACTUR_X_SCHEMA if hybrid else ""}</rdf:Bag>'
        '</pdfaExtension:schemas>')


def _factur_x(attachment):
    return _description({"fx": FACTUR_X}, (
        f"<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>{escape(attachment.name)}"
        "</fx:DocumentFileName><fx:Version>1.0</fx:Version>"
        f"<fx:ConformanceLevel>{escape(attachment.factur_x_level)}</fx:ConformanceLevel>"))


def xmp_packet(title, author, subject, when=None, attachment=None):
    """The packet's bytes; a Factur-X attachment is announced where there is one."""
    hybrid = bool(attachment and attachment.factur_x_level)
    parts = [
        _description({"pdfaid": "http://www.aiim.org/pdfa/ns/id/"},
                     "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"),
        _description({"pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}, "<pdfuaid:part>1</pdfuaid:part>"),
        _description({"dc": "http://purl.org/dc/elements/1.1/"},
                     _translated("dc:title", title)
                     + f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>"
                     + _translated("dc:description", subject)),
        _description({"pdf": "http://ns.adobe.com/pdf/1.3/"}, f"<pdf:Producer>{escape(PRODUCER)}</pdf:Producer>"),
    ]
    if when:
        stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        parts.append(_description({"xmp": "http://ns.adobe.com/xap/1.0/"},
                                  f"<xmp:CreateDate>{stamp}</xmp:CreateDate><xmp:ModifyDate>{stamp}</xmp:ModifyDate>"))
    parts.append(_schemas(hybrid))
    if hybrid:
        parts.append(_factur_x(attachment))
    return (HEAD + "".join(parts) + TAIL).encode()
