"""Telegram's messages as HTML that looks like Telegram in its light theme. Goldens are HTML already."""

import base64
import re
from html import escape

STYLE = """
body{margin:0;width:720px;background:#cfdcc0;color:#000;font:16px/21px Roboto,sans-serif}
.bar{height:54px;background:#fff;display:flex;align-items:center;padding:0 16px;box-shadow:0 1px 2px #0002}
.face{width:38px;height:38px;border-radius:19px;background:#1f3a5f;color:#fff;font:500 18px/38px Roboto;
text-align:center;margin-right:12px}.bar b{font-weight:500}
.bar i{display:block;font:14px/18px Roboto;color:#707579}.chat{padding:12px 16px 20px;overflow:hidden}
.mine,.theirs{clear:both;margin:5px 0;max-width:500px}.mine{float:right}.theirs{float:left}
.bubble:after{content:'';display:block;clear:both}
.bubble{background:#fff;border-radius:14px;padding:7px 12px 8px;position:relative;box-shadow:0 1px 1px #0002;
white-space:pre-wrap;overflow-wrap:break-word}.mine .bubble{background:#eeffde}
.at{font:12px/12px Roboto;color:#8a9199;float:right;margin:10px 0 -2px 12px}.mine .at{color:#4fae4e}
.theirs .bubble{min-width:300px}
blockquote{margin:3px 0;padding:3px 22px 3px 10px;border-left:3px solid #3390ec;background:#3390ec14;
border-radius:4px;font-size:15px;line-height:20px;position:relative}
blockquote[expandable] div{max-height:60px;overflow:hidden}
blockquote[expandable]:after{content:'\\2304';position:absolute;right:7px;bottom:4px;color:#3390ec;
font-weight:700}a{color:#3390ec;text-decoration:none}b{font-weight:500}
.keys{display:flex;flex-direction:column;gap:4px;margin-top:4px}.keys div{display:flex;gap:4px}
.keys span{flex:1;text-align:center;background:#6d8a5ecc;color:#fff;border-radius:9px;
font:500 15px/38px Roboto;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;padding:0 8px}
.photo{display:block;width:100%;margin:-7px 0 6px}.bubble.pic{padding:7px 0 8px;overflow:hidden}
.pic .cap{padding:0 12px}
pre{font:13px/18px 'DejaVu Sans Mono',monospace;margin:0;white-space:pre;overflow:hidden}
.rich{white-space:normal}.rich h3{font:500 18px/24px Roboto;margin:2px 0 6px}.rich p{margin:6px 0}
.rich details{margin:6px 0;border-left:3px solid #3390ec;padding:2px 10px;background:#3390ec10;
border-radius:4px}.rich summary{list-style:none}.rich summary:after{content:' \\2304';color:#3390ec}
.rich footer{color:#707579;font-size:14px}.rich ul{margin:4px 0;padding-left:20px}.file{color:#3390ec}
"""


def frame(inside: str) -> str:
    """The private chat with the bot."""
    bar = "<div class=bar><div class=face>C</div><div><b>Credpath</b><i>bot</i></div></div>"
    return f"{bar}<div class=chat>{inside}</div>"


def said(text: str, *, at: str) -> str:
    """A message of the person."""
    return f"<div class=mine><div class=bubble>{escape(text)}<span class=at>{at} ✓✓</span></div></div>"


def golden(text: str, *, at: str, picture: bytes = b"") -> str:
    """A golden file: messages, each begun by a comment, with rows of buttons `[ … ]  [ … ]` at their end."""
    return "".join(_message(part, at, picture) for part in re.split(r"<!-- \d.*? -->\n", text) if part.strip())


def rich(html: str, rows: list[list[str]], *, at: str) -> str:
    """A message of sendRichMessage, its details folded."""
    return _bubble(f"<div class=rich>{html}</div>", rows, at)


def _message(part: str, at: str, picture: bytes) -> str:
    lines, rows = part.strip("\n").split("\n"), []
    while lines and lines[-1].startswith("[ "):
        rows.insert(0, re.findall(r"\[ (.*?) \](?=  |$)", lines.pop()))
    shown = "\n".join(lines)
    drawn = re.match(r"\[picture: .*?\]\n?", shown)
    if drawn:
        source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        inside = f'<img class=photo src="{source}"><div class=cap>{shown[drawn.end() :]}</div>'
        return f"<div class=theirs><div class='bubble pic'>{inside}<span class=at>{at}&nbsp;</span></div></div>"
    shown = re.sub(r"\[file: (.*?), .*?\]", r"<span class=file>📄 \1</span>", shown)
    return _bubble(shown, rows, at)


def _bubble(inside: str, rows: list[list[str]], at: str) -> str:
    inside = re.sub(
        r"(<blockquote expandable>)(.*?)</blockquote>\n?", r"\1<div>\2</div></blockquote>", inside, flags=re.S
    )
    inside = re.sub(r"\n(<blockquote)", r"\1", inside)
    keys = "".join("<div>" + "".join(f"<span>{escape(k)}</span>" for k in row) + "</div>" for row in rows)
    keys = f"<div class=keys>{keys}</div>" if keys else ""
    return f"<div class=theirs><div class=bubble>{inside}<span class=at>{at}</span></div>{keys}</div>"
