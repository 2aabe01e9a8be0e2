"""ONNX graphs give the same in PyTorch, learn there, and are written back with what they learnt."""

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from arcface_train.onnx_network import OnnxNetwork
from face_process.errors import TrainError

RANDOM = np.random.default_rng(5)


def graph(nodes, weights, opset=13):
    """Return a model of nodes, given as operator, inputs, output and attributes, in order."""
    made = [helper.make_node(one[0], one[1], [one[2]], **(one[3:] or [{}])[0]) for one in nodes]
    shape = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 8, 8])
    answer = helper.make_tensor_value_info(nodes[-1][2], TensorProto.FLOAT, None)
    tensors = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    body = helper.make_graph(made, "small", [shape], [answer], tensors)
    opsets = [helper.make_opsetid("", opset)]
    model = helper.make_model(body, opset_imports=opsets, ir_version=8)
    return model


def floats(*shape):
    return RANDOM.normal(0, 0.5, shape).astype(np.float32)


def onnx_answer(model, pictures):
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, {session.get_inputs()[0].name: pictures})[0]


def torch_answer(network, pictures):
    with torch.inference_mode():
        return network.eval()(torch.from_numpy(pictures)).numpy()


KERNEL = {"w": floats(4, 3, 3, 3), "b": floats(4)}
CONV = ("Conv", ["x", "w", "b"], "c", {"pads": [1, 1, 1, 1], "strides": [2, 2]})
NORM = {"g": floats(4), "h": floats(4), "m": floats(4), "v": np.abs(floats(4)) + 0.1}
FLAT = ("Flatten", ["c"], "f", {"axis": 1})
GRAPHS = {
    "different margins, groups, dilation": (
        [
            ("Conv", ["x", "w"], "c", {"pads": [0, 1, 2, 0], "group": 3}),
            ("Conv", ["c", "u"], "y", {"dilations": [2, 2], "pads": [2, 2, 2, 2]}),
        ],
        {"w": floats(6, 1, 3, 3), "u": floats(2, 6, 3, 3)},
    ),
    "normalisation of vectors": (
        [CONV, FLAT, ("Gemm", ["f", "q", "r"], "e"),
         ("BatchNormalization", ["e", "g", "h", "m", "v"], "y", {"epsilon": 2e-5})],
        {**KERNEL, **NORM, "q": floats(64, 4), "r": floats(1, 4)},
    ),
    "slopes of a channel and of all": (
        [CONV, ("PRelu", ["c", "s"], "d"), ("PRelu", ["d", "t"], "y")],
        {**KERNEL, "s": floats(4, 1, 1), "t": floats(1, 1, 1)},
    ),
    "flattened by a computed shape": (
        [CONV, ("Shape", ["c"], "s"), ("Constant", [], "i", {"value": helper.make_tensor(
            "i", TensorProto.INT64, [], [0])}), ("Gather", ["s", "i"], "n"),
         ("Unsqueeze", ["n", "a"], "k"), ("Concat", ["k", "l"], "t", {"axis": 0}),
         ("Reshape", ["c", "t"], "y")],
        {**KERNEL, "a": np.array([0]), "l": np.array([-1])},
    ),
    "MatMul and Add for a Gemm": (
        [CONV, ("GlobalAveragePool", ["c"], "p"), ("Reshape", ["p", "t"], "f"),
         ("MatMul", ["f", "q"], "e"), ("Add", ["r", "e"], "y")],
        {**KERNEL, "q": floats(4, 5), "r": floats(5), "t": np.array([0, -1])},
    ),
    "weights through Identity and Constant": (
        [("Identity", ["w"], "v"), ("Constant", [], "k", {"value": numpy_helper.from_array(
            floats(4))}), ("Conv", ["x", "v", "k"], "c"), ("Identity", ["c"], "y")],
        {"w": KERNEL["w"]},
    ),
    "slopes that the graph brings into shape": (
        [CONV, ("Unsqueeze", ["s", "a"], "t"), ("PRelu", ["c", "t"], "y")],
        {**KERNEL, "s": floats(4), "a": np.array([1, 2])},
    ),
    "a gate of a squeeze-and-excitation block": (
        [CONV, ("GlobalAveragePool", ["c"], "p"), ("Sigmoid", ["p"], "s"),
         ("Mul", ["c", "s"], "m"), ("Clip", ["m", "lo", "hi"], "r"), ("Relu", ["r"], "q"),
         ("LeakyRelu", ["q"], "d"), ("Dropout", ["d"], "y")],
        {**KERNEL, "lo": np.float32(-0.1), "hi": np.float32(0.2)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("nodes_and_weights", GRAPHS.values(), ids=GRAPHS)
def test_it_gives_what_onnx_runtime_gives_before_and_after_a_round_trip(nodes_and_weights):
    model = graph(*nodes_and_weights)
    pictures = floats(3, 3, 8, 8)
    network = OnnxNetwork(model)
    expected = onnx_answer(model, pictures)
    np.testing.assert_allclose(torch_answer(network, pictures), expected, atol=1e-5)
    np.testing.assert_allclose(onnx_answer(network.to_onnx(), pictures), expected, atol=1e-5)


@pytest.mark.parametrize("nodes_and_weights", GRAPHS.values(), ids=GRAPHS)
def test_what_it_learnt_is_in_the_graph_and_in_a_network_built_anew(nodes_and_weights):
    network = OnnxNetwork(graph(*nodes_and_weights))
    pictures = floats(3, 3, 8, 8)
    network.train()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    before = torch_answer(network, pictures)
    network.train()(torch.from_numpy(pictures)).square().mean().backward()
    optimizer.step()
    after = torch_answer(network, pictures)
    assert np.abs(after - before).max() > 1e-4
    np.testing.assert_allclose(onnx_answer(network.to_onnx(), pictures), after, atol=1e-5)
    again = OnnxNetwork(onnx.ModelProto.FromString(network.structure()))
    again.load_state_dict(network.state_dict())
    np.testing.assert_array_equal(torch_answer(again, pictures), after)


def test_weights_that_two_nodes_shared_may_part():
    shared = [("Conv", ["x", "w"], "c"), ("Conv", ["x", "w"], "d"), ("Add", ["c", "d"], "y")]
    network = OnnxNetwork(graph(shared, {"w": floats(2, 3, 3, 3)}))
    with torch.no_grad():
        network.layers[0].weight.mul_(3)
    pictures = floats(2, 3, 8, 8)
    expected = torch_answer(network, pictures)
    np.testing.assert_allclose(onnx_answer(network.to_onnx(), pictures), expected, atol=1e-5)


def test_one_number_is_no_weight():
    nodes = [("Sub", ["x", "mean"], "s"), ("Mul", ["s", "scale"], "m"), ("Conv", ["m", "w"], "y")]
    network = OnnxNetwork(
        graph(nodes, {"mean": np.float32([127.5]), "scale": np.float32(1 / 128), "w": KERNEL["w"]})
    )
    assert [parameter.shape for parameter in network.parameters()] == [(4, 3, 3, 3)]


@pytest.mark.parametrize(
    ("node", "named"),
    [
        (("Softplus", ["x"], "y"), "Softplus"),
        (("Conv", ["x", "w"], "y", {"auto_pad": "SAME_UPPER"}), "Conv"),
        (("PRelu", ["x", "s"], "y"), "PRelu"),
        (("Conv", ["x", "x"], "y"), "Conv"),
    ],
    ids=["operator", "attribute", "shape of slopes", "computed weights"],
)
def test_what_it_does_not_know_is_named(node, named):
    model = graph([node], {"w": floats(4, 3, 3, 3), "s": floats(1, 8)})
    with pytest.raises(TrainError) as caught:
        OnnxNetwork(model)
    assert named in caught.value.sentence("en")
    assert named in caught.value.sentence("zh")
