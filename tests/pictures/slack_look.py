"""Slack's blocks as HTML that looks like Slack in its light theme: what Credpath sends, and KeyError for the rest."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

Json = Mapping[str, Any]

STYLE = """
body{margin:0;width:720px;background:#fff;color:#1d1c1d;font:15px/22px Lato,sans-serif}
.bar{height:50px;border-bottom:1px solid #e2e2e2;display:flex;align-items:center;padding:0 20px;
font:900 18px Lato}
.tabs{border-bottom:1px solid #ddd;padding:0 20px;font:700 13px/38px Lato;color:#616061}
.tabs span{display:inline-block;margin-right:22px}.tabs .on{color:#1d1c1d;box-shadow:inset 0 -2px #611f69}
.row{display:flex;padding:10px 20px}
.face{flex:0 0 36px;height:36px;border-radius:8px;margin-right:8px;color:#fff;font:900 17px/36px Lato;
text-align:center;background:#1f3a5f}.face.me{background:#b5651d}.what{flex:1;min-width:0}.who{font-weight:900}
.app{font:700 10px/14px Lato;background:#ebeaeb;color:#616061;border-radius:2px;padding:1px 3px;margin:0 5px;
vertical-align:2px}.at{font-size:12px;color:#616061;margin-left:4px}.b{margin:6px 0}
.b.header{font:900 18px/24px Lato;margin-top:8px}.b.context{font-size:13px;line-height:19px;color:#616061}
code{font:12px/18px 'DejaVu Sans Mono',monospace;background:#f8f8f8;border:1px solid #ddd;border-radius:3px;
padding:2px 3px 1px;color:#c01343;white-space:pre-wrap}a{color:#1264a3;text-decoration:none}
.s{white-space:pre-wrap}ul{margin:2px 0 0;padding-left:26px}li{margin:0}
.buttons{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
.button{border:1px solid #bbb;border-radius:8px;padding:0 12px;font:700 13px/28px Lato;background:#fff}
.primary{background:#007a5a;border-color:#007a5a;color:#fff}
.menu{border:1px solid #999;border-radius:8px;padding:0 12px;font:13px/28px Lato;min-width:220px}
.menu:after{content:'\\25BE';float:right}.thumbs{color:#616061;font-size:15px;letter-spacing:10px}
.cards{display:flex;gap:10px;overflow:hidden;width:660px}
.card{flex:0 0 230px;border:1px solid #ddd;border-radius:10px;padding:10px 12px;white-space:pre-wrap}
.card b{font-weight:900}.home{padding:14px 28px 24px}.shade{background:#7d7c7d;padding:28px 90px}
.modal{background:#fff;border-radius:8px}
.modal .top{font:900 20px/56px Lato;padding:0 24px;border-bottom:1px solid #eee}.modal .in{padding:8px 24px}
.label{font-weight:900;margin:12px 0 4px}.label i{font:13px Lato;color:#616061}
.hint{font-size:13px;color:#616061}
.field{border:1px solid #8d8d8e;border-radius:6px;padding:6px 12px;min-height:22px;color:#1d1c1d}
.field.long{min-height:60px}
.end{display:flex;gap:10px;justify-content:flex-end;padding:14px 24px;border-top:1px solid #eee}
"""


def message(blocks: Sequence[Json], *, at: str) -> str:
    """A message of the app."""
    who = f"<span class=who>Credpath</span><span class=app>APP</span><span class=at>{at}</span>"
    return f"<div class=row><div class=face>C</div><div class=what>{who}{shown(blocks)}</div></div>"


def said(text: str, *, at: str) -> str:
    """A message of the person."""
    who = f"<span class=who>Anna</span><span class=at>{at}</span>"
    return f'<div class=row><div class="face me">A</div><div class=what>{who}<div>{escape(text)}</div></div></div>'


def frame(inside: str, tab: str) -> str:
    """The app's conversation, open at a tab."""
    tabs = "".join(f'<span class="{"on" if t == tab else ""}">{t}</span>' for t in ("Home", "Messages", "About"))
    return f"<div class=bar>Credpath</div><div class=tabs>{tabs}</div>{inside}"


def window(view: Json) -> str:
    """A modal."""
    end = f'<span class=button>{_text(view["close"])}</span><span class="button primary">{_text(view["submit"])}</span>'
    inside = "".join(_input(b) for b in view["blocks"])
    top = f"<div class=top>{_text(view['title'])}</div>"
    return f"<div class=shade><div class=modal>{top}<div class=in>{inside}</div><div class=end>{end}</div></div></div>"


def shown(blocks: Sequence[Json]) -> str:
    """Blocks, one below the other."""
    return "".join(_block(b) for b in blocks)


def _block(block: Json) -> str:
    kind = block["type"]
    inside = {
        "header": lambda: _text(block["text"]),
        "context": lambda: " ".join(_text(e) for e in block["elements"]),
        "rich_text": lambda: "".join(_rich(e) for e in block["elements"]),
        "actions": lambda: f"<div class=buttons>{''.join(map(_pressable, block['elements']))}</div>",
        "context_actions": lambda: "<span class=thumbs>👍👎</span>",
        "carousel": lambda: f"<div class=cards>{''.join(map(_card, block['elements']))}</div>",
    }[kind]()
    return f'<div class="b {kind}">{inside}</div>'


def _rich(element: Json) -> str:
    if element["type"] == "rich_text_list":
        return f"<ul>{''.join(f'<li>{_rich(e)}</li>' for e in element['elements'])}</ul>"
    return f"<div class=s>{''.join(map(_span, element['elements']))}</div>"


def _span(element: Json) -> str:
    text = escape(element["text"])
    style = element.get("style", {})
    if element["type"] == "link":
        text = f"<a>{text}</a>"
    for name, tag in (("code", "code"), ("bold", "b"), ("italic", "i")):
        text = f"<{tag}>{text}</{tag}>" if style.get(name) else text
    return text


def _text(element: Json) -> str:
    if element["type"] == "mrkdwn":
        return re.sub(r"<([^|>]*)\|([^>]*)>", r"<a>\2</a>", element["text"])
    return escape(element["text"])


def _card(element: Json) -> str:
    body = element.get("body")
    return f"<div class=card><b>{_text(element['title'])}</b>\n{_text(body) if body else ''}</div>"


def _pressable(element: Json) -> str:
    if element["type"] == "static_select":
        return f"<span class=menu>{_text(element['placeholder'])}</span>"
    return f'<span class="button {element.get("style", "")}">{_text(element["text"])}</span>'


def _input(block: Json) -> str:
    element = block["element"]
    given = next((v for k, v in element.items() if k.startswith("initial_")), "")
    given = given["text"]["text"] if isinstance(given, Mapping) else given
    optional = " <i>(optional)</i>" if block["optional"] else ""
    hint = f"<div class=hint>{_text(block['hint'])}</div>" if "hint" in block else ""
    long = " long" if element.get("multiline") else ""
    label = f"<div class=label>{_text(block['label'])}{optional}</div>"
    return f'{label}<div class="field{long}">{escape(str(given))}</div>{hint}'
