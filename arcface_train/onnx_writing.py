"""Write a network as an ONNX recognition model, as InsightFace takes them."""

from __future__ import annotations

import copy
import io
import warnings

import onnx
import torch
from torch import nn

from arcface_train.network import FaceNetwork
from arcface_train.onnx_network import OnnxNetwork

OPSET = 13
"""The oldest that has all of it, for programs with an old ONNX Runtime."""
INPUT, OUTPUT, BATCH = "input", "embedding", "n"


def to_onnx(network: FaceNetwork) -> onnx.ModelProto:
    """Return a network as an ONNX model that takes any number of pictures at once.

    Its input is what InsightFace's ``ArcFaceONNX`` gives a model: (n, 3, side, side) float32 RGB,
    from −1 to 1, or from 0 to 255 where the graph begins with a Sub and a Mul of its own. A network
    that came from a pack keeps its graph, those nodes and their names included; other networks
    are trained for −1 to 1.
    """
    backbone = network.backbone
    if not isinstance(backbone, OnnxNetwork):
        # Read and written back, every layer has weights of its own, none through Identity.
        backbone = OnnxNetwork(_traced(backbone, network.plan.side))
    model = backbone.to_onnx()
    for value in (*model.graph.input, *model.graph.output):
        for dimension in value.type.tensor_type.shape.dim[:1]:
            dimension.dim_param = BATCH
    del model.graph.value_info[:]  # shapes in between, which may have been for one picture
    return model


def _traced(backbone: nn.Module, side: int) -> onnx.ModelProto:
    """Return what PyTorch's own exporter makes of a backbone.

    It is the older one of its two: the newer one needs another package, onnxscript.
    """
    still = copy.deepcopy(backbone).cpu().eval()
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            still,
            (torch.zeros(1, 3, side, side),),
            out,
            input_names=[INPUT],
            output_names=[OUTPUT],
            opset_version=OPSET,
            dynamic_axes={INPUT: {0: BATCH}, OUTPUT: {0: BATCH}},
            dynamo=False,
        )
    return onnx.ModelProto.FromString(out.getvalue())
