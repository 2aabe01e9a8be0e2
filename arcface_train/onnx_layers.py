"""What each ONNX operator of a recognition model is in PyTorch, its constants trainable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from face_process.errors import TrainError

EPSILON, MOMENTUM = 1e-5, 0.9
"""What BatchNormalization takes where a node gives none (https://onnx.ai/onnx/operators)."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An ONNX node, its attributes and the constants among its inputs read.

    Attributes:
        operator: ONNX's name of what it does.
        arity: How many inputs it has.
        attributes: Value by name.
        constants: The inputs that are known before anything is run, by position.
    """

    operator: str
    arity: int
    attributes: Mapping[str, object]
    constants: Mapping[int, NDArray]

    def unknown(self, detail: str) -> TrainError:
        """Return the error that a form of this operator isn't known here."""
        return TrainError("train_operator_unknown", operator=f"{self.operator} ({detail})")

    def weight(self, position: int) -> Tensor:
        """Return a constant input as float32.

        Raises:
            TrainError: It is not constant.
        """
        if position not in self.constants:
            raise self.unknown(f"input {position} is not constant")
        return torch.tensor(self.constants[position], dtype=torch.float32)

    def list_of(self, name: str, otherwise: Sequence[int]) -> list[int]:
        """Return an attribute that holds whole numbers, or what it is where it isn't given."""
        return list(self.attributes.get(name, otherwise))


class Convolution(nn.Conv2d):
    """Conv; the margins may differ from side to side."""

    def __init__(self, node: Node) -> None:
        weight = node.weight(1)
        if weight.ndim != 4 or node.attributes.get("auto_pad", b"NOTSET") not in (b"NOTSET", b""):
            raise node.unknown("auto_pad, or not two-dimensional")
        groups = int(node.attributes.get("group", 1))
        super().__init__(
            weight.shape[1] * groups,
            weight.shape[0],
            tuple(weight.shape[2:]),
            stride=tuple(node.list_of("strides", (1, 1))),
            dilation=tuple(node.list_of("dilations", (1, 1))),
            groups=groups,
            bias=2 in node.constants,
        )
        top, left, bottom, right = node.list_of("pads", (0, 0, 0, 0))
        self._margins = None if (top, left) == (bottom, right) else (left, right, top, bottom)
        if self._margins is None:
            self.padding = (top, left)
        self.weight.data = weight
        if self.bias is not None:
            self.bias.data = node.weight(2)

    def forward(self, maps: Tensor) -> Tensor:
        """Return the convolved maps."""
        return super().forward(functional.pad(maps, self._margins) if self._margins else maps)

    def constants(self) -> dict[int, Tensor]:
        """Return what the node's constant inputs are by now, by position."""
        return {1: self.weight} if self.bias is None else {1: self.weight, 2: self.bias}


class Normalization(nn.BatchNorm2d):
    """BatchNormalization, of maps or of vectors."""

    def __init__(self, node: Node) -> None:
        super().__init__(
            len(node.weight(1)),
            eps=float(node.attributes.get("epsilon", EPSILON)),
            momentum=1 - float(node.attributes.get("momentum", MOMENTUM)),
        )
        for position, tensor in self.constants().items():
            tensor.data = node.weight(position)

    def _check_input_dim(self, input: Tensor) -> None:
        """Accept vectors too, which PyTorch has a class of its own for."""

    def constants(self) -> dict[int, Tensor]:
        """Return what the node's constant inputs are by now, by position."""
        return {1: self.weight, 2: self.bias, 3: self.running_mean, 4: self.running_var}


class Prelu(nn.PReLU):
    """PRelu with one slope a channel, or one for all."""

    def __init__(self, node: Node) -> None:
        slopes = node.weight(1)
        if slopes.numel() > 1 and list(slopes.shape[1:]) != [1, 1]:
            raise node.unknown(f"slopes {tuple(slopes.shape)}")
        super().__init__(slopes.numel())
        self.weight.data = slopes.reshape(-1)
        self._shape = slopes.shape

    def constants(self) -> dict[int, Tensor]:
        """Return what the node's constant inputs are by now, by position."""
        return {1: self.weight.reshape(self._shape)}


class Linear(nn.Linear):
    """Gemm, or MatMul by a constant matrix: one product and what is added to it."""

    def __init__(self, node: Node) -> None:
        given = {name: node.attributes.get(name, 1) for name in ("alpha", "beta")}
        if node.attributes.get("transA") or set(given.values()) != {1}:
            raise node.unknown("transA, alpha or beta")
        self._transposed = bool(node.attributes.get("transB"))
        weight = node.weight(1)
        weight = weight if self._transposed else weight.T
        super().__init__(weight.shape[1], weight.shape[0], bias=node.arity > 2)
        self.weight.data = weight.contiguous()
        if self.bias is not None:
            self.bias.data = node.weight(2).reshape(-1).expand(len(weight)).contiguous()

    def constants(self) -> dict[int, Tensor]:
        """Return what the node's constant inputs are by now, by position."""
        weight = self.weight if self._transposed else self.weight.T
        return {1: weight} if self.bias is None else {1: weight, 2: self.bias}


class Operation(nn.Module):
    """A plain function of a node's inputs; constants of several numbers are trainable.

    A single number, such as the mean and deviation that a graph normalises pictures by, is no
    weight and stays; so do whole numbers, which are shapes and places.
    """

    def __init__(self, node: Node, call: Callable[..., Tensor]) -> None:
        super().__init__()
        self._call = call
        self._arity = node.arity
        self._whole: dict[int, Tensor] = {}
        for position, array in node.constants.items():
            tensor = torch.tensor(array)
            if not tensor.is_floating_point():
                self._whole[position] = tensor
            elif tensor.numel() > 1:
                self.register_parameter(f"constant_{position}", nn.Parameter(tensor.float()))
            else:
                self.register_buffer(f"constant_{position}", tensor.float(), persistent=False)

    def forward(self, *values: Tensor) -> Tensor:
        """Return the function of the computed inputs, in order, and the constant ones."""
        constants, computed = self.constants(), iter(values)
        return self._call(
            *(constants[i] if i in constants else next(computed) for i in range(self._arity))
        )

    def constants(self) -> dict[int, Tensor]:
        """Return what the node's constant inputs are by now, by position."""
        held = {**dict(self.named_parameters()), **dict(self.named_buffers())}
        numbered = {int(name.removeprefix("constant_")): held[name] for name in held}
        return {**self._whole, **numbered}
