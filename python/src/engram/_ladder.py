"""The memory ladder: four questions, each with a test of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What rung 0 answered, by the verdict on the data, which follows from it. Any other verdict leaves it open.
THERE = {
    "memory": "yes",
    "memory, negligible": "yes",
    "memory, not exploited": "yes",
    "memory, networks undertrained": "yes",
    "no memory found": "no",
}


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % interval."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, found: Mapping[str, float] | None) -> Estimate | None:
        return None if found is None else cls(found["mean"], found["low"], found["high"])


@dataclass(frozen=True)
class Rung:
    """One question, its figure and its answer."""

    number: int
    word: str
    """there, stored, used or useful"""
    question: str
    measure: str
    """What the figure is."""
    figure: float | None
    interval: Estimate | None
    """The figure with its 95 % interval; none for a p-value."""
    rule: str
    """When the answer is yes."""
    decided_by: Estimate | None
    """What the rule compares; none where it is the figure itself, or where nothing could be compared."""
    answer: str
    """yes, no or unclear"""
    reason: str
    """The numbers that decided, in a sentence."""

    @property
    def row(self) -> dict[str, object]:
        """For a table."""
        return {
            "rung": self.number,
            "word": self.word,
            "question": self.question,
            "figure": self.figure,
            "low": self.interval.low if self.interval else None,
            "high": self.interval.high if self.interval else None,
            "measure": self.measure,
            "rule": self.rule,
            "answer": self.answer,
        }


def ladder(found: Mapping[str, Any]) -> list[Rung]:
    """The rungs of an entry of ``datasets`` in results.json that could be asked."""
    rungs, verdict = found["ladder"], found["verdict"]
    reasons = {sentence.partition(":")[0].lower(): sentence for sentence in verdict["reasons"]}
    stored, used, useful = rungs["stored"], rungs["used"], rungs["useful"]
    every = [
        _there(rungs["there"], verdict["data"]),
        stored
        and _of_state(
            (1, "stored", "Did training store the past in the state?"),
            (
                f"past values in the state; untrained: {stored['untrained']['excess']['mean']:.2f}",
                stored["memory"]["excess"],
            ),
            ("the interval of what exceeds twin, shuffle and untrained network is above {:g}", stored["decision"]),
        ),
        used
        and _of_state(
            (2, "used", "Does the model use its state?"),
            ("rise of the error with another row's state", used["swap"]["rise"]),
            ("the lower of its intervals over networks and over time is above {:g}", used["decision"]),
        ),
        useful
        and _of_state(
            (3, "useful", "Does it pay?"),
            ("skill over the best predictor without a state", useful["decision"]["interval"]),
            ("a one-sided lower bound of the skill is above {:g}", useful["decision"]),
        ),
    ]
    return [Rung(**rung, reason=reasons.get(str(rung["word"]), "")) for rung in every if rung is not None]


def _there(found: Mapping[str, Any] | None, verdict: str) -> dict[str, Any] | None:
    if found is None:
        return None
    columns = found["columns"]
    return {
        "number": 0,
        "word": "there",
        "question": "Do the data have memory?",
        "measure": f"smallest of {len(columns)} corrected p" if len(columns) > 1 else "p of the score test",
        "figure": min(column["corrected"] for column in columns),
        "interval": None,
        "rule": f"p is at most {found['level']:g}, and neither a drift nor single values explain it",
        "decided_by": None,
        "answer": THERE.get(verdict, "unclear"),
    }


def _of_state(
    name: tuple[int, str, str], measured: tuple[str, Mapping[str, float] | None], decided: tuple[str, Mapping[str, Any]]
) -> dict[str, Any]:
    (number, word, question), (measure, figure), (rule, decision) = name, measured, decided
    interval = Estimate.of(figure)
    return {
        "number": number,
        "word": word,
        "question": question,
        "measure": measure,
        "figure": interval.mean if interval else None,
        "interval": interval,
        "rule": rule.format(decision["threshold"]),
        "decided_by": Estimate.of(decision["interval"]),
        "answer": decision["answer"],
    }
