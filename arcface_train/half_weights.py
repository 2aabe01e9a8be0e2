"""Keep the weights of an ONNX model in half precision: a file of half the size."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HEAVY = {"Conv", "Gemm", "MatMul"}
"""Operators whose second input are weights."""
FULL = "/full"
"""Ends the name of weights that are kept in half precision when they are whole again."""


def halve(model: onnx.ModelProto) -> None:
    """Keep the weights of convolutions and matrices in half precision, each with a Cast to single.

    They are computed with in single precision: ONNX Runtime casts them once, when it loads the
    file. Biases, slopes and statistics, which are few, stay as they are.

    Args:
        model: It is changed.
    """
    graph = model.graph
    heavy = {node.input[1] for node in graph.node if node.op_type in HEAVY}
    casts = {}
    for tensor in graph.initializer:
        if tensor.name in heavy and tensor.data_type == TensorProto.FLOAT:
            halved = numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(halved, tensor.name))
            casts[tensor.name] = helper.make_node(
                "Cast", [tensor.name], [tensor.name + FULL], to=TensorProto.FLOAT
            )
    nodes, whole = [], set()
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name not in casts:
                continue
            node.input[place] = name + FULL
            if name not in whole:
                # Not at the front: InsightFace tells by the first nodes what a model takes.
                nodes.append(casts[name])
                whole.add(name)
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
