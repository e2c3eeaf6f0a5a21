"""Arrays of a module of PyTorch as a safetensors file, without torch and without the package safetensors."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any


def state_dict(network: object) -> dict[str, Any]:
    """The arrays of real numbers of a module, or of a dict of arrays, by name, in float64.

    Raises:
        TypeError: it is neither.
    """
    found = network.state_dict() if hasattr(network, "state_dict") else network
    if not isinstance(found, Mapping):
        raise TypeError(f"a {type(network).__name__} is no network: give a module of torch, or its state_dict")
    arrays = {str(name): array(value) for name, value in found.items()}
    return {name: value for name, value in arrays.items() if value.dtype.kind == "f"}


def array(value: Any) -> Any:
    """A tensor of torch, or what numpy takes, as an array of numpy; real numbers in float64."""
    import numpy

    if hasattr(value, "detach"):
        value = value.detach().cpu()
        if value.is_floating_point():
            value = value.double()  # numpy has no bfloat16.
        value = value.numpy()
    found = numpy.asarray(value)
    return found.astype("<f8") if found.dtype.kind == "f" else found


def write(arrays: Mapping[str, Any], path: str | os.PathLike[str]) -> None:
    """Writes arrays of float64: the length of the header, the header, one array after the other."""
    header, end = {}, 0
    for name, value in arrays.items():
        header[name] = {"dtype": "F64", "shape": list(value.shape), "data_offsets": [end, end + value.nbytes]}
        end += value.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for value in arrays.values():
            file.write(value.tobytes(order="C"))
