"""Pictures on papers: a PNG as a PDF carries it."""
import functools
import io

from PIL import Image, UnidentifiedImageError

from .pdf_objects import compressed

MOST_PIXELS = 1000  # along the longer side: twice what a printer shows of a logo


class Picture:
    """A picture on white ground; its size is in pixels."""

    def __init__(self, data):
        try:
            with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
                seen = opened.convert("RGBA")
        except (UnidentifiedImageError, OSError) as error:
            raise ValueError("The picture is not a PNG file that can be read.") from error
        seen.thumbnail((MOST_PIXELS, MOST_PIXELS))
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        self.width, self.height = ground.size
        self.packed = compressed(ground.tobytes(), 9)

    def write(self, file):
        """Put the picture into a PDF; answers its number."""
        return file.stream(None, f"/Type/XObject/Subtype/Image/Width {self.width}/Height {self.height}"
                                 "/ColorSpace/DeviceRGB/BitsPerComponent 8", packed=self.packed)


@functools.lru_cache(maxsize=16)
def picture(data):
    """The picture in a PNG's bytes, read once a process. ValueError where it is not a PNG."""
    return Picture(data)
