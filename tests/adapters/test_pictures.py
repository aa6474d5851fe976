"""Pictures: the same bytes each time, everything on the paper, nothing cut, and no picture that fails."""

import io
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread

from adapters import pictures
from adapters.pictures import MOST, WIDTH, png, ticks
from bot.messages import Bar, Picture

TODAY = date(2027, 2, 14)
LONG = "Palo Alto Networks Certified Cloud Security Professional with a name that never ends and goes on and on " * 3


def day(year: int, month: int, of_month: int) -> int:
    return date(year, month, of_month).toordinal()


def timeline(*bars: Bar, today: float | None = None, title: str = "Your path to SRE") -> Picture:
    return Picture("timeline", title, bars, "alt", today)


PLAN = timeline(
    Bar("CCSK", day(2026, 11, 23), day(2027, 1, 21), "done", "50 h, $445"),
    Bar("Cloud Security Professional", day(2027, 1, 20), day(2027, 4, 30), "started", "85 h, $200"),
    Bar("CISSP", day(2027, 4, 30), day(2027, 5, 1), "late", "2 h, free"),
    today=TODAY.toordinal(),
)
HALF = Bar("CCSP", 0, 0.4, "started", "40 %")
SHARES = Picture("shares", "How far", (Bar("CCSK", 0, 1, "done", "done"), HALF), "alt")


def pixels(picture: Picture) -> "np.ndarray":
    """Rows of RGB, 0-255."""
    return (imread(io.BytesIO(png(picture)))[:, :, :3] * 255).round().astype(int)


def painted(area: "np.ndarray", colour: str) -> int:
    """How many pixels have a colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((abs(area - wanted).max(axis=2) <= 1).sum())


@pytest.mark.parametrize("picture", [PLAN, SHARES], ids=["timeline", "shares"])
def test_the_same_picture_is_the_same_bytes(picture: Picture) -> None:
    """In one process and in four threads at once; no date and no program name in it."""
    first = png(picture)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(png, [picture] * 8)) == {first}
    assert first.startswith(b"\x89PNG")
    assert not any(word in first for word in (b"tEXt", b"iTXt", b"tIME", b"atplotlib"))


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import sys; from adapters.pictures import png; from bot.messages import Bar, Picture;"
        "sys.stdout.buffer.write(png(Picture('shares', 'How far', (Bar('A', 0, 0.5),), 'alt')))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=120).stdout
    assert other == png(Picture("shares", "How far", (Bar("A", 0, 0.5),), "alt"))


def test_it_is_as_wide_as_a_phone_shows() -> None:
    width, height = struct.unpack(">II", png(PLAN)[16:24])
    assert width == WIDTH == 1000
    assert 300 < height < 1200


def test_every_state_has_its_colour() -> None:
    """As many pixels of it as the bar is long."""
    area = pixels(PLAN)
    for state, least in (("done", 4000), ("started", 8000), ("late", 150)):
        assert painted(area, pictures._STATES[state][1]) > least
    assert painted(area, pictures._STATES["failed"][1]) == 0


def test_a_share_is_as_long_as_it_is() -> None:
    """A row through the bar: 40 % of the track."""
    area = pixels(Picture("shares", "x", (HALF,), "alt"))
    rows = [painted(area[y : y + 1], pictures._STATES["started"][1]) for y in range(area.shape[0])]
    assert max(rows) == pytest.approx(0.4 * (WIDTH - 112), abs=4)


@pytest.mark.parametrize("title", ["Short", LONG])
@pytest.mark.parametrize("note", ["65 h, $250", LONG])
@pytest.mark.parametrize("chart", ["timeline", "shares"])
def test_nothing_is_cut(chart: str, note: str, title: str) -> None:
    """However long the words, the edges stay paper."""
    bars = tuple(Bar(LONG, n / 9, (n + 1) / 9, "planned", note) for n in range(3))
    area = pixels(Picture(chart, title, bars, "alt"))  # type: ignore[arg-type]
    paper = [0xFC, 0xFB, 0xF8]
    for edge in (area[:12], area[-12:], area[:, :24].swapaxes(0, 1), area[:, -12:].swapaxes(0, 1)):
        assert (edge == paper).all()


def test_a_long_label_is_wrapped() -> None:
    """Two lines before anything is left out."""
    short = timeline(Bar("CCSK", day(2027, 1, 1), day(2027, 2, 1)))
    long = timeline(Bar("Palo Alto Networks Certified Cloud Security Professional", day(2027, 1, 1), day(2027, 2, 1)))
    assert pixels(long).shape[0] == pixels(short).shape[0] + 36


def test_today_is_drawn_only_within_the_plan() -> None:
    """A dark line across the bars, and not when the plan is over."""
    bar = Bar("CCSK", day(2027, 1, 1), day(2027, 12, 1))
    with_today = pixels(timeline(bar, today=TODAY.toordinal()))
    for today in (None, float("nan"), day(2028, 1, 1), day(2026, 1, 1)):
        without = pixels(timeline(bar, today=today))
        assert without.shape == with_today.shape
        assert painted(with_today, "#1F2933") > painted(without, "#1F2933") + 200


def test_many_bars_are_counted() -> None:
    bars = [Bar(f"Step {n}", n, n + 1) for n in range(1, 60)]
    most = pixels(timeline(*bars[:MOST]))
    more = pixels(timeline(*bars))
    assert more.shape[0] - most.shape[0] < 60


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (date(2027, 1, 1), date(2027, 1, 9), ["1 Jan", "3 Jan", "5 Jan", "7 Jan"]),
        (date(2026, 11, 23), date(2027, 2, 22), ["Dec", "2027", "Feb"]),
        (date(2026, 11, 23), date(2027, 10, 1), ["2027", "Mar", "May", "Jul", "Sep"]),
        (date(2026, 1, 1), date(2031, 1, 1), ["2026", "2027", "2028", "2029", "2030", "2031"]),
        (date.min, date.min, []),
    ],
)
def test_the_calendar(low: date, high: date, labels: list[str]) -> None:
    assert [label for _, label in ticks(low, high)] == labels


@given(st.dates(), st.dates())
def test_any_calendar(one: date, other: date) -> None:
    """In order, within the plan, never too many to read."""
    low, high = sorted((one, other))
    found = [first for first, _ in ticks(low, high)]
    assert found == sorted(set(found))
    assert all(low <= d <= high for d in found)
    assert len(found) <= 10


numbers = st.floats() | st.integers(700_000, 760_000)
bars = st.builds(
    Bar, st.text(max_size=60), numbers, numbers, st.sampled_from(["done", "planned", "odd"]), st.text(max_size=40)
)
every = st.builds(
    Picture,
    st.sampled_from(["timeline", "shares"]),
    st.text(max_size=80),
    st.lists(bars, max_size=3).map(tuple),
    st.just("alt"),
    st.none() | numbers,
)


@settings(deadline=None, max_examples=60)
@given(every)
def test_no_picture_fails(picture: Picture) -> None:
    """Odd numbers, empty texts, scripts that the font does not know: a PNG all the same, without a warning."""
    assert png(picture).startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["$a^2$ costs $5", "日本語 🎓", "a\nb\tc", "\u202eabc", "\x00", ""])
def test_texts_are_texts(text: str) -> None:
    assert png(timeline(Bar(text, 1, 5, "planned", text), title=text)).startswith(b"\x89PNG")
