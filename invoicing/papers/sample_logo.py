"""A logo for sample papers: three market awnings, drawn here so that no file has to be kept."""
import functools
import io

from PIL import Image, ImageDraw

COLOURS = ("#0b5563", "#c8553d", "#e0a458")


@functools.cache
def logo():
    """The PNG's bytes, on a clear ground."""
    image = Image.new("RGBA", (600, 180), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for index, colour in enumerate(COLOURS):
        left = 10 + index * 200
        draw.polygon([(left + 30, 20), (left + 150, 20), (left + 180, 90), (left, 90)], fill=colour)
        for scallop in range(3):
            draw.pieslice([left + scallop * 60, 60, left + scallop * 60 + 60, 120], 0, 180, fill=colour)
        draw.rectangle([left + 16, 118, left + 22, 170], fill="#1b2a2f")
        draw.rectangle([left + 158, 118, left + 164, 170], fill="#1b2a2f")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
