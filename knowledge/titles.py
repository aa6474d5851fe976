"""Job titles and requirements as advertisements write them: what is said beside the name is taken away.

"Sr. Cloud Sec Eng (remote, DACH)" -> "cloud sec eng"; "Internship - Junior Developer" -> "developer".
"""

import re
from collections.abc import Iterator

from knowledge.words import FULL, SMALL, keys, stem, word_set

_PLACEHOLDER = re.compile(r"<[^<>]*>")
_BRACKET = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]?")
_CUT = re.compile(r"\s+[-–—:@#]\s*|\s*[-–—:@#]\s+|\s*[|•·;]\s*|,\s+|\s*/\s*|!+|\s+cum\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
LEVEL = frozenset(
    stem(word)
    for word in word_set("""
        sr jr snr jnr senior junior entry level mid midlevel lead principal staff intern internship trainee
        graduate fresh fresher experienced urgent urgently hiring hire wanted needed required vacancy job
        position opening full fulltime part parttime time temporary temp contract permanent perm freelance
        remote onsite hybrid wfh based immediate immediately interview new male female only protege apply now
        basic salary earn per month monthly year week day shift local expat looking we are is be our your
        month ii iii iv deputy associate acting interim chief head""")
)
"""Words about level, contract and place that stand around the name of an occupation."""
_TITLE_WORDS = {
    "asst": "assistant",
    "exec": "executive",
    "mngr": "manager",
    "rep": "representative",
    "tech": "technician",
    "hr": "human resource",
    "qa": "quality assurance",
    "qc": "quality control",
    "coord": "coordinator",
    "dir": "director",
    "supv": "supervisor",
    "it": "ict",
    "ui": "user interface",
    "ux": "user experience",
    "vp": "vice president",
}
"""Short forms inside titles, beside those of knowledge.words."""


def plain(text: str) -> str:
    """The text without placeholders of anonymised sets (<ORGANIZATION>) and repeated spaces."""
    if "<" in text:
        text = _PLACEHOLDER.sub(" ", text)
    return " ".join(text.split())


def readings(text: str) -> Iterator[tuple[str, ...]]:
    """The compared words that may be the name in a title, fullest first: whole, without brackets, its parts, bare."""
    seen: set[tuple[str, ...]] = set()
    bare = _BRACKET.sub(" ", text).strip()
    parts = [part for part in _CUT.split(bare) if part and _WORD.search(part)]
    for piece in (text, bare, *parts):
        whole = keys(piece)
        for words in (whole, without_level(whole)):
            if words and words not in seen:
                seen.add(words)
                yield words
                full = written_out(words)
                if full not in seen:
                    seen.add(full)
                    yield full


def without_level(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the words of level at both ends; everything when nothing else is there."""
    start, end = 0, len(words)
    while start < end and (words[start] in LEVEL or words[start] in SMALL or words[start].isdigit()):
        start += 1
    while end > start and (words[end - 1] in LEVEL or words[end - 1] in SMALL or words[end - 1].isdigit()):
        end -= 1
    return words[start:end] or words


def written_out(words: tuple[str, ...]) -> tuple[str, ...]:
    """With the short forms of titles written out."""
    out: list[str] = []
    for word in words:
        out += _TITLE_WORDS.get(word, FULL.get(word, word)).split()
    return tuple(out)
