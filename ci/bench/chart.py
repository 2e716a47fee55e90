"""The chart of the benchmark for the README: one bar per server, as plain SVG for light and dark pages."""

from html import escape

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 720, 144, 250, 68, 40, 22
LABELS = {"floor": "constant bytes", "wiremock": "WireMock", "mountebank": "mountebank", "mockoon": "Mockoon", "prism": "Prism"}
STYLE = """
    text { font: 14px system-ui, sans-serif; fill: #1f2328 }
    .title { font-size: 16px; font-weight: 600 }
    .note { font-size: 12px; fill: #59636e }
    .bar { fill: #8c959f }
    .ours { fill: #0969da }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .note { fill: #9198a1 }
      .bar { fill: #656c76 }
      .ours { fill: #4493f8 }
    }
"""


def write_chart(results, path):
    rows = sorted(((name, row) for name, row in results["servers"].items() if name != "before"), key=lambda item: -item[1]["rate"])
    most = rows[0][1]["rate"]
    height = TOP + ROW * len(rows) + 12
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
             f'role="img" aria-label="Requests a second on one core">', f"<style>{STYLE}</style>",
             '<text class="title" x="12" y="26">Describe requests per second on one core</text>',
             f'<text class="note" x="12" y="46">{results["body_bytes"]} bytes of JSON; jobrig matches a rule, builds the '
             'JSON and writes the journal; the others serve a constant</text>']
    for index, (name, row) in enumerate(rows):
        y = TOP + ROW * index
        width = max(2, (WIDTH - LEFT - RIGHT) * row["rate"] / most)
        parts.append(f'<text x="{LEFT - 10}" y="{y + 16}" text-anchor="end">{escape(LABELS.get(name, name))}</text>')
        parts.append(f'<rect class="{"bar ours" if name == "jobrig" else "bar"}" x="{LEFT}" y="{y}" '
                     f'width="{width:.0f}" height="{BAR}" rx="3"/>')
        parts.append(f'<text x="{LEFT + width + 8:.0f}" y="{y + 16}">{row["rate"]:,.0f} '
                     f'<tspan class="note">{row["cpu_us"]:.1f} µs CPU, starts in {row["start_ms"]:,.0f} ms</tspan></text>')
    parts.append("</svg>\n")
    path.write_text("\n".join(parts), encoding="utf-8")
