"""Files we took from others: `check` their hashes against VENDOR.toml, or `update` them from their packages.

`update` runs `npm pack name@version` for each package named in VENDOR.toml, so change a version there first.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "boxoffice/static/boxoffice/vendor/VENDOR.toml"


def listed():
    return tomllib.loads(LIST.read_text())["file"]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"


def check():
    """The listed files that are missing or are not what they were."""
    return [entry["path"] for entry in listed() if sha256(ROOT / entry["path"]) != entry["sha256"]]


@cache
def unpacked(name, version, folder):
    """The package's files, fetched once."""
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", folder]
    archive = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]  # noqa: S603
    target = Path(folder) / archive.removesuffix(".tgz")
    with tarfile.open(Path(folder) / archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def sprite(package, icons):
    """One SVG of many icons; "house=home" also answers to "home"."""
    symbols = []
    for icon in icons:
        name, *others = icon.split("=")
        drawing = (package / f"icons/{name}.svg").read_text()
        inside = " ".join(re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.S).group(1).split())
        symbols += [f'<symbol id="{id}" viewBox="0 0 24 24">{inside}</symbol>' for id in (name, *others)]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]).encode()


def instance(sources, weight, style, folder):
    """One weight of a variable font, its parts merged, as a TrueType file that a PDF can carry."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    parts = []
    for number, source in enumerate(sources):
        part = Path(folder) / f"part-{weight}-{number}.ttf"
        font = instantiateVariableFont(TTFont(source), {"wght": weight})
        font.flavor = None
        font.save(part)
        parts.append(str(part))
    font = Merger().merge(parts)
    family = "Public Sans"
    names = {1: family, 16: family, 2: style, 17: style, 3: f"PublicSans-{style}", 6: f"PublicSans-{style}"}
    names[4] = f"{family} {style}"  # without names of its own, Bold is drawn as Regular by some readers
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)
    bold = weight == 700
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b1100001 | (0b100000 if bold else 0b1000000)
    font["head"].macStyle = int(bold)
    font.recalcTimestamp = False
    made = Path(folder) / f"made-{weight}.ttf"
    font.save(made)
    return made.read_bytes()


def made(entry, folder):
    package = unpacked(entry["name"], entry["version"], folder)
    if "icons" in entry:
        return sprite(package, entry["icons"])
    if "weight" in entry:
        return instance([package / source for source in entry["from"]], entry["weight"], entry["style"], folder)
    return (package / entry["from"]).read_bytes()


def update():
    """Writes every file again and its new hash into VENDOR.toml."""
    blocks = LIST.read_text().split("[[file]]")
    with tempfile.TemporaryDirectory() as folder:
        for number, entry in enumerate(listed(), start=1):
            path = ROOT / entry["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made(entry, folder))
            blocks[number] = re.sub(r'sha256 = ".*"', f'sha256 = "{sha256(path)}"', blocks[number])
    LIST.write_text("[[file]]".join(blocks))


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] != ["check"]:
        sys.exit(__doc__)
    if wrong := check():
        sys.exit("Not as listed in VENDOR.toml: " + ", ".join(wrong))
