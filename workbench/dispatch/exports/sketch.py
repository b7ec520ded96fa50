"""The little map of a route sheet: the way, the numbered stops, north and a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.coordinates import distance_m
from workbench.dispatch.exports.captions import caption

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.exports.manifest import Manifest

    Floats = NDArray[np.float64]

_WIDTH, _MARGIN = 720.0, 26.0
_LOWEST, _HIGHEST = 300.0, 640.0
_APART = 16.0  # between the middles of two numbers
_ROUNDS = 80
_LONGEST_SCALE = 160.0
_SCALES_M = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


def draw_sketch(manifest: Manifest, courier: str) -> str:
    """Return the map as SVG; numbers that would hide each other are moved apart, with a line to their place."""
    stops, base = manifest.stops_of(courier), manifest.base_of(courier)
    lines = [
        np.asarray(line.coords)[:, :2]
        for line in manifest.paths.loc[manifest.paths["courier"].astype(str) == courier].geometry
        if not line.is_empty
    ]
    spots = stops[["lng", "lat"]].to_numpy(dtype=np.float64)
    home = np.array([[float(base["lng"]), float(base["lat"])]])
    everything = np.concatenate([home, spots, *lines])
    low, high = everything.min(axis=0), everything.max(axis=0)
    middle = (low + high) / 2.0
    squeeze = float(np.cos(np.radians(middle[1])))
    span = np.maximum((high - low) * [squeeze, 1.0], 1e-6)
    wide, tall = _WIDTH - 2 * _MARGIN, _HIGHEST - 2 * _MARGIN
    scale = float(min(wide / span[0], tall / span[1]))
    height = float(np.clip(span[1] * scale + 2 * _MARGIN, _LOWEST, _HIGHEST))

    def place(points: Floats) -> Floats:
        flat = (points - middle) * [squeeze, 1.0] * scale
        return np.column_stack([_WIDTH / 2 + flat[:, 0], height / 2 - flat[:, 1]])

    ways = "".join(
        '<polyline class="way" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in place(line)) + '"/>'
        for line in lines
    )
    ((x, y),) = place(home)
    unit = float(distance_m(middle[0], middle[1], middle[0], middle[1] + 0.01)) * 100.0 / scale
    return (
        f'<svg viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="img" aria-label="{caption("map", manifest.lang)}">{ways}'
        f'<rect class="base" x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12"/>'
        f"{_numbers(place(spots), stops['sequence'].astype(int).tolist(), height)}{_scale(unit, height, manifest.lang)}</svg>"
    )


def _numbers(spots: Floats, numbers: list[int], height: float) -> str:
    """Return the numbered dots, the first on top."""
    moved = _spread(spots, height)
    marks = [
        f'<line class="lead" x1="{a:.1f}" y1="{b:.1f}" x2="{x:.1f}" y2="{y:.1f}"/>'
        for (a, b), (x, y) in zip(spots, moved, strict=True)
        if np.hypot(x - a, y - b) > 1.0
    ]
    marks += [
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="7.5"/><text x="{x:.1f}" y="{y:.1f}">{number}</text>'
        for (x, y), number in reversed(list(zip(moved, numbers, strict=True)))
    ]
    return "".join(marks)


def _spread(spots: Floats, height: float) -> Floats:
    """Push points apart that are nearer than a number is wide, the same way every time."""
    turn = np.arange(len(spots)) * 2.4
    moved = spots + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    for _ in range(_ROUNDS):
        gap = moved[:, None] - moved[None, :]
        far = np.hypot(gap[..., 0], gap[..., 1])
        np.fill_diagonal(far, np.inf)
        push = np.maximum(_APART - far, 0.0) / 2.0
        if not push.any():
            break
        moved = moved + (gap / np.maximum(far, 1e-9)[..., None] * push[..., None]).sum(axis=1)
        moved = np.clip(moved, 9.0, [_WIDTH - 9.0, height - 9.0])
    near = np.hypot(*(moved - spots).T) < 1.0
    return np.where(near[:, None], spots, moved)


def _scale(metres_per_unit: float, height: float, lang: str) -> str:
    """Return a scale bar of a round length and an arrow to the north."""
    fitting = [each for each in _SCALES_M if each / metres_per_unit <= _LONGEST_SCALE]
    length = fitting[-1] if fitting else _SCALES_M[0]
    wide, low = length / metres_per_unit, height - 12.0
    near = length < _SCALES_M[4]
    words = (
        caption("metres", lang, length=length) if near else caption("kilometres", lang, length=length // 1000)
    )
    return (
        f'<path class="ruler" d="M12 {low - 5:.1f}v5h{wide:.1f}v-5"/>'
        f'<text class="plain" x="{18 + wide:.1f}" y="{low - 2:.1f}">{words}</text>'
        f'<path class="base" d="M{_WIDTH - 20:.0f} 12l6 16l-6 -4l-6 4z"/>'
        f'<text x="{_WIDTH - 20:.0f}" y="37">{caption("north", lang)}</text>'
    )
