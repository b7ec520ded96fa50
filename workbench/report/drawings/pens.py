"""Colours and lines of the pictures, as attributes: a PDF renderer does not carry the page's style sheet into them."""

from __future__ import annotations

from workbench.report.markup import Html, join, tag

INK, SOFT, LINE, ACCENT, WARN = "#1c2733", "#5b6875", "#d9dee3", "#17527c", "#8a4b08"
FEW_COLOUR, LAND_COLOUR = "#d5d8dc", "#f7f8f9"
FONTS = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, Hiragino Sans GB, Microsoft YaHei, "
    "Segoe UI, Helvetica Neue, Arial, sans-serif"
)
_BORDER = {"fill": "none", "stroke": "#3b4856", "stroke_linejoin": "round"}
PENS: dict[str, dict[str, str]] = {
    "cell": {"stroke": "#ffffff", "stroke_width": "0.5", "stroke_opacity": "0.7"},
    "few": {"fill": FEW_COLOUR, "stroke": "#ffffff", "stroke_width": "0.6"},
    "district": {**_BORDER, "stroke_width": "0.6", "stroke_opacity": "0.55"},
    "city": {**_BORDER, "stroke_width": "1", "stroke_opacity": "0.7"},
    "province": {**_BORDER, "stroke_width": "1.6", "stroke_opacity": "0.85"},
    "bar": {"fill": "none", "stroke": INK, "stroke_width": "1.4"},
    "axis": {"stroke": LINE, "stroke_width": "1"},
    "centre": {"stroke": WARN, "stroke_width": "1"},
    "whisker": {"stroke": ACCENT, "stroke_width": "3", "stroke_opacity": "0.45", "stroke_linecap": "round"},
    "dot": {"fill": ACCENT},
    "band": {"fill": ACCENT, "fill_opacity": "0.14"},
    "course": {"fill": "none", "stroke": ACCENT, "stroke_width": "1.6"},
}


def write_text(
    text: str, x: float, y: float, *, size: float = 11.0, anchor: str = "start", colour: str = INK
) -> Html:
    """Write text with a light rim under it, so that it can be read on any ground."""
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font_size": f"{size:g}", "text_anchor": anchor}
    rim = tag("text", text, **place, fill="#ffffff", stroke="#ffffff", stroke_width="2.6", aria_hidden="true")
    return join([rim, tag("text", text, **place, fill=colour)])
