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
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import io.github.djlint8.onnx.proto.GraphProto;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testng.annotations.Test;

/** Names inside of subgraphs. */
public class ScopeTest {

    @Test
    public void subgraphReadsCountAsReads() throws Exception {
        Graph graph = branching().graph();
        Node branch = graph.producer("y").orElseThrow();
        assertEquals(branch.reads(), Set.of("flag", "p", "x"));
        assertEquals(graph.consumers("p"), List.of(branch));
    }

    @Test
    public void renamesReadsInBranchesAndKeepsTheAnswer() throws Exception {
        OnnxModel model = branching();
        Graph graph = model.graph();
        graph.add(Node.builder("Neg", "neg").addInputs("p").addOutputs("n").build());
        graph.redirect("p", "n");
        Node branch = graph.producer("y").orElseThrow();
        assertEquals(branch.reads(), Set.of("flag", "n", "x"));
        // p = |x|; the branch taken gives p + 1, and after the edit -p + 1.
        assertEquals(run(model, true), 4f);
        assertEquals(run(model.withGraph(graph), true), -2f);
        assertEquals(run(model.withGraph(graph), false), -3f);
    }

    @Test
    public void hiddenNamesStay() {
        GraphProto body =
                new ModelBuilder("body")
                        .addInput("p", ElementType.FLOAT, 1)
                        .addNode(node("Relu", "r", "inner", "p"))
                        .addOutput("inner", ElementType.FLOAT, 1)
                        .buildGraph();
        Node loop = Node.builder("Loop", "l").addGraph("body", body).addInputs("p").build();
        assertEquals(loop.reads(), Set.of("p"));
        Node renamed = loop.withInput("p", "other");
        assertEquals(renamed.input(0), "other");
        assertEquals(renamed.subgraphs().get(0), body);
    }

    @Test
    public void readsBeforeANameIsHiddenAreOuter() {
        GraphProto body =
                new ModelBuilder("body")
                        .addNode(node("Relu", "r", "q", "p"))
                        .addNode(node("Relu", "s", "p", "q"))
                        .addNode(node("Relu", "t", "u", "p"))
                        .addOutput("u", ElementType.FLOAT, 1)
                        .buildGraph();
        Node loop = Node.builder("Loop", "l").addGraph("body", body).build();
        assertEquals(loop.reads(), Set.of("p"));
        GraphProto renamed = loop.withInput("p", "other").subgraphs().get(0);
        assertEquals(renamed.getNode(0).getInput(0), "other");
        assertEquals(renamed.getNode(2).getInput(0), "p");
    }

    @Test
    public void nestedBranchesAreFollowed() {
        GraphProto inner =
                new ModelBuilder("inner").addOutput("p", ElementType.FLOAT, 1).buildGraph();
        Node branch =
                Node.builder("If", "inner_if")
                        .addGraph("then_branch", inner)
                        .addInputs("c")
                        .build();
        GraphProto outer = new ModelBuilder("outer").addNode(branch).buildGraph();
        Node top = Node.builder("If", "if").addGraph("then_branch", outer).addInputs("c").build();
        assertEquals(top.reads(), Set.of("c", "p"));
        assertEquals(top.withInput("p", "z").reads(), Set.of("c", "z"));
    }

    @Test
    public void refusesANameThatTheSubgraphHasItself() {
        GraphProto body =
                new ModelBuilder("body")
                        .addNode(node("Relu", "r", "local", "p"))
                        .addOutput("local", ElementType.FLOAT, 1)
                        .buildGraph();
        Node loop = Node.builder("Loop", "l").addGraph("body", body).build();
        IllegalStateException e =
                expectThrows(IllegalStateException.class, () -> loop.withInput("p", "local"));
        assertTrue(e.getMessage().contains("Subgraph body cannot read local"), e.getMessage());
    }

    @Test
    public void uniqueNamesKnowSubgraphs() throws Exception {
        Graph graph = branching().graph();
        assertEquals(graph.uniqueName("sum"), "sum_1");
        assertEquals(graph.uniqueName("one"), "one_1");
        assertEquals(graph.uniqueName("then_add"), "then_add_1");
    }

    private static float run(OnnxModel model, boolean flag) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor x = OnnxTensor.createTensor(environment, new float[] {-3});
                OnnxTensor condition = OnnxTensor.createTensor(environment, flag)) {
            return Models.run(model, Map.of("x", x, "flag", condition))
                    .order(ByteOrder.nativeOrder())
                    .getFloat();
        }
    }

    /** y = flag ? |x| + 1 : min(|x|, x). */
    private static OnnxModel branching() {
        GraphProto then =
                new ModelBuilder("then")
                        .addInitializer(Tensor.ofFloats("one", new float[] {1}, 1))
                        .addNode(node("Add", "then_add", "sum", "p", "one"))
                        .addOutput("sum", ElementType.FLOAT, 1)
                        .buildGraph();
        GraphProto otherwise =
                new ModelBuilder("else")
                        .addNode(node("Min", "else_min", "least", "p", "x"))
                        .addOutput("least", ElementType.FLOAT, 1)
                        .buildGraph();
        return new ModelBuilder("branching")
                .addInput("x", ElementType.FLOAT, 1)
                .addInput("flag", ElementType.BOOL)
                .addNode(node("Abs", "abs", "p", "x"))
                .addNode(
                        Node.builder("If", "if")
                                .addInputs("flag")
                                .addGraph("then_branch", then)
                                .addGraph("else_branch", otherwise)
                                .addOutputs("y")
                                .build())
                .addOutput("y", ElementType.FLOAT, 1)
                .build();
    }

    private static Node node(String op, String name, String output, String... inputs) {
        return Node.builder(op, name).addInputs(inputs).addOutputs(output).build();
    }
}
