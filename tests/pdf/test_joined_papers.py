"""Stored papers joined into one file to print: their own pages, still accessible and archivable."""

import datetime
import io

import pikepdf
import pytest

from events.pdf_join import join
from tests.pdf.reading import assert_valid, pages, words
from tests.pdf.samples import PAPERS, drawn

SAID = {"title": "Papers to print", "author": "Exampleshire Borough Council", "subject": "A run",
        "when": datetime.datetime(2026, 11, 22)}
SOME = ["invoice", "invoice-90-lines", "invoice-logo", "invoice-many-letters", "invoice-bilingual", "credit-note",
        "statement-long", "reminder", "receipt"]


def joined(names, **changes):
    return join((drawn(name) for name in names), **{**SAID, **changes})


def test_every_paper_joined_is_accessible_archivable_and_the_same_each_time():
    pdf = joined(PAPERS)
    assert_valid(pdf)
    assert pdf == joined(PAPERS)


def test_joined_papers_say_all_that_they_said():
    assert words(joined(SOME)) == " ".join(words(drawn(name)) for name in SOME)


def test_each_paper_starts_on_the_front_of_a_sheet():
    fronts = [index for index, sheet in enumerate(pages(joined(SOME))) if "Page 1 of" in sheet.extract_text()]
    assert len(fronts) == len(SOME)
    assert all(index % 2 == 0 for index in fronts)


def test_without_duplex_there_are_no_blank_pages():
    assert all(sheet.extract_text().strip() for sheet in pages(joined(SOME, duplex=False)))


def test_each_paper_is_a_part_of_the_one_document():
    with pikepdf.open(io.BytesIO(joined(SOME))) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        assert document.S == "/Document"
        assert [part.S for part in document.K] == ["/Part"] * len(SOME)


def test_every_page_and_link_leads_back_to_its_own_elements():
    with pikepdf.open(io.BytesIO(joined(SOME))) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
        for sheet in pdf.pages:
            if "/StructParents" in sheet.obj:
                assert all(owner.Pg.objgen == sheet.obj.objgen for owner in owners[int(sheet.obj.StructParents)])
            for link in sheet.obj.get("/Annots", ()):
                assert owners[int(link.StructParent)].S == "/Link"


def test_attached_files_are_left_out_and_faces_and_pictures_are_kept_once():
    pdf = joined(["invoice", "invoice-logo", "invoice-c5", "invoice"])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.attachments
        resources = [sheet.obj.Resources for sheet in opened.pages if "/Font" in sheet.obj.get("/Resources", {})]
        fonts = {font.objgen for one in resources for font in one.Font.values()}
        pictures = {one.objgen for shown in resources if "/XObject" in shown for one in shown.XObject.values()}
    assert len(fonts) == 2
    assert len(pictures) == 1


def test_nothing_to_join_and_what_is_not_tagged_are_refused():
    with pytest.raises(ValueError, match="no papers"):
        join([], **SAID)
    plain = pikepdf.new()
    plain.add_blank_page()
    out = io.BytesIO()
    plain.save(out)
    with pytest.raises(ValueError, match="not tagged"):
        join([out.getvalue()], **SAID)
