"""The first screen of a report, for notebooks.

Styles stand in the tags alone and figures are pictures, so that nothing reaches the rest of the notebook.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from ._ladder import Rung

if TYPE_CHECKING:
    from ._result import Result

_FIGURE = "15-gain.svg"


def first_screen(result: Result) -> str:
    """The answer, both verdicts, the ladder as a table beside that of noise, and the figure of its top rung."""
    verdict = result.verdict
    parts = [f'<p style="font-size:1.15em;max-width:46em">{escape(result.answer)}</p>']
    parts.append(f"<p>The data: <b>{escape(verdict.data)}</b>. The latent state: <b>{escape(verdict.state)}</b>.</p>")
    if result.ladder:
        noise = {rung.number: rung for rung in result.control.ladder} if result.control else {}
        head = _row("th", ["rung", "question", "figure", "what it is", "answer", *(["on noise"] if noise else [])])
        body = "".join(_row("td", _cells(rung, noise)) for rung in result.ladder)
        parts.append(f"<table><thead>{head}</thead><tbody>{body}</tbody></table>")
    figure = result.folder / _FIGURE
    if figure.exists():
        data = base64.b64encode(figure.read_bytes()).decode()
        parts.append(
            f'<img style="max-width:100%" alt="Gain of memory over predictors without it" '
            f'src="data:image/svg+xml;base64,{data}">'
        )
    return f"<div>{''.join(parts)}</div>"


def _row(tag: str, cells: list[str]) -> str:
    return (
        "<tr>"
        + "".join(f'<{tag} style="text-align:left;vertical-align:top">{escape(cell)}</{tag}>' for cell in cells)
        + "</tr>"
    )


def _cells(rung: Rung, noise: Mapping[int, Rung]) -> list[str]:
    cells = [f"{rung.number} {rung.word}", rung.question, figure_text(rung), rung.measure, rung.answer]
    if noise:
        control = noise.get(rung.number)
        cells.append(f"{control.answer}, {figure_text(control)}" if control else "none")
    return cells


def figure_text(rung: Rung) -> str:
    """The figure and its interval as the report writes them."""
    if rung.figure is None:
        return "none"
    if rung.interval is None:
        return "<0.001" if rung.figure < 0.001 else f"{rung.figure:.3f}"
    mean, low, high = rung.interval.mean, rung.interval.low, rung.interval.high
    if rung.word == "stored":
        return f"{mean:.2f} [{low:.2f}, {high:.2f}]"
    if rung.word == "used" and mean >= 1:
        return f"{_times(1 + mean)} times [{_times(1 + low)}, {_times(1 + high)}]"
    if rung.word == "useful" and mean <= -1:
        return f"error {_times(1 - mean)} times [{_times(1 - high)}, {_times(1 - low)}]"
    if mean == low == high == 0:
        return "exactly 0"
    return f"{100 * mean:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


def _times(value: float) -> str:
    """Three digits, and all digits before the point."""
    return f"{value:,.{2 if abs(value) < 10 else 1 if abs(value) < 100 else 0}f}"
