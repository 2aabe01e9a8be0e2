"""Which layer an ONNX node becomes; an operator that isn't known here is named."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional

from arcface_train.onnx_layers import Convolution, Linear, Node, Normalization, Operation, Prelu
from face_process.errors import TrainError

LEAKY_SLOPE = 0.01
"""What LeakyRelu takes where a node gives none (https://onnx.ai/onnx/operators)."""


def layer_of(node: Node) -> nn.Module:
    """Return the layer that does what a node does, with its weights.

    Raises:
        TrainError: The operator, or this form of it, isn't known here.
    """
    if node.operator in WITH_WEIGHTS:
        if set(node.constants) != set(range(1, node.arity)):
            raise node.unknown("weights that are computed")
        return WITH_WEIGHTS[node.operator](node)
    if node.operator == "MatMul" and 1 in node.constants:
        return Linear(node)
    if node.operator in PLAIN:
        return Operation(node, PLAIN[node.operator])
    if node.operator in WITH_ATTRIBUTES:
        return Operation(node, WITH_ATTRIBUTES[node.operator](node))
    raise TrainError("train_operator_unknown", operator=node.operator)


def _same(values: Tensor, *_unused: Tensor) -> Tensor:
    """Return the values: Dropout leaves them alone, as ONNX does outside of training."""
    return values


def _average(maps: Tensor) -> Tensor:
    return maps.mean(dim=(2, 3), keepdim=True)


def _shape(values: Tensor) -> Tensor:
    return torch.tensor(values.shape)


def _reshape(values: Tensor, shape: Tensor) -> Tensor:
    """Return the values in another shape, in which 0 keeps what the dimension was."""
    wanted = [size or values.shape[i] for i, size in enumerate(shape.tolist())]
    return values.reshape(wanted)


def _unsqueeze(values: Tensor, axes: Tensor) -> Tensor:
    for axis in sorted(axes.tolist()):
        values = values.unsqueeze(axis)
    return values


def _clip(values: Tensor, least: Tensor, most: Tensor) -> Tensor:
    return torch.minimum(torch.maximum(values, least), most)


def _concat(*parts: Tensor, axis: int) -> Tensor:
    return torch.cat(parts, axis)


def _clip_by(node: Node) -> Callable[..., Tensor]:
    """Clip's bounds are attributes up to opset 10, inputs after it."""
    if node.arity == 3:
        return _clip
    least, most = node.attributes.get("min"), node.attributes.get("max")
    return partial(torch.clamp, min=least, max=most)


def _unsqueeze_by(node: Node) -> Callable[..., Tensor]:
    """Unsqueeze's axes are an attribute up to opset 12, an input after it."""
    if node.arity == 2:
        return _unsqueeze
    return partial(_unsqueeze, axes=torch.tensor(node.list_of("axes", ())))


def _gather_by(node: Node) -> Callable[..., Tensor]:
    if node.attributes.get("axis", 0) != 0:
        raise node.unknown("along another axis than the first")
    return Tensor.__getitem__


def _flatten_by(node: Node) -> Callable[..., Tensor]:
    if node.attributes.get("axis", 1) != 1:
        raise node.unknown("from another axis than the second")
    return partial(torch.flatten, start_dim=1)


def _leaky_by(node: Node) -> Callable[..., Tensor]:
    slope = float(node.attributes.get("alpha", LEAKY_SLOPE))
    return partial(functional.leaky_relu, negative_slope=slope)


def _concat_by(node: Node) -> Callable[..., Tensor]:
    return partial(_concat, axis=int(node.attributes["axis"]))


WITH_WEIGHTS: dict[str, Callable[[Node], nn.Module]] = {
    "BatchNormalization": Normalization,
    "Conv": Convolution,
    "Gemm": Linear,
    "PRelu": Prelu,
}
PLAIN: dict[str, Callable[..., Tensor]] = {
    "Add": torch.add,
    "Div": torch.div,
    "Dropout": _same,
    "GlobalAveragePool": _average,
    "Identity": _same,
    "MatMul": torch.matmul,
    "Mul": torch.mul,
    "Relu": functional.relu,
    "Reshape": _reshape,
    "Shape": _shape,
    "Sigmoid": torch.sigmoid,
    "Sub": torch.sub,
}
WITH_ATTRIBUTES: dict[str, Callable[[Node], Callable[..., Tensor]]] = {
    "Clip": _clip_by,
    "Concat": _concat_by,
    "Flatten": _flatten_by,
    "Gather": _gather_by,
    "LeakyRelu": _leaky_by,
    "Unsqueeze": _unsqueeze_by,
}
