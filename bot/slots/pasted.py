"""Whether a message is no message but a document that was pasted: a job ad or a CV."""

import re

LONGEST = 20_000
"""Characters of a pasted document that are read."""
_AD = re.compile(
    r"^\W*(?:(?:here(?:'s| is)|this is|look at|check|read|analy[sz]e|i (?:found|saw)|what about)\s+)?(?:this |the |my |an? )?(?:job (?:ad|advert|advertisement|post|posting|description|offer|listing)"
    r"|vacancy|jd|stellenanzeige)(?: (?:i found|i saw|for you|text))?\s*(?:[:;–—-]+|\n)\s*(?P<text>.*)$",
    re.I | re.S,
)
_CV = re.compile(
    r"^\W*(?:(?:here(?:'s| is)|this is|look at|read)\s+)?(?:my |the |a )?(?:cv|c\.v\.|r[eé]sum[eé]|curriculum vitae|lebenslauf|linkedin(?: profile)?)"
    r"(?: text)?\s*(?:[:;–—-]+|\n)\s*(?P<text>.*)$",
    re.I | re.S,
)
_AD_CUES = re.compile(
    r"\b(?:we(?:'re| are) (?:looking for|hiring|seeking)|you will|you'll|what you(?:'ll)? (?:bring|do|need)|your (?:profile|tasks|responsibilities)"
    r"|responsibilities|requirements|qualifications|nice[- ]to[- ]haves?|must[- ]haves?|preferred|job description|about the (?:role|job|team)|apply"
    r"|join (?:us|our)|our team|we offer|benefits|years of experience|full[- ]time|equal opportunity|the ideal candidate|the successful candidate|hiring|salary range)\b",
    re.I,
)
_CV_HEADS = re.compile(
    r"^\W{0,3}(?:work |professional |employment )?(?:experience|education|skills|technical skills|certifications?|licenses?(?: (?:&|and) certifications?)?"
    r"|summary|profile|languages|projects|employment(?: history)?|references|curriculum vitae|courses|training)\W{0,3}$",
    re.I | re.M,
)


def document(raw: str) -> tuple[str, str] | None:
    """("ad" or "cv", its text) when the message is one; lines are kept. None for anything else."""
    text = raw.strip()[:LONGEST]
    if found := _AD.match(text):
        return "ad", found["text"].strip()
    if found := _CV.match(text):
        return "cv", found["text"].strip()
    return guessed(text) if len(text) > 250 else None


def guessed(text: str) -> tuple[str, str] | None:
    """What a long text without an introduction is, by its headings and turns of phrase."""
    if len(_CV_HEADS.findall(text)) >= 2 and len({c.lower() for c in _AD_CUES.findall(text)}) < 4:
        return "cv", text
    cues = {c.lower() for c in _AD_CUES.findall(text)}
    first_person = len(re.findall(r"\bI(?:'m|'ve|'d)?\b", text))
    return ("ad", text) if len(cues) >= 2 and first_person <= len(cues) else None
