"""What was found, as objects. docs/definitions.md has the formula of every figure."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ._error import EngramError
from ._html import first_screen
from ._ladder import Estimate as Estimate
from ._ladder import Rung as Rung
from ._ladder import ladder
from ._table import read_columns

if TYPE_CHECKING:
    import numpy
    import pandas

SCHEMA = "engram.results/2"


@dataclass(frozen=True)
class Verdict:
    """What it all comes to."""

    data: str
    """On the data: memory, no memory found, inconclusive and others."""
    state: str
    """On the latent state: useful, used, not useful, empty and others."""
    reasons: list[str]
    """The numbers that decided, a sentence for each rung that was asked."""
    rules: list[str]
    """The rules that fired."""
    would_change: list[str]
    """What would make another verdict possible."""


@dataclass(frozen=True)
class Column:
    """The score test and the gain of one column."""

    name: str
    p: float
    """That the past tells nothing beyond the present row, corrected for all columns."""
    has_memory: bool
    lags: list[int]
    """Its own lags that stand out, in rows, the strongest first."""
    cycle: float | None
    """The period, in rows, of a cycle in what the present row leaves; none where none stands out."""
    skill: Estimate | None
    """Of the memory model over the best predictor without a state: 1 - error / error."""
    lower_bound: float | None
    """One-sided lower bound of the skill."""


@dataclass(frozen=True)
class Claim:
    """One claim of the original experiment."""

    id: str
    claim: str
    figure: str
    """The figure that decides, in words."""
    value: float
    interval: Estimate | None
    verdict: str
    """supported, contradicted, inconclusive or true of both"""
    rule: str


_CLAIM = ("id", "claim", "figure", "value", "verdict", "rule")


@dataclass(frozen=True)
class Dataset:
    """What was found in the data, or in the control."""

    name: str
    verdict: Verdict
    ladder: list[Rung]
    """The rungs that could be asked, from the lowest."""
    columns: list[Column]
    """The score test by column; empty where it could not be made."""
    claims: list[Claim]

    @classmethod
    def of(cls, found: dict[str, Any]) -> Dataset:
        """From an entry of ``datasets`` in results.json."""
        words, rungs = found["verdict"], found["ladder"]
        verdict = Verdict(words["data"], words["state"], words["reasons"], words["rules"], words["wouldChange"])
        gains = {gain["name"]: gain for gain in (rungs.get("useful") or {}).get("columns", [])}
        columns = [
            _column(column, gains.get(column["name"], {})) for column in (rungs.get("there") or {}).get("columns", [])
        ]
        claims = [
            Claim(interval=Estimate.of(one["interval"]), **{field: one[field] for field in _CLAIM})
            for one in found["findings"]
        ]
        return cls(found["name"], verdict, ladder(found), columns, claims)


def _column(test: dict[str, Any], gain: dict[str, Any]) -> Column:
    return Column(
        name=test["name"],
        p=test["corrected"],
        has_memory=test["rejects"],
        lags=test["standing"],
        cycle=test["cycle"] and test["cycle"]["period"],
        skill=Estimate.of(gain.get("skill")),
        lower_bound=gain.get("lowerBound"),
    )


class Result:
    """A report: what it says, and the folder it is in."""

    folder: Path
    """All its files. A temporary folder is removed with the result: `save` keeps it."""
    results: dict[str, Any]
    """results.json, every number and every setting."""
    answer: str
    """The answer, in a few sentences."""
    data: Dataset
    control: Dataset | None
    """Noise of the same size, treated the same way; none where ``control=False``."""

    def __init__(self, folder: str | os.PathLike[str], *, owning: str | None = None) -> None:
        """Reads a report.

        Args:
            folder: of the report.
            owning: a folder to remove with the result.
        """
        self.folder = Path(folder)
        file = self.folder / "results.json"
        try:
            self.results = json.loads(file.read_bytes())
            schema = self.results["schema"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EngramError(f"reading {file}: it is not the result of a report ({error!r})") from error
        if schema != SCHEMA:
            raise EngramError(
                f"reading {file}: it has the form {schema} and not {SCHEMA}, so another version of engram wrote it"
            )
        self.answer = " ".join(self.results["answer"])
        datasets = {one["role"]: Dataset.of(one) for one in self.results["datasets"]}
        self.data = datasets["data"]
        self.control = datasets.get("control")
        if owning:
            weakref.finalize(self, shutil.rmtree, owning, ignore_errors=True)

    @property
    def verdict(self) -> Verdict:
        """On the data and on the latent state."""
        return self.data.verdict

    @property
    def ladder(self) -> list[Rung]:
        """The rungs: memory there, stored, used, useful."""
        return self.data.ladder

    @property
    def columns(self) -> list[Column]:
        """The findings by column."""
        return self.data.columns

    @property
    def claims(self) -> list[Claim]:
        """The claims of the original experiment, one by one."""
        return self.data.claims

    @cached_property
    def text(self) -> str:
        """The report as text."""
        return (self.folder / "report.txt").read_text(encoding="utf-8")

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Copies the report to a new folder, whole or not at all, and returns the folder.

        Raises:
            FileExistsError: the folder is there already.
        """
        target = Path(os.path.abspath(folder))
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise FileExistsError(f"saving the report in {target}: it is there already. Name a new folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            shutil.copytree(self.folder, draft / "report")
            os.rename(draft / "report", target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return target

    def to_frame(self) -> pandas.DataFrame:
        """The ladder as a frame of pandas, a row for each rung."""
        import pandas

        return pandas.DataFrame([rung.row for rung in self.ladder]).set_index("rung")

    def predictions(self) -> pandas.DataFrame:
        """predictions.csv: observed and predicted values of the validation and held-out parts, in the data's units."""
        return self._frame("predictions.csv")

    def panel(self) -> pandas.DataFrame:
        """panel.csv: the aligned data before scaling."""
        return self._frame("panel.csv").set_index("time")

    def states(self, model: Literal["memory", "twin"] = "memory") -> numpy.ndarray[Any, numpy.dtype[numpy.float32]]:
        """Hidden states over the whole panel, networks × rows × units: those of the network shown in the figures.

        With the setting ``states="all"`` they are those of every network.
        """
        import numpy

        return numpy.asarray(numpy.load(self.folder / f"states-{model}.npy"), dtype=numpy.float32)

    def _frame(self, name: str) -> pandas.DataFrame:
        import pandas

        return pandas.DataFrame(read_columns(self.folder / name))

    def __repr__(self) -> str:
        return f"<engram.Result: {self.answer}>"

    def _repr_html_(self) -> str:
        """The first screen of the page, for notebooks."""
        return first_screen(self)
