"""Run an ONNX graph in PyTorch with its constants as weights, and write it back when trained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from torch import Tensor, nn

from arcface_train.onnx_layers import Node
from arcface_train.onnx_operators import layer_of

FEWEST_WEIGHTS = 16
"""Constants of fewer numbers stay in a graph whose weights are taken out: shapes and places."""


@dataclass(frozen=True, slots=True)
class Step:
    """A node to run.

    Attributes:
        node: Its place in the graph.
        inputs: The computed values it takes; constants are its layer's own.
        output: The value it makes.
        last_used: The values that nothing after it takes.
    """

    node: int
    inputs: tuple[str, ...]
    output: str
    last_used: tuple[str, ...]


class OnnxNetwork(nn.Module):
    """The graph of an ONNX model with one input and one output; its layers train like any.

    Raises:
        TrainError: An operator in it isn't known here.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        super().__init__()
        graph = model.graph
        constants = _constants(model)
        weights = {tensor.name for tensor in graph.initializer}
        self._input = next(value.name for value in graph.input if value.name not in weights)
        self._output = graph.output[0].name
        computed = [place for place, one in enumerate(graph.node) if one.output[0] not in constants]
        self.layers = nn.ModuleList(
            layer_of(_node(graph.node[place], constants)) for place in computed
        )
        self._steps = _steps(graph, computed, constants, self._output)
        self._model = without_weights(model)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return what the graph gives for pictures, in whatever shape it takes and gives."""
        values = {self._input: pictures}
        for step, layer in zip(self._steps, self.layers, strict=True):
            values[step.output] = layer(*(values[name] for name in step.inputs))
            for name in step.last_used:
                del values[name]
        return values[self._output]

    def to_onnx(self) -> onnx.ModelProto:
        """Return the graph as it was read, with the weights as they are now."""
        model = onnx.ModelProto.FromString(self.structure())
        for step, layer in zip(self._steps, self.layers, strict=True):
            node = model.graph.node[step.node]
            for position, tensor in layer.constants().items():
                # A name of its own: what two nodes shared may differ by now.
                name = f"{node.output[0]}.{position}"
                array = tensor.detach().cpu().numpy()
                model.graph.initializer.append(numpy_helper.from_array(array, name))
                node.input[position] = name
        _keep_nodes(model.graph, {step.node for step in self._steps})
        return model

    def structure(self) -> bytes:
        """Return the model without its weights; a network built from it has zeros for them."""
        return self._model.SerializeToString()


def without_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a copy whose weights have a shape and no numbers."""
    bare = onnx.ModelProto()
    bare.CopyFrom(model)
    for tensor in bare.graph.initializer:
        if np.prod(tensor.dims) >= FEWEST_WEIGHTS:
            shape = onnx.TensorProto(name=tensor.name, data_type=tensor.data_type, dims=tensor.dims)
            tensor.CopyFrom(shape)
    return bare


def _constants(model: onnx.ModelProto) -> dict[str, NDArray]:
    """Return the values that are known before anything is run, by name.

    They are the weights, and what nodes make of nothing else: exporters bring slopes into shape or
    share weights in the graph.
    """
    graph = model.graph
    constants = {tensor.name: _array(tensor) for tensor in graph.initializer}
    known = set(constants)
    nodes = []
    for node in graph.node:
        if known.issuperset(filter(None, node.input)):
            nodes.append(node)
            known.update(node.output)
    if nodes:
        names = [name for node in nodes for name in node.output]
        used = {name for node in nodes for name in node.input}.intersection(constants)
        part = onnx.GraphProto(
            name="constants",
            node=nodes,
            initializer=[numpy_helper.from_array(constants[name], name) for name in used],
            output=[onnx.ValueInfoProto(name=name) for name in names],
        )
        opsets = {one.domain: one.version for one in model.opset_import}
        made = ReferenceEvaluator(part, opsets=opsets).run(None, {})
        constants |= {name: np.asarray(one) for name, one in zip(names, made, strict=True)}
    return constants


def _array(tensor: onnx.TensorProto) -> NDArray:
    if np.prod(tensor.dims) >= FEWEST_WEIGHTS and tensor.ByteSize() < np.prod(tensor.dims):
        return np.zeros(tensor.dims, helper.tensor_dtype_to_np_dtype(tensor.data_type))
    return numpy_helper.to_array(tensor)


def _node(node: onnx.NodeProto, constants: Mapping[str, NDArray]) -> Node:
    inputs = list(node.input)
    while inputs and not inputs[-1]:
        inputs.pop()
    known = {i: constants[name] for i, name in enumerate(inputs) if name in constants}
    attributes = {one.name: helper.get_attribute_value(one) for one in node.attribute}
    return Node(node.op_type, len(inputs), attributes, known)


def _steps(
    graph: onnx.GraphProto, places: Iterable[int], constants: Mapping[str, NDArray], output: str
) -> tuple[Step, ...]:
    inputs = {
        place: tuple(name for name in graph.node[place].input if name and name not in constants)
        for place in places
    }
    uses = Counter(name for names in inputs.values() for name in names)
    uses[output] += 1
    steps = []
    for place, names in inputs.items():
        uses.subtract(names)
        done = tuple(name for name in dict.fromkeys(names) if uses[name] == 0)
        steps.append(Step(place, names, graph.node[place].output[0], done))
    return tuple(steps)


def _keep_nodes(graph: onnx.GraphProto, places: Collection[int]) -> None:
    """Remove the other nodes and the constants that only they took."""
    nodes = [graph.node[place] for place in sorted(places)]
    used = {name for node in nodes for name in node.input}
    initializers = [tensor for tensor in graph.initializer if tensor.name in used]
    inputs = [value for value in graph.input if value.name in used]
    for entries, kept in (
        (graph.node, nodes),
        (graph.initializer, initializers),
        (graph.input, inputs),
    ):
        copies = [type(one).FromString(one.SerializeToString()) for one in kept]
        del entries[:]
        entries.extend(copies)
