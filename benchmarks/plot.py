"""Plots as SVG, legible on a light page and on a dark one; a table beside each says the same."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

Place = Callable[[float, float], tuple[float, float]]

WIDTH, ROW, LEFT, RIGHT = 760, 26, 320, 90
HEIGHT, TOP, BOTTOM, SIDE = 300, 44, 44, 64
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #1f2933 }
    .title { font-size: 15px; font-weight: 600 }
    .small { font-size: 12px; fill: #52606d }
    .bar { fill: #8aa4bd } .ours { fill: #1d6fb8 }
    .axis { stroke: #9aa5b1 } .grid { stroke: #d9dee4 }
    .line { fill: none; stroke-width: 2 } .l0 { stroke: #1d6fb8 } .l1 { stroke: #b8561d } .l2 { stroke: #7b8794 }
    .d0 { fill: #1d6fb8 } .d1 { fill: #b8561d } .d2 { fill: #7b8794 }
    .promise { stroke: #b3261e; stroke-dasharray: 6 4 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e4e7eb } .small { fill: #9aa5b1 }
      .bar { fill: #52687d } .ours { fill: #62b0f0 }
      .axis { stroke: #7b8794 } .grid { stroke: #39434e }
      .l0 { stroke: #62b0f0 } .l1 { stroke: #f0a162 } .l2 { stroke: #9aa5b1 }
      .d0 { fill: #62b0f0 } .d1 { fill: #f0a162 } .d2 { fill: #9aa5b1 }
      .promise { stroke: #f2807a }
    }
"""


def bars(title: str, rows: Sequence[tuple[str, float, bool]]) -> str:
    """Return horizontal bars: what, how much, and whether it is ours."""
    most = max(value for _, value, _ in rows)
    parts = []
    for number, (words, value, is_ours) in enumerate(rows):
        top = TOP + number * ROW
        kind = "ours" if is_ours else "bar"
        width = max(value / most * (WIDTH - LEFT - RIGHT), 1)
        parts += [
            f'<text x="{LEFT - 8}" y="{top + 14}" text-anchor="end">{escape(words.replace("`", ""))}</text>',
            f'<rect class="{kind}" x="{LEFT}" y="{top}" width="{width:.0f}" height="18" rx="2"/>',
            f'<text x="{LEFT + width + 6:.0f}" y="{top + 14}">{value:,.0f}</text>',
        ]
    return _svg(title, TOP + len(rows) * ROW + 8, parts)


def lines(
    title: str, series: Mapping[str, Sequence[tuple[float, float]]], *, across: str, up: str, promise: float
) -> str:
    """Return curves over shares of the full load (0 to 1), a dashed line at what is promised."""
    most = max([promise * 1.2, *(y for points in series.values() for _, y in points)])
    most = min(most, promise * 5)

    def at(x: float, y: float) -> tuple[float, float]:
        plot_width, plot_height = WIDTH - SIDE - 150, HEIGHT - TOP - BOTTOM
        return SIDE + x * plot_width, HEIGHT - BOTTOM - min(y / most, 1) * plot_height

    parts = [_mark(at, share / 4) for share in range(5)] + [_rule(at, most * step / 4) for step in range(5)]
    (x0, y0), (x1, y1) = at(0, promise), at(1, promise)
    parts.append(f'<line class="promise" x1="{x0:.0f}" y1="{y0:.1f}" x2="{x1:.0f}" y2="{y1:.1f}"/>')
    parts.append(f'<text class="small" x="{x1 + 6:.0f}" y="{y1 + 4:.1f}">promised: {promise:g}</text>')
    for number, (words, points) in enumerate(series.items()):
        places = " ".join("{:.1f},{:.1f}".format(*at(x, y)) for x, y in points)
        parts.append(f'<polyline class="line l{number}" points="{places}"/>')
        parts += ['<circle class="d{}" cx="{:.1f}" cy="{:.1f}" r="3"/>'.format(number, *at(x, y)) for x, y in points]
        parts.append(f'<rect class="d{number}" x="{WIDTH - 140}" y="{TOP + 8 + number * 22}" width="12" height="12"/>')
        parts.append(f'<text x="{WIDTH - 122}" y="{TOP + 19 + number * 22}">{escape(words)}</text>')
    parts.append(f'<text class="small" x="{SIDE}" y="{HEIGHT - 8}">{escape(across)}</text>')
    parts.append(f'<text class="small" x="8" y="{TOP - 8}">{escape(up)}</text>')
    return _svg(title, HEIGHT, parts)


def _mark(at: Place, share: float) -> str:
    x, y = at(share, 0)
    return f'<text class="small" x="{x:.0f}" y="{y + 18:.0f}" text-anchor="middle">{share:.0%}</text>'


def _rule(at: Place, value: float) -> str:
    (x0, y), (x1, _) = at(0, value), at(1, value)
    line = f'<line class="{"grid" if value else "axis"}" x1="{x0:.0f}" y1="{y:.1f}" x2="{x1:.0f}" y2="{y:.1f}"/>'
    return f'{line}<text class="small" x="{x0 - 6:.0f}" y="{y + 4:.1f}" text-anchor="end">{value:.3g}</text>'


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    body = "\n  ".join(parts)
    box = f'viewBox="0 0 {WIDTH} {height}"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-labelledby="title">
  <title id="title">{escape(title)}</title>
  <style>{STYLE}  </style>
  <text class="title" x="8" y="20">{escape(title)}</text>
  {body}
</svg>
"""
