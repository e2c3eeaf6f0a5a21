"""A network of PyTorch, without torch: golden weights, and stand-ins for its modules and tensors."""

import csv
import json

import numpy
import pytest
from conftest import ROOT

import engram
from engram import _safetensors

GOLDEN = ROOT / "Tests/Golden/probe"


def golden(name):
    """The state_dict, the inputs, the targets and what PyTorch says."""
    folder = GOLDEN / name
    data = (folder / "model.safetensors").read_bytes()
    length = int.from_bytes(data[:8], "little")
    arrays = {}
    for array, entry in json.loads(data[8 : 8 + length]).items():
        first, last = (8 + length + place for place in entry["data_offsets"])
        arrays[array] = numpy.frombuffer(data[first:last], "<f4").reshape(entry["shape"])
    with open(folder / "data.csv", newline="") as file:
        header, *rows = csv.reader(file)
    table = numpy.array(rows, dtype=float)
    inputs = sum(name.startswith("u") for name in header)
    return arrays, table[:, :inputs], table[:, inputs:], json.loads((folder / "expected.json").read_text())


class Tensor:
    """As much of a tensor as is used."""

    def __init__(self, values):
        self.values = numpy.asarray(values)

    def detach(self):
        return self

    cpu = detach

    def is_floating_point(self):
        return self.values.dtype.kind == "f"

    def double(self):
        return Tensor(self.values.astype(float))

    def numpy(self):
        return self.values


class Module:
    """As much of a module as is used: the whole, and in it the recurrent part."""

    def __init__(self, arrays, **attributes):
        self.arrays = arrays
        self.recurrent = type("Recurrent", (), {"weight_hh_l0": None, "batch_first": True} | attributes)()

    def state_dict(self):
        return {name: Tensor(values) for name, values in self.arrays.items()} | {"steps": Tensor(7)}

    def modules(self):
        return iter([self, self.recurrent])


@pytest.fixture(scope="module")
def delay():
    arrays, x, y, expected = golden("delay3-rnn")
    return engram.probe(arrays, x, y), expected


def test_the_figures_are_those_of_pytorch(delay):
    found, expected = delay
    assert found.error == pytest.approx(expected["mse"], rel=1e-9)
    resets = {effect.rows: effect.error for effect in found.effects if effect.state == "reset"}
    for rows in (1, 2, 3, 4, 6, 8, 16):
        assert resets[rows] == pytest.approx(expected[f"reset{rows}"], rel=1e-9)
    assert (found.used, found.horizon) == ("yes", 3)
    assert found.answer.startswith("This network uses its state, up to 3 rows back")
    assert found.results["network"]["nonlinearityIsAssumed"]


def test_the_effects_as_a_frame(delay):
    found, _ = delay
    frame = found.to_frame()
    assert len(frame) == len(found.effects) == 2 + 14 + 15
    assert frame.error.tolist() == [effect.error for effect in found.effects]
    swap = frame[frame.state == "swap"].iloc[0]
    assert 0 < swap.low <= swap.rise <= swap.high


def test_a_notebook_and_a_page_show_the_answer(delay):
    found, _ = delay
    assert found.answer in found._repr_html_()
    assert found._repr_html_().count("<tr>") == 2 + len(found.effects)
    assert "<svg" in found.html and found.results["answer"][0] in found.html
    assert repr(found) == f"<engram.Probe: {found.answer}>"


def test_a_module_tells_its_nonlinearity_and_its_batch():
    arrays, x, y, expected = golden("oscillator-relu")
    by_rows = engram.probe(Module(arrays, nonlinearity="relu"), Tensor(x[None]), y[None], threads=1)
    by_batch = engram.probe(Module(arrays, nonlinearity="relu", batch_first=False), x[:, None], y[:, None])
    assert by_rows.results == by_batch.results
    assert by_rows.error == pytest.approx(expected["mse"], rel=1e-9)
    assert not by_rows.results["network"]["nonlinearityIsAssumed"]


def test_without_targets_each_row_is_held_against_the_next():
    arrays, x, y, _ = golden("oscillator-gru2")
    # The last target is made up, since no row follows.
    given, found = engram.probe(arrays, x[:-1], y[:-1], from_=800), engram.probe(arrays, x, from_=800)
    assert given.results | {"targets": None} == found.results | {"targets": None}
    assert found.results["targets"] == ["next u0"]


def test_what_is_no_network_is_refused():
    arrays, x, y, _ = golden("present-lstm")
    with pytest.raises(TypeError, match="a list is no network"):
        engram.probe([1, 2], x, y)
    with pytest.raises(ValueError, match="a batch of 2 sequences"):
        engram.probe(Module(arrays), numpy.stack([x, x]), y)
    with pytest.raises(engram.EngramError, match="there is no readout"):
        engram.probe({name: values for name, values in arrays.items() if "readout" not in name}, x, y)
    with pytest.raises(engram.EngramError, match="the network reads 2 columns") as caught:
        engram.probe(arrays, x[:, :1], y)
    assert caught.value.code == 2
    x[5, 0] = numpy.nan
    with pytest.raises(engram.EngramError, match="row 6 of column 'u0' has no finite number"):
        engram.probe(arrays, x, y)


def test_integers_are_no_weights(tmp_path):
    found = _safetensors.state_dict({"w": numpy.ones(2, "f2"), "n": numpy.arange(3)})
    assert list(found) == ["w"]
    _safetensors.write(found, tmp_path / "w.safetensors")
    data = (tmp_path / "w.safetensors").read_bytes()
    assert int.from_bytes(data[:8], "little") % 8 == 0 and data.endswith(numpy.ones(2).tobytes())
