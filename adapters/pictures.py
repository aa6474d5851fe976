"""Draws a Picture as PNG: 1000 pixels wide for a phone, light so that it reads on dark screens too.

The only home of matplotlib. The same picture gives the same bytes: matplotlib's own DejaVu font, no date.
Colours are those of Okabe and Ito, told apart by every kind of colour vision; a mark says the same as each colour.
"""

import io
import math
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.messages import Bar, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

WIDTH = 1000
MOST = 24
"""More bars than this are counted, not drawn."""
_DPI = 100
_EDGE = 56
_INSIDE = WIDTH - 2 * _EDGE
_PAPER, _INK, _GREY, _TRACK = "#FCFBF8", "#1F2933", "#5C6873", "#E9E6DE"
_STATES = {
    "planned": ("○", "#8FB4D0", "planned"),
    "started": ("◐", "#0072B2", "started"),
    "done": ("●", "#009E73", "done"),
    "failed": ("✗", "#D55E00", "to be taken again"),
    "late": ("!", "#E69F00", "late"),
}
_MARKED = ("started", "done", "failed", "late")  # the mark has the colour too; that of planned would be too pale
_ROW, _BAR = 132, 26
_LAST_DAY = date.max.toordinal()
_drawing = threading.Lock()  # matplotlib keeps caches of its own that are not safe to share


def png(picture: Picture) -> bytes:
    """The picture as PNG; raises nothing for any Picture, however odd its numbers and texts."""
    with _drawing:
        return _Sheet(picture).png()


class _Sheet:
    """One picture while it is drawn, in pixels from the top left."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._bars = picture.bars[:MOST]
        self._days = picture.chart == "timeline"
        self._regular, self._bold, self._known = _fonts()

    def png(self) -> bytes:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._canvas = FigureCanvasAgg(Figure((10, 10), dpi=_DPI))
        title = self._wrapped(self._picture.title, _INSIDE, 36, most=3)
        labels = [self._wrapped(bar.label, self._room(bar), 28, most=2) for bar in self._bars]
        top = 64 + 48 * len(title) + 16
        tops = [top]
        for lines in labels:
            tops.append(tops[-1] + (_ROW if self._days else _ROW - 20) + 36 * (len(lines) > 1))
        legend = self._legend()
        height = tops[-1] + (48 if self._days else 0) + (56 if legend else 16) + 16
        figure = self._canvas.figure
        figure.set_size_inches(WIDTH / _DPI, height / _DPI)
        figure.set_facecolor(_PAPER)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        self._axes: Axes = axes
        for n, line in enumerate(title):
            self._say(_EDGE, 64 + 48 * n, line, 36, bold=True)
        self._scale = self._span()
        self._ticks = self._calendar(tops[-1]) if self._days else []
        for bar, lines, at in zip(self._bars, labels, tops, strict=False):
            self._row(bar, lines, at)
        for x, text, size, colour in legend:
            self._say(x, height - 44, text, size, colour=colour, bold=len(text) == 1)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=_DPI, facecolor=_PAPER, metadata={"Software": None})
        return out.getvalue()

    def _span(self) -> tuple[float, float]:
        """What stands at the left and the right edge: days, or shares."""
        if not self._days:
            return 0.0, 1.0
        ends = [_finite(x) for b in self._bars for x in (b.begin, b.end)]
        low, high = min(ends, default=1.0), max(ends, default=2.0)
        return low, max(high, low + 1)

    def _at(self, value: float) -> float:
        low, high = self._scale
        return _EDGE + _INSIDE * min(1.0, max(0.0, (_finite(value) - low) / (high - low)))

    def _room(self, bar: Bar) -> float:
        """How wide a label may be: beside it stands the note of a share."""
        return _INSIDE - 44 - (0 if self._days or not bar.note else self._width(self._beside(bar), 24) + 24)

    def _beside(self, bar: Bar) -> str:
        return self._fit(bar.note, _INSIDE * 0.4, 24)

    def _row(self, bar: Bar, label: list[str], top: float) -> None:
        mark, colour, _ = _STATES.get(bar.state, _STATES["planned"])
        self._say(_EDGE, top + 22, mark, 28, colour=colour if bar.state in _MARKED else _GREY, bold=True)
        for n, line in enumerate(label):
            self._say(_EDGE + 44, top + 22 + 36 * n, line, 28, bold=True)
        top += 36 * (len(label) > 1)
        if self._days:
            first, last = _day(bar.begin), _day(max(bar.begin, bar.end - 1))
            dated = f"{_said(first, year=first.year != last.year)} – {_said(last, year=True)}"
            text = self._fit(f"{dated} · {bar.note}" if bar.note else dated, _INSIDE - 44, 22)
            self._say(_EDGE + 44, top + 56, text, 22, colour=_GREY)
        else:
            self._say(WIDTH - _EDGE, top + 22, self._beside(bar), 24, colour=_GREY, side="right")
        self._bar(bar, top + (76 if self._days else 50), colour)

    def _bar(self, bar: Bar, top: float, colour: str) -> None:
        self._box(_EDGE, top, _INSIDE, _TRACK)
        for x in self._ticks:
            self._axes.plot([x, x], [top, top + _BAR], color=_PAPER, linewidth=1.4)
        begin, end = sorted((self._at(bar.begin), self._at(bar.end)))
        if end > begin or self._days:
            left = min(begin, WIDTH - _EDGE - 12)  # a day's step is still seen
            self._box(left, top, max(end - left, 12), colour)
        if (now := self._now()) is not None:
            for width, drawn in ((4.2, _PAPER), (1.8, _INK)):
                self._axes.plot([now, now], [top - 7, top + _BAR + 7], color=drawn, linewidth=width, zorder=4)

    def _box(self, left: float, top: float, width: float, colour: str) -> None:
        from matplotlib.patches import FancyBboxPatch

        style = f"round,pad=0,rounding_size={min(_BAR, width) / 2}"
        box = FancyBboxPatch((left, top), width, _BAR, boxstyle=style, linewidth=0, facecolor=colour, zorder=2)
        self._axes.add_patch(box)

    def _now(self) -> float | None:
        """Where today is, when it is within the picture."""
        now, (low, high) = self._picture.today, self._scale
        return self._at(now) if now is not None and math.isfinite(now) and low <= now <= high else None

    def _calendar(self, y: float) -> list[float]:
        """Months (and today) under the bars; returns where they begin."""
        low, high = self._scale
        found, taken, now = [], -1e9, self._now()
        around = (-1.0, -1.0)
        if now is not None:
            half = self._width("today", 22, bold=True) / 2
            middle = min(max(now, _EDGE + half), WIDTH - _EDGE - half)
            self._say(middle, y + 14, "today", 22, bold=True, side="center")
            around = (middle - half - 14, middle + half + 14)
        for first, label in ticks(_day(low), _day(high)):
            x, wide = self._at(first.toordinal()), self._width(label, 22)
            found.append(x)
            if x >= taken and x + wide < WIDTH - 20 and not (x < around[1] and x + wide > around[0]):
                self._say(x, y + 14, label, 22, colour=_GREY)
                taken = x + wide + 24
        return found

    def _legend(self) -> list[tuple[float, str, int, str]]:
        """(x, text, size, colour): the marks that occur, in words, and how many bars are not drawn."""
        x, out = float(_EDGE), []
        here = {b.state if b.state in _STATES else "planned" for b in self._bars}
        for state, (mark, colour, word) in _STATES.items():
            if state in here and here != {"planned"}:
                out += [(x, mark, 22, colour if state in _MARKED else _GREY), (x + 30, word, 22, _GREY)]
                x += 30 + self._width(word, 22) + 36
        if (more := len(self._picture.bars) - len(self._bars)) > 0:
            out.append((x, f"and {more} more", 22, _GREY))
        return out

    def _say(
        self, x: float, y: float, text: str, size: int, *, bold: bool = False, colour: str = _INK, side: str = "left"
    ) -> None:
        self._axes.text(
            x, y, self._drawable(text), color=colour, ha=side, va="center", fontproperties=self._font(size, bold=bold),
            parse_math=False, zorder=5,
        )  # fmt: skip

    def _font(self, size: int, *, bold: bool) -> "FontProperties":
        font = (self._bold if bold else self._regular).copy()
        font.set_size(size * 72 / _DPI)
        return font

    def _drawable(self, text: str) -> str:
        """One line, with a box for what the font does not know."""
        flat = " ".join(text.split())
        return "".join(c if ord(c) in self._known else "□" for c in flat if c.isprintable())

    def _width(self, text: str, size: int, *, bold: bool = False) -> float:
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]
        wide, _, _ = renderer.get_text_width_height_descent(
            self._drawable(text), self._font(size, bold=bold), ismath=False
        )
        return float(wide)

    def _fit(self, text: str, room: float, size: int, *, bold: bool = False) -> str:
        """The text, or its beginning with … where it is too wide."""
        text = self._drawable(text)[:400]
        if self._width(text, size, bold=bold) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            half = (low + high + 1) // 2
            fits = self._width(text[:half].rstrip() + "…", size, bold=bold) <= room
            low, high = (half, high) if fits else (low, half - 1)
        return text[:low].rstrip() + "…"

    def _wrapped(self, text: str, room: float, size: int, *, most: int) -> list[str]:
        """The text in bold, in at most `most` lines."""
        words = self._drawable(text)[:400].split()
        lines: list[str] = []
        while words and len(lines) < most - 1:
            n = len(words)
            while n > 1 and self._width(" ".join(words[:n]), size, bold=True) > room:
                n -= 1
            lines.append(self._fit(" ".join(words[:n]), room, size, bold=True))
            words = words[n:]
        return [*lines, self._fit(" ".join(words), room, size, bold=True)] if words else lines


def _fonts() -> "tuple[FontProperties, FontProperties, frozenset[int]]":
    """Regular, bold, and the characters that both can draw."""
    import matplotlib
    from matplotlib.font_manager import FontProperties, get_font

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    paths = [str(folder / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
    known = frozenset.intersection(*[frozenset(get_font(p).get_charmap()) for p in paths])
    return FontProperties(fname=paths[0]), FontProperties(fname=paths[1]), known


def _finite(value: float) -> float:
    """A number that can be drawn: 0 for none, nothing beyond the last day there is."""
    return min(_LAST_DAY + 1.0, max(-1.0, value)) if math.isfinite(value) else 0.0


def _day(value: float) -> date:
    return date.fromordinal(min(_LAST_DAY, max(1, math.floor(_finite(value)))))


def _said(day: date, *, year: bool) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def ticks(low: date, high: date) -> list[tuple[date, str]]:
    """First days of months (weeks in a short plan, years in a long one), at most about eight."""
    days = (high - low).days
    if days <= 45:
        step = 7 if days > 10 else 2
        return [(d, _said(d, year=False)) for n in range(0, days, step) if (d := low + timedelta(days=n))]
    months = (high.year - low.year) * 12 + high.month - low.month
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000) if months / s <= 8), 24_000)
    out = []
    for index in range(low.year * 12 + low.month - 1, high.year * 12 + high.month):
        year, month = divmod(index, 12)
        if index % min(step, 12) or (step > 12 and year % (step // 12)) or not 1 <= year <= 9999:
            continue
        first = date(year, month + 1, 1)
        if low <= first <= high:
            name = str(year) if step >= 12 or month == 0 else _MONTHS[month]
            out.append((first, name))
    return out
