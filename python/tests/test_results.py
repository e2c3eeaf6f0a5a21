"""A result says what the report says."""

import gc
import html.parser
import json
import re
import subprocess
import sys

import numpy
import pytest
from conftest import QUICK, ROOT

import engram
from engram._html import figure_text
from engram._ladder import THERE


def test_the_attributes_are_those_of_results_json(result):
    found = json.loads((result.folder / "results.json").read_text())
    assert result.results == found
    assert result.answer == " ".join(found["answer"])
    data, control = found["datasets"]
    assert (result.verdict.data, result.verdict.state) == (data["verdict"]["data"], data["verdict"]["state"])
    assert result.control.verdict.data == control["verdict"]["data"]
    assert [claim.id for claim in result.claims] == [claim["id"] for claim in data["findings"]]
    assert [column.name for column in result.columns] == ["Sunspots"]
    assert result.columns[0].p == data["ladder"]["there"]["columns"][0]["corrected"]
    assert result.columns[0].skill.mean == data["ladder"]["useful"]["columns"][0]["skill"]["mean"]
    assert result.text == (result.folder / "report.txt").read_text()


def printed(text):
    """The ladder of the data as report.txt prints it, which is the first: number, figure and answer of each rung."""
    rows = re.findall(r"^  (\d) (?:there|stored|used|useful): .*?  +(\S.*?)  +(yes|no|unclear)$", text, re.MULTILINE)
    return [(int(number), figure, answer) for number, figure, answer in rows[:4]]


@pytest.mark.parametrize(
    "source",
    [None, "random:gaussian?rows=400", "random:sine?rows=400", "random:ma1?rows=400", "random:random-walk?rows=400"],
)
def test_the_ladder_is_the_one_that_the_report_prints(result, source):
    found = result if source is None else engram.report(source, **QUICK)
    rows = printed(found.text)
    assert [(rung.number, rung.answer) for rung in found.ladder] == [(number, answer) for number, _, answer in rows]
    assert [figure_text(rung) for rung in found.ladder] == [figure for _, figure, _ in rows]
    for rung in found.ladder:
        assert rung.reason.lower().startswith(rung.word)
        assert rung.interval is None or rung.interval.low <= rung.figure <= rung.interval.high
    assert [rung.word for rung in found.ladder] == ["there", "stored", "used", "useful"]


def test_the_ladder_as_a_frame(result):
    frame = result.to_frame()
    assert frame.index.tolist() == [0, 1, 2, 3]
    assert frame.answer.tolist() == [rung.answer for rung in result.ladder]
    assert frame.figure.tolist() == [rung.figure for rung in result.ladder]


def test_predictions_states_and_panel_are_those_of_the_folder(result):
    predictions = result.predictions()
    held_out = predictions[predictions.part == "held-out"]
    model = result.results["datasets"][0]["models"]["memory"]
    scale = result.results["datasets"][0]["panel"]["scaler"]["scale"][0]
    judged = held_out.memory if model["readout"] == "plain" else held_out.anchored_memory
    error = (((held_out.observed - judged) / scale) ** 2).mean()
    assert error == pytest.approx(model["ensembleTestLoss"], rel=1e-4)
    assert result.panel().Sunspots.iloc[:2].tolist() == [5.0, 11.0]
    states = result.states("twin")
    assert states.shape == (1, 309, 4)
    assert states.dtype == numpy.float32


def test_a_temporary_folder_lives_as_long_as_its_result(tmp_path):
    found = engram.report("random:gaussian?rows=200", **QUICK)
    folder, kept = found.folder, found.save(tmp_path / "deep" / "kept")
    assert sorted(path.name for path in kept.iterdir()) == sorted(path.name for path in folder.iterdir())
    with pytest.raises(FileExistsError, match="is there already"):
        found.save(kept)
    answer = found.answer
    del found
    gc.collect()
    assert not folder.exists()
    assert engram.read(kept).answer == answer
    assert [path.name for path in kept.parent.iterdir()] == ["kept"]


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def test_a_notebook_shows_the_answer_and_the_ladder(result):
    page = Tags()
    page.feed(result._repr_html_())
    assert result.answer in page.text
    assert len([tag for tag, _ in page.tags if tag == "tr"]) == 5
    assert len([tag for tag, _ in page.tags if tag == "th"]) == 6
    for rung, noise in zip(result.ladder, result.control.ladder, strict=True):
        assert figure_text(rung) in page.text
        assert f"{noise.answer}, {figure_text(noise)}" in page.text
    pictures = [attributes["src"] for tag, attributes in page.tags if tag == "img"]
    assert len(pictures) == 1 and pictures[0].startswith("data:image/svg+xml;base64,")
    # Nothing that reaches beyond its own tag.
    assert {tag for tag, _ in page.tags} <= {"div", "p", "b", "table", "thead", "tbody", "tr", "th", "td", "img"}
    assert not any({"id", "class"} & attributes.keys() for _, attributes in page.tags)


def test_names_are_no_markup_in_a_notebook():
    name = "x <script>alert(1)</script>"
    found = engram.report({name: numpy.sin(numpy.arange(400) / 5)}, name=name, **QUICK)
    page = Tags()
    page.feed(found._repr_html_())
    assert "script" not in {tag for tag, _ in page.tags}
    assert name in found.answer
    assert name in page.text


def test_the_console_script_is_the_program(command_line):
    assert command_line("--version").stdout.strip() == engram.__version__
    assert command_line("report", "--epoch", "3", code=2).stderr.startswith("Error: Unknown option '--epoch'.")


def test_the_package_needs_no_other():
    code = "import sys, engram; engram.report('random:gaussian?rows=100', epochs=2, networks=2, surrogates=0, control=False)"
    code += "; print(sorted({'numpy', 'pandas', 'polars'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_the_questions_are_those_of_the_report(result):
    page = (result.folder / "index.html").read_text()
    for rung in result.ladder:
        assert f"<b>{rung.number} {rung.word}</b> {rung.question}" in page


def test_settings_are_written_as_the_program_reads_them():
    settings = QUICK | {"epochs": 5.0, "learning_rate": 0.02, "bias": False, "from_": "10", "scaling": None, "lag": {"x": 2}}
    study = engram.report("x=random:gaussian?rows=200", **settings).results["study"]
    assert (study["training"]["epochs"], study["training"]["learningRate"], study["training"]["bias"]) == (5, 0.02, False)
    assert (study["panel"]["from"], study["panel"]["scaling"], study["panel"]["lag"]) == ("10", "zscore", {"x": 2})


def test_every_verdict_of_the_schema_has_an_answer_of_rung_0():
    schema = json.loads((ROOT / "docs/results.schema.json").read_text())["$defs"]
    open_ones = {"memory or drift", "unclear", "inconclusive", "not testable"}
    assert set(schema["verdictOnData"]["enum"]) == THERE.keys() | open_ones


def test_every_setting_of_the_documentation_is_taken():
    documented = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    assert len(documented) > 25
    for name in documented:
        with pytest.raises(engram.EngramError) as caught:
            engram.report("random:no-such-process", **{name.replace("-", "_"): "no such value"})
        assert "Unknown option" not in str(caught.value)


def test_progress_is_handed_on_and_changes_nothing(capfd):
    seen = []
    with_callback = engram.report(
        "random:gaussian?rows=100", progress=lambda stage, share: seen.append((stage, share)), **QUICK
    )
    without = engram.report("random:gaussian?rows=100", **QUICK)
    assert with_callback.text == without.text
    assert {"reading sources", "training"} <= {stage for stage, _ in seen}
    assert all(0 <= share <= 1 for _, share in seen)
    assert capfd.readouterr() == ("", "")
    with pytest.raises(engram.EngramError) as caught:
        engram.report("random:gaussian?rows=100", epoch=1, progress=lambda *_: None)
    assert str(caught.value) == "Unknown option '--epoch'. Did you mean '--epochs'?"
