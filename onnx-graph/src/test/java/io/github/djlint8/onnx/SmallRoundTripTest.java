/*
 * Copyright 2026 The djl-int8 authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.djlint8.onnx;

import static org.testng.Assert.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Small models with rare features answer alike after every way of writing them. */
public class SmallRoundTripTest {

    @DataProvider
    public Object[][] models() {
        return new Object[][] {
            {"linear", Models.linear(17, 8).proto(), 9.5f},
            // x = 1 and k = 2, three rounds: 1 + 2 + 2 + 2.
            {"loop", loop(), 7f},
            // 1 + 0.5 (float_data) + 0.25 (float16 in int32_data) + 3 (int64_data) + 4 (double).
            {"typed", typed(), 8.75f},
            {"constantAsInput", constantAsInput(), 3f},
        };
    }

    @Test(dataProvider = "models")
    public void answersAlike(String name, ModelProto proto, float expected) throws Exception {
        Path folder = Models.folder(name);
        try {
            Path file = Files.write(folder.resolve("original.onnx"), proto.toByteArray());
            ByteBuffer answer = run(file, name);
            assertEquals(answer.order(ByteOrder.nativeOrder()).getFloat(0), expected);
            OnnxModel model = OnnxModel.open(file);
            OnnxModel edited = model.withGraph(model.graph());
            Path out = folder.resolve("out.onnx");
            ModelWriter.write(edited, out);
            assertEquals(run(out, name), answer);
            ModelWriter.builder()
                    .optExternalData(true)
                    .optExternalThreshold(0)
                    .build()
                    .save(edited, out);
            assertEquals(run(out, name), answer);
            Path packed = folder.resolve("out.onnx.gz");
            ModelWriter.builder().optGzip(true).build().save(OnnxModel.open(out), packed);
            ModelWriter.write(OnnxModel.open(packed), folder.resolve("back.onnx"));
            assertEquals(run(folder.resolve("back.onnx"), name), answer);
        } finally {
            Models.delete(folder);
        }
    }

    private static ByteBuffer run(Path file, String name) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Object value = name.equals("linear") ? new float[][] {{1, 2}} : new float[] {1};
        try (OnnxTensor x = OnnxTensor.createTensor(environment, value)) {
            return Models.run(file, Map.of("x", x));
        }
    }

    private static ModelProto loop() {
        GraphProto body =
                new ModelBuilder("body")
                        .addInput("round", ElementType.INT64)
                        .addInput("go", ElementType.BOOL)
                        .addInput("sum", ElementType.FLOAT, 1)
                        .addNode(node("Identity", "keep", "go_on", "go"))
                        .addNode(node("Add", "step", "next", "sum", "k"))
                        .addOutput("go_on", ElementType.BOOL)
                        .addOutput("next", ElementType.FLOAT, 1)
                        .buildGraph();
        return new ModelBuilder("loop")
                .addInput("x", ElementType.FLOAT, 1)
                .addInitializer(Tensor.ofFloats("k", new float[] {2}, 1))
                .addInitializer(Tensor.ofLongs("rounds", new long[] {3}))
                .addInitializer(Tensor.ofBytes("true", ElementType.BOOL, new byte[] {1}))
                .addNode(
                        Node.builder("Loop", "loop")
                                .addInputs("rounds", "true", "x")
                                .addGraph("body", body)
                                .addOutputs("y")
                                .build())
                .addOutput("y", ElementType.FLOAT, 1)
                .build()
                .proto();
    }

    private static ModelProto typed() {
        ModelProto.Builder model =
                new ModelBuilder("typed")
                                .addInput("x", ElementType.FLOAT, 1)
                                .addInitializer(Tensor.ofFloats("f", new float[1], 1))
                                .addInitializer(Tensor.ofFloats("h", new float[1], 1))
                                .addInitializer(Tensor.ofFloats("i", new float[1], 1))
                                .addInitializer(Tensor.ofFloats("d", new float[1], 1))
                                .addNode(cast("h"))
                                .addNode(cast("i"))
                                .addNode(cast("d"))
                                .addNode(node("Sum", "sum", "y", "x", "f", "h32", "i32", "d32"))
                                .addOutput("y", ElementType.FLOAT, 1)
                                .build()
                                .proto()
                                .toBuilder();
        model.getGraphBuilder()
                .setInitializer(0, tensor("f", ElementType.FLOAT).addFloatData(.5f))
                .setInitializer(1, tensor("h", ElementType.FLOAT16).addInt32Data(0x3400))
                .setInitializer(2, tensor("i", ElementType.INT64).addInt64Data(3))
                .setInitializer(3, tensor("d", ElementType.DOUBLE).addDoubleData(4));
        return model.build();
    }

    /** As models before IR version 4 list their constants. */
    private static ModelProto constantAsInput() {
        ModelProto.Builder model =
                new ModelBuilder("old")
                                .optIrVersion(3)
                                .optOpset(7)
                                .addInput("x", ElementType.FLOAT, 1)
                                .addInput("k", ElementType.FLOAT, 1)
                                .addNode(node("Add", "add", "y", "x", "k"))
                                .addOutput("y", ElementType.FLOAT, 1)
                                .build()
                                .proto()
                                .toBuilder();
        model.getGraphBuilder().addInitializer(Tensor.ofFloats("k", new float[] {2}, 1).toProto());
        return model.build();
    }

    private static Node cast(String input) {
        return Node.builder("Cast", "cast_" + input)
                .addInputs(input)
                .addOutputs(input + "32")
                .addInt("to", 1)
                .build();
    }

    private static TensorProto.Builder tensor(String name, ElementType type) {
        return TensorProto.newBuilder().setName(name).setDataType(type.number()).addDims(1);
    }

    private static Node node(String op, String name, String output, String... inputs) {
        return Node.builder(op, name).addInputs(inputs).addOutputs(output).build();
    }
}
