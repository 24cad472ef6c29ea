"""A trader's papers in words: what holds on the day, what ended, what never came."""

from boxoffice.templatetags.british import day as in_words


def papers_of(trader, needed, day):
    """[(tone, words)] for each paper that the market needs; from documents that were fetched already."""
    if trader is None:
        return [("warn", "Not a registered trader")] if needed else []
    away = trader.suspended_on and trader.suspended_on <= day and (
        trader.suspended_until is None or day <= trader.suspended_until)  # fmt: skip
    suspended = [("bad", f"Suspended: {trader.suspension_reason}")] if away else []
    return suspended + [state_of(paper, trader.documents.all(), day) for paper in needed]


def state_of(paper, documents, day):
    """Tone and words for one paper a trader must hold."""
    sent = [document for document in documents if document.meets(paper) and not document.refused_reason]
    checked = [document for document in sent if document.checked_at]
    if good := [document for document in checked if document.covers(day)]:
        return "ok", f"{paper} to {in_words(max(document.expires_on for document in good))}"
    if any(not document.checked_at and document.expires_on >= day for document in sent):
        return "warn", f"{paper}: sent in, not checked yet"
    if ended := [document.expires_on for document in checked if document.expires_on < day]:
        return "bad", f"{paper} expired on {in_words(max(ended))}"
    if checked:
        return "bad", f"{paper} begins on {in_words(min(document.valid_from for document in checked))}"
    return "bad", f"No {paper.name[:1].lower()}{paper.name[1:]}"
