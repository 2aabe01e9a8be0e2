"""Let a recognition model look at a face and its mirror image, and give the sum of both."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper
from torch import Tensor, nn

from arcface_train.network import FaceNetwork

NOTE = "facemind_mirror"
"""Name of the note in a model that has it."""
PREFIX = "mirror/"
WIDTH_AXIS = 3


def add_mirror(model: onnx.ModelProto, width: int) -> None:
    """Make a model sum its vectors of a picture and of its mirror image, in twice the time.

    What disturbs the one doesn't quite disturb the other, so that the sum tells people apart
    better.

    Args:
        model: One input (n, 3, side, side), one output (n, width), any n; it is changed.
        width: Of the vectors.
    """
    graph = model.graph
    picture = _picture(graph)
    vector = graph.output[0].name
    both, vectors = PREFIX + "both", PREFIX + "vectors"
    for node in graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = both if name == picture else name
        for place, name in enumerate(node.output):
            node.output[place] = vectors if name == vector else name
    numbers = {
        "last": [-1], "before_first": [np.iinfo(np.int64).min], "axis": [WIDTH_AXIS],
        "step": [-1], "pairs": [2, -1, width], "of_pairs": [0],
    }  # fmt: skip
    for name, values in numbers.items():
        array = np.array(values, np.int64)
        graph.initializer.append(numpy_helper.from_array(array, PREFIX + name))
    ends = [PREFIX + name for name in ("last", "before_first", "axis", "step")]
    begin = [
        helper.make_node("Slice", [picture, *ends], [PREFIX + "mirrored"]),
        helper.make_node("Concat", [picture, PREFIX + "mirrored"], [both], axis=0),
    ]
    end = [
        helper.make_node("Reshape", [vectors, PREFIX + "pairs"], [PREFIX + "paired"]),
        helper.make_node(
            "ReduceSum", [PREFIX + "paired", PREFIX + "of_pairs"], [vector], keepdims=0
        ),
    ]
    nodes = [*begin, *graph.node, *end]
    del graph.node[:]
    graph.node.extend(nodes)
    model.metadata_props.append(onnx.StringStringEntryProto(key=NOTE, value="1"))


def drop_mirror(model: onnx.ModelProto) -> bool:
    """Undo ``add_mirror``, and return whether there was anything to undo.

    Args:
        model: It is changed.
    """
    if all(note.key != NOTE for note in model.metadata_props):
        return False
    graph = model.graph
    picture, vector = _picture(graph), graph.output[0].name
    nodes = [node for node in graph.node if not _ours(node)]
    for node in nodes:
        for place, name in enumerate(node.input):
            node.input[place] = picture if name == PREFIX + "both" else name
        for place, name in enumerate(node.output):
            node.output[place] = vector if name == PREFIX + "vectors" else name
    kept = [tensor for tensor in graph.initializer if not tensor.name.startswith(PREFIX)]
    notes = [note for note in model.metadata_props if note.key != NOTE]
    for field, left in (
        (graph.node, nodes),
        (graph.initializer, kept),
        (model.metadata_props, notes),
    ):
        del field[:]
        field.extend(left)
    return True


def with_mirror(network: FaceNetwork) -> FaceNetwork:
    """Return a network that gives what ``add_mirror`` makes its model give; it shares weights."""
    return FaceNetwork(_Both(network.backbone), network.plan)


class _Both(nn.Module):
    def __init__(self, backbone: nn.Module) -> None:
        super().__init__()
        self._backbone = backbone

    def forward(self, pictures: Tensor) -> Tensor:
        return self._backbone(pictures) + self._backbone(pictures.flip(WIDTH_AXIS))


def _picture(graph: onnx.GraphProto) -> str:
    """Return the name of the input; old files list weights among their inputs."""
    weights = {tensor.name for tensor in graph.initializer}
    return next(value.name for value in graph.input if value.name not in weights)


def _ours(node: onnx.NodeProto) -> bool:
    """Return whether a node is one of those around the network."""
    of_network = PREFIX + "vectors"
    made = [name for name in node.output if name.startswith(PREFIX) and name != of_network]
    return bool(made) or PREFIX + "paired" in node.input
