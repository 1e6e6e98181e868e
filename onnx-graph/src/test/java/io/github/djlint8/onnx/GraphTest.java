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
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.NodeProto;
import io.github.djlint8.onnx.proto.TensorProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Optional;
import org.testng.annotations.Test;

/** Edits leave a whole graph. The chain is x -a-> p -b-> q -c-> y. */
public class GraphTest {

    @Test
    public void indexesProducersAndConsumers() throws Exception {
        Graph graph = chain().graph();
        Node b = graph.producer("q").orElseThrow();
        assertEquals(b.name(), "b");
        assertEquals(graph.consumers("p"), List.of(b));
        assertTrue(graph.producer("x").isEmpty());
        assertTrue(graph.consumers("y").isEmpty());
        assertTrue(graph.isOutput("y"));
        assertFalse(graph.isOutput("q"));
    }

    @Test
    public void replacementKeepsThePlace() throws Exception {
        Graph graph = chain().graph();
        Node b = graph.producer("q").orElseThrow();
        graph.replace(b, node("Sigmoid", "b2", "q", "p"));
        assertEquals(names(graph), List.of("a", "b2", "c"));
        IllegalArgumentException e =
                expectThrows(IllegalArgumentException.class, () -> graph.remove(b));
        assertTrue(e.getMessage().contains("b is not in the graph"), e.getMessage());
    }

    @Test
    public void refusedReplacementLeavesTheGraph() throws Exception {
        Graph graph = chain().graph();
        Node b = graph.producer("q").orElseThrow();
        Node clash = node("Relu", "clash", "p", "x");
        expectThrows(IllegalStateException.class, () -> graph.replace(b, clash));
        expectThrows(IllegalStateException.class, () -> graph.add(clash));
        expectThrows(IllegalStateException.class, () -> graph.add(b));
        assertEquals(names(graph), List.of("a", "b", "c"));
        assertSame(graph.producer("q").orElseThrow(), b);
    }

    @Test
    public void redirectSkipsANode() throws Exception {
        Graph graph = chain().graph();
        graph.redirect("q", "p");
        assertEquals(graph.producer("y").orElseThrow().input(0), "p");
        graph.remove(graph.producer("q").orElseThrow());
        assertEquals(names(graph), List.of("a", "c"));
        assertEquals(graph.toProto().getNodeCount(), 2);
    }

    @Test
    public void redirectOfAnOutputHandsItsNameOver() throws Exception {
        Graph graph = chain().graph();
        graph.redirect("y", "q");
        assertEquals(graph.producer("y").orElseThrow().name(), "b");
        assertTrue(graph.producer("q").isEmpty());
        Node last = graph.consumers("y").get(0);
        assertEquals(last.name(), "c");
        graph.remove(last);
        assertEquals(graph.toProto().getOutput(0).getName(), "y");
    }

    @Test
    public void redirectPutsANodeBehindAnOutput() throws Exception {
        Graph graph = chain().graph();
        graph.add(node("Sigmoid", "d", "z", "y"));
        graph.redirect("y", "z");
        Node d = graph.producer("y").orElseThrow();
        assertEquals(d.name(), "d");
        assertEquals(graph.producer(d.input(0)).orElseThrow().name(), "c");
        assertEquals(graph.toProto().getNodeCount(), 4);
    }

    @Test
    public void redirectPutsANodeBehindAnInnerTensor() throws Exception {
        Graph graph = chain().graph();
        graph.add(node("Sigmoid", "d", "z", "p"));
        graph.redirect("p", "z");
        assertEquals(graph.producer("z").orElseThrow().input(0), "p");
        assertEquals(graph.producer("q").orElseThrow().input(0), "z");
    }

    @Test
    public void redirectOfAnOutputToAnInputOrConstantAddsAnIdentity() throws Exception {
        Graph graph = chain().graph();
        graph.putInitializer(Tensor.ofFloats("k", new float[] {1}, 1));
        graph.redirect("y", "k");
        Node identity = graph.producer("y").orElseThrow();
        assertTrue(identity.is("Identity"));
        assertEquals(identity.input(0), "k");
        graph.redirect("y", "x");
        assertEquals(graph.producer("y").orElseThrow().input(0), "x");
        graph.toProto();
    }

    @Test
    public void redirectOfAnOutputToAnotherOutputKeepsBoth() throws Exception {
        Graph graph = chain().graph();
        graph.setOutputs(
                List.of(
                        ModelBuilder.valueInfo("y", ElementType.FLOAT, 1),
                        ModelBuilder.valueInfo("q", ElementType.FLOAT, 1)));
        graph.redirect("y", "q");
        assertEquals(graph.producer("q").orElseThrow().name(), "b");
        assertEquals(graph.producer("y").orElseThrow().input(0), "q");
        graph.toProto();
    }

    @Test
    public void redirectRefusesAnOutputThatIsAnInput() throws Exception {
        Graph graph = chain().graph();
        graph.setOutputs(List.of(ModelBuilder.valueInfo("x", ElementType.FLOAT, 1)));
        expectThrows(IllegalStateException.class, () -> graph.redirect("x", "q"));
    }

    @Test
    public void removesOnlyUnusedInitializers() throws Exception {
        Graph graph = Models.linear(17, 8).graph();
        IllegalStateException e =
                expectThrows(IllegalStateException.class, () -> graph.removeInitializer("b"));
        assertTrue(e.getMessage().contains("Add add"), e.getMessage());
        graph.putInitializer(Tensor.ofFloats("out", new float[] {1}));
        graph.setOutputs(List.of(ModelBuilder.valueInfo("out", ElementType.FLOAT)));
        expectThrows(IllegalStateException.class, () -> graph.removeInitializer("out"));
        graph.remove(graph.producer("y").orElseThrow());
        graph.removeInitializer("b");
        assertEquals(graph.initializerNames(), List.of("out"));
        assertTrue(graph.initializer("b").isEmpty());
    }

    @Test
    public void removesAnInitializerThatDoublesAsInput() throws Exception {
        Graph graph = withDefault(8).graph();
        assertEquals(graph.inputs().stream().map(ValueInfoProto::getName).toList(), List.of("x"));
        graph.removeInitializer("unused");
        assertEquals(graph.toProto().getInputCount(), 1);
    }

    @Test
    public void constantIsWhatNoCallerCanOverride() throws Exception {
        assertTrue(withDefault(8).graph().constant("unused").isEmpty());
        assertTrue(withDefault(3).graph().constant("unused").isPresent());
        assertTrue(withDefault(8).graph().constant("x").isEmpty());
        assertTrue(withDefault(8).graph().constant("nowhere").isEmpty());
    }

    @Test
    public void constantReadsEveryFormOfConstantNode() throws Exception {
        Graph graph =
                new ModelBuilder("g")
                        .addNode(constant("t").addTensor("value", longs(5, 6)).build())
                        .addNode(constant("i").addInt("value_int", 7).build())
                        .addNode(constant("is").addInts("value_ints", 7, 8).build())
                        .addNode(constant("f").addFloat("value_float", 1.5f).build())
                        .addNode(constant("fs").addFloats("value_floats", 1, 2, 3).build())
                        .addNode(constant("s").addString("value_string", "text").build())
                        .build()
                        .graph();
        assertEquals(graph.constant("t").orElseThrow().toLongs(), new long[] {5, 6});
        assertEquals(graph.constant("t").orElseThrow().name(), "t");
        assertEquals(graph.constant("i").orElseThrow().toLongs(), new long[] {7});
        assertEquals(graph.constant("i").orElseThrow().rank(), 0);
        assertEquals(graph.constant("is").orElseThrow().dims(), new long[] {2});
        assertEquals(graph.constant("f").orElseThrow().toFloats(), new float[] {1.5f});
        assertEquals(graph.constant("fs").orElseThrow().toFloats(), new float[] {1, 2, 3});
        assertEquals(graph.constant("s"), Optional.empty());
    }

    @Test
    public void uniqueNamesNeverRepeat() throws Exception {
        Graph graph = chain().graph();
        assertEquals(graph.uniqueName("new"), "new");
        assertEquals(graph.uniqueName("new"), "new_1");
        assertEquals(graph.uniqueName("new"), "new_2");
        assertEquals(graph.uniqueName("p"), "p_1");
        assertEquals(graph.uniqueName("a"), "a_1");
        assertEquals(graph.uniqueName("x"), "x_1");
    }

    @Test
    public void nodesAreWrittenInTopologicalOrder() throws Exception {
        ModelProto.Builder proto = chain().proto().toBuilder();
        NodeProto first = proto.getGraph().getNode(0);
        proto.getGraphBuilder().setNode(0, proto.getGraph().getNode(2)).setNode(2, first);
        Graph graph = OnnxModel.of(proto.build()).graph();
        assertEquals(names(graph), List.of("c", "b", "a"));
        assertEquals(
                graph.toProto().getNodeList().stream().map(NodeProto::getName).toList(),
                List.of("a", "b", "c"));
    }

    @Test
    public void refusesCyclesAndMissingTensors() throws Exception {
        Graph cycle = chain().graph();
        cycle.replace(cycle.producer("p").orElseThrow(), node("Relu", "a", "p", "y"));
        MalformedModelException e =
                expectThrows(MalformedModelException.class, () -> chain().withGraph(cycle));
        assertTrue(e.getMessage().contains("cycle through Relu a"), e.getMessage());
        Graph missing = chain().graph();
        missing.remove(missing.producer("p").orElseThrow());
        e = expectThrows(MalformedModelException.class, missing::toProto);
        assertTrue(e.getMessage().contains("Relu b reads p, which nothing makes"), e.getMessage());
        Graph noOutput = chain().graph();
        noOutput.remove(noOutput.producer("y").orElseThrow());
        e = expectThrows(MalformedModelException.class, noOutput::toProto);
        assertTrue(e.getMessage().contains("Nothing makes the output y"), e.getMessage());
    }

    @Test
    public void refusesFilesWithTwins() throws Exception {
        ModelProto.Builder twice = Models.linear(17, 8).proto().toBuilder();
        TensorProto b = twice.getGraph().getInitializer(0);
        twice.getGraphBuilder().addInitializer(b);
        assertMalformed(twice, "two initializers called b");
        ModelProto.Builder producers = chain().proto().toBuilder();
        producers.getGraphBuilder().getNodeBuilder(1).setOutput(0, "p");
        assertMalformed(producers, "Tensor p of node Relu b is already produced by Relu a");
        ModelProto.Builder inputs = chain().proto().toBuilder();
        inputs.getGraphBuilder().addInput(inputs.getGraph().getInput(0));
        assertMalformed(inputs, "two inputs called x");
    }

    @Test
    public void editsTakeTimeLinearInTheGraph() throws Exception {
        edit(2_000);
        long few = edit(2_000);
        long many = edit(32_000);
        // Sixteen times the nodes: linear work takes 16 times as long, quadratic work 256 times.
        assertTrue(many < 100 * few, "2000 nodes took " + few + " ns, 32000 took " + many);
    }

    /**
     * Returns the least processor time, which other programs do not change, to replace, redirect
     * and remove along a chain.
     */
    private static long edit(int size) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 2; run++) {
            ModelBuilder builder = new ModelBuilder("g").addInput("t0", ElementType.FLOAT, 1);
            for (int i = 0; i < size; i++) {
                builder.addInitializer(Tensor.ofFloats("k" + i, new float[] {1}, 1));
                builder.addNode(node("Add", "n" + i, "t" + (i + 1), "t" + i, "k" + i));
            }
            OnnxModel model = builder.addOutput("t" + size, ElementType.FLOAT, 1).build();
            long start = threads.getCurrentThreadCpuTime();
            Graph graph = model.graph();
            for (int i = 0; i < size; i += 2) {
                Node node = graph.producer("t" + (i + 1)).orElseThrow();
                String shared = graph.uniqueName("shared");
                graph.add(node("Relu", shared, shared, "t" + i));
                graph.redirect("t" + (i + 1), shared);
                graph.remove(node);
                graph.removeInitializer("k" + i);
            }
            assertEquals(graph.toProto().getNodeCount(), size);
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        return best;
    }

    private static void assertMalformed(ModelProto.Builder proto, String text) {
        OnnxModel model = OnnxModel.of(proto.build());
        MalformedModelException e = expectThrows(MalformedModelException.class, model::graph);
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }

    private static OnnxModel chain() {
        return new ModelBuilder("chain")
                .addInput("x", ElementType.FLOAT, 1)
                .addNode(node("Relu", "a", "p", "x"))
                .addNode(node("Relu", "b", "q", "p"))
                .addNode(node("Relu", "c", "y", "q"))
                .addOutput("y", ElementType.FLOAT, 1)
                .build();
    }

    /** A model with an input that has a default, which nobody reads. */
    private static OnnxModel withDefault(int irVersion) {
        ModelProto.Builder proto = chain().proto().toBuilder().setIrVersion(irVersion);
        proto.getGraphBuilder()
                .addInput(ModelBuilder.valueInfo("unused", ElementType.FLOAT, 1))
                .addInitializer(Tensor.ofFloats("unused", new float[] {1}, 1).toProto());
        return OnnxModel.of(proto.build());
    }

    private static Node.Builder constant(String output) {
        return Node.builder("Constant", output).addOutputs(output);
    }

    private static Tensor longs(long... values) {
        return Tensor.ofLongs("", values, values.length);
    }

    private static List<String> names(Graph graph) {
        return graph.nodes().stream().map(Node::name).toList();
    }

    private static Node node(String op, String name, String output, String... inputs) {
        return Node.builder(op, name).addInputs(inputs).addOutputs(output).build();
    }
}
