"""The files the architecture speaks of, each as a path below the project and its text."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("events", "invoicing", "boxoffice", "api")
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".hypothesis", ".ruff_cache", ".pytest_cache", "node_modules"}
SCRIPTS = {"run", "test"}


@dataclass(frozen=True)
class Source:
    """One text file: `path` is written with slashes from the project's root."""

    path: str
    text: str

    @property
    def parts(self):
        return self.path.split("/")

    @property
    def name(self):
        return self.parts[-1]

    @property
    def stem(self):
        return self.name.rpartition(".")[0] or self.name

    @property
    def is_python(self):
        return self.name.endswith(".py") or self.path in SCRIPTS

    @property
    def is_migration(self):
        return "migrations" in self.parts

    @property
    def is_product(self):
        return self.parts[0] in PRODUCT

    @property
    def is_model(self):
        return self.is_product and ("models" in self.parts[:-1] or self.name == "models.py")

    @property
    def is_template(self):
        return self.name.endswith(".html") and "templates" in self.parts

    @property
    def module(self):
        """events/models/booking.py is events.models.booking; a package's __init__ is the package."""
        return ".".join([*self.parts[:-1], *([] if self.name == "__init__.py" else [self.stem])])


def every_source():
    """Every text file of ours."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        for name in names:
            path = Path(folder, name)
            try:
                yield Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
            except UnicodeDecodeError:
                continue  # a font or a picture


def python_sources():
    """Our Python, without migrations, which Django writes."""
    return [source for source in every_source() if source.is_python and not source.is_migration]


def product_sources():
    return [source for source in python_sources() if source.is_product]


def template_sources():
    return [source for source in every_source() if source.is_template]
