"""Bars, drawn on the server: the page has the same figures in a table beside them."""

from django.utils.html import format_html, format_html_join

WIDTH, HEIGHT, TOP, BASE = 640, 184, 24, 150
BAR = (
    '<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"/><text x="{}" y="{}" class="val">{}</text>'
    '<text x="{}" y="166" class="lab">{}</text><text x="{}" y="181" class="lab">{}</text>'
)


def bars(takings):
    """An SVG bar for each (day, pence), today's marked; what was paid back on balance has no bar."""
    highest = max([pence for _, pence in takings] + [1])
    step = WIDTH / len(takings)
    drawn = []
    for n, (day, pence) in enumerate(takings):
        tall, middle = max(pence, 0) * (BASE - TOP) / highest, f"{(n + 0.5) * step:.1f}"
        is_today = n == len(takings) - 1
        value = f"£{pence / 100:,.0f}" if pence > 0 and (is_today or pence == highest) else ""
        drawn.append((f"{(n + 0.16) * step:.1f}", f"{BASE - tall:.1f}", f"{step * 0.68:.1f}", f"{tall:.1f}",
                      "bar2" if is_today else "bar1", middle, f"{BASE - tall - 6:.1f}", value,
                      middle, f"{day:%a}", middle, day.day))  # fmt: skip
    return format_html(
        '<svg viewBox="0 0 {} {}" class="chart" role="img" aria-label="Bar chart of takings by day. '
        'The table has the same figures."><line x1="0" x2="{}" y1="{}" y2="{}" class="grid"/>{}</svg>',
        WIDTH, HEIGHT, WIDTH, BASE, BASE, format_html_join("", BAR, drawn),
    )  # fmt: skip
