"""What a network that was trained elsewhere does with its state."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._ladder import Estimate
from ._program import run
from ._safetensors import array, state_dict, write
from ._table import write_csv

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Effect:
    """The held-out error of the network with another state."""

    state: str
    """What was done: swap, shift, reset or context."""
    rows: int | None
    """Rows between two resets, rows that the state is shifted by, or rows before that it is rebuilt from."""
    error: float
    rise: Estimate | None
    """Relative to the error as it runs; none where that is 0."""


class Probe:
    """What was found of a network."""

    results: dict[str, Any]
    """The program's result with every number; docs/probe.md has the keys."""
    html: str
    """The result as one page, with its figure."""

    def __init__(self, results: dict[str, Any], html: str) -> None:
        self.results = results
        self.html = html

    @property
    def answer(self) -> str:
        """The answer, in a few sentences."""
        return " ".join(self.results["answer"])

    @property
    def used(self) -> str:
        """Whether the network uses its state: yes, no or unclear."""
        return str(self.results["used"]["answer"])

    @property
    def stored(self) -> str:
        """Whether past inputs can be read from the state: yes, no or unclear."""
        return str(self.results["stored"]["answer"])

    @property
    def horizon(self) -> int | None:
        """Rows before the present one that give 95 % of what all of them give; none where no tried number does."""
        found: int | None = self.results["horizon"]
        return found

    @property
    def error(self) -> float:
        """The held-out mean squared error as the network runs."""
        return float(self.results["error"])

    @property
    def effects(self) -> list[Effect]:
        """The error with another state: of another row, of rows later, reset, and rebuilt from the last rows."""
        return [
            Effect(state, one["rows"], one["error"], Estimate.of(one["rise"]))
            for state, found in (
                ("swap", [self.results["swap"]]),
                ("shift", [self.results["shift"]]),
                ("reset", self.results["resets"]),
                ("context", self.results["contexts"]),
            )
            for one in found
        ]

    def to_frame(self) -> pandas.DataFrame:
        """The effects as a frame of pandas, a row for each."""
        import pandas

        return pandas.DataFrame(
            [
                {
                    "state": effect.state,
                    "rows": effect.rows,
                    "error": effect.error,
                    "rise": effect.rise.mean if effect.rise else None,
                    "low": effect.rise.low if effect.rise else None,
                    "high": effect.rise.high if effect.rise else None,
                }
                for effect in self.effects
            ]
        )

    def __repr__(self) -> str:
        return f"<engram.Probe: {self.answer}>"

    def _repr_html_(self) -> str:
        """The answer and the errors with another state, for notebooks. Nothing reaches the rest of the notebook."""
        rows = [("as it runs", "", f"{self.error:.4g}")]
        rows += [
            (effect.state, "" if effect.rows is None else str(effect.rows), f"{effect.error:.4g}") for effect in self.effects
        ]
        body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        return (
            f'<div><p style="font-size:1.15em;max-width:46em">{escape(self.answer)}</p><table><thead><tr><th>state</th>'
            f"<th>rows</th><th>held-out error</th></tr></thead><tbody>{body}</tbody></table></div>"
        )


def probe(
    network: object,
    x: object,
    y: object = None,
    *,
    from_: float | None = None,
    nonlinearity: str | None = None,
    threads: int | None = None,
) -> Probe:
    """Runs a network with its state as it is, reset, replaced and rebuilt, and says whether the state is used.

    Args:
        network: a module of torch that holds one RNN, GRU or LSTM and one Linear after it; or its ``state_dict``, a dict
            of arrays.
        x: what the network reads, rows × inputs, in the order of time and in the network's own units. A batch of one
            sequence is taken too.
        y: what it should give after each row, rows × outputs. The default is the next row of `x`.
        from_: where the held-out part begins: a share of the rows, or the number of rows before it. The default is 0.75.
        nonlinearity: tanh or relu, of an RNN. The default is that of the module; of a ``state_dict``, which does not
            tell, tanh.
        threads: how many to use; the result is the same with any number.

    Raises:
        EngramError: the program refused the network or the rows; it says why.
        TypeError, ValueError: `network` is none, or `x` and `y` are no rows.
    """
    recurrent = _recurrent(network)
    columns = _columns(x, "u", recurrent)
    if y is not None:
        columns |= _columns(y, "y", recurrent)
    arguments = ["probe", "model.safetensors", "--json", "--html=probe.html"]
    nonlinearity = nonlinearity or getattr(recurrent, "nonlinearity", None)
    if nonlinearity:
        arguments.append(f"--nonlinearity={nonlinearity}")
    for option, value in (("from", from_), ("threads", threads)):
        if value is not None:
            arguments.append(f"--{option}={value}")
    for option, letter in (("inputs", "u"), ("targets", "y")):
        names = [name for name in columns if name[0] == letter]
        if names:
            arguments.append(f"--{option}={','.join(names)}")
    folder = Path(tempfile.mkdtemp(prefix="engram-"))
    try:
        write(state_dict(network), folder / "model.safetensors")
        source = write_csv(columns, folder / "data.csv").replace(str(folder / "data.csv"), "data.csv", 1)
        run([*arguments, f"--data={source}"], folder=str(folder), output=str(folder / "probe.json"))
        return Probe(json.loads((folder / "probe.json").read_bytes()), (folder / "probe.html").read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _recurrent(network: object) -> object | None:
    """The recurrent module in a module; none in a dict."""
    modules = network.modules() if hasattr(network, "modules") else []
    return next((module for module in modules if hasattr(module, "weight_hh_l0")), None)


def _columns(table: object, letter: str, recurrent: object | None) -> dict[str, Any]:
    """The columns of rows × columns by name, as u0, u1 …"""
    rows = array(table)
    if rows.ndim == 3:
        batch = 0 if getattr(recurrent, "batch_first", rows.shape[0] == 1) else 1
        if rows.shape[batch] != 1:
            raise ValueError(f"a batch of {rows.shape[batch]} sequences: give one, rows × columns")
        rows = rows[0] if batch == 0 else rows[:, 0]
    if rows.ndim == 1:
        rows = rows[:, None]
    if rows.ndim != 2:
        raise ValueError(f"an array with {rows.ndim} axes is no table: give rows × columns")
    return {f"{letter}{number}": rows[:, number] for number in range(rows.shape[1])}
