"""ONNX Runtime on one thread, driven over pipes: a line of token ids in, nanoseconds and a vector out.

`peer.py MODEL` runs the model as it is: matrices become floating point when it is loaded.
`peer.py MODEL integers` first rewrites its products so that they are of integers, with rows quantised
as they come, which is what ONNX Runtime's own `quantize_dynamic` makes.
"""

import json
import sys
import time

import numpy
import onnxruntime


def with_integers(path):
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(path)
    graph = model.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    makes = {name: node for node in graph.node for name in node.output}
    nodes, gone, quantised = [], set(), set()
    for node in graph.node:
        scaled = makes.get(node.input[1]) if node.op_type == "MatMul" else None
        cast = makes.get(scaled.input[0]) if scaled is not None and scaled.op_type == "Mul" else None
        if cast is None or cast.op_type != "Cast":
            nodes.append(node)
            continue
        row, out = node.input[0], node.output[0]
        gone.update((scaled.output[0], cast.output[0]))
        scale = scaled.input[1] + "_flat"
        flat = numpy_helper.to_array(tensors[scaled.input[1]]).reshape(-1)
        graph.initializer.append(numpy_helper.from_array(flat.copy(), scale))
        if row not in quantised:
            quantised.add(row)
            names = [f"{row}_bytes", f"{row}_scale", f"{row}_zero"]
            nodes.append(helper.make_node("DynamicQuantizeLinear", [row], names))
        inputs = [f"{row}_bytes", cast.input[0], f"{row}_zero"]
        nodes.append(helper.make_node("MatMulInteger", inputs, [f"{out}_sum"]))
        nodes.append(helper.make_node("Cast", [f"{out}_sum"], [f"{out}_float"], to=1))
        nodes.append(helper.make_node("Mul", [f"{row}_scale", scale], [f"{out}_both"]))
        nodes.append(helper.make_node("Mul", [f"{out}_float", f"{out}_both"], [out]))
    del graph.node[:]
    graph.node.extend(node for node in nodes if node.output[0] not in gone)
    return model.SerializeToString()


def main():
    path = sys.argv[1]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = with_integers(path) if sys.argv[2:] == ["integers"] else path
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    print(json.dumps({"version": onnxruntime.__version__}), flush=True)
    for line in sys.stdin:
        ids = numpy.array([json.loads(line)], dtype=numpy.int64)
        feeds = {"input_ids": ids, "attention_mask": numpy.ones_like(ids)}
        feeds["token_type_ids"] = numpy.zeros_like(ids)
        start = time.perf_counter_ns()
        rows = session.run(None, feeds)[0][0]
        mean = rows.mean(0)
        vector = mean / numpy.linalg.norm(mean)
        nanos = time.perf_counter_ns() - start
        print(json.dumps({"nanos": nanos, "vector": vector.tolist()}), flush=True)


main()
