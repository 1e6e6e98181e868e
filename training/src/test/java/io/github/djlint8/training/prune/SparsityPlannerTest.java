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
package io.github.djlint8.training.prune;

import ai.djl.MalformedModelException;
import io.github.djlint8.training.bert.EncoderConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SparsityPlannerTest {

    /** Heads have 4 * 2 * 8 = 64 weights, neurons 2 * 8 = 16, layers 4 * 64 + 10 * 16 = 416. */
    private static final EncoderConfig CONFIG =
            new EncoderConfig(2, 8, 4, 10, 11, 6, 2, 1e-12f, 0, List.of());

    private static final List<Double> HEADS = List.of(64.0, 640.0, 6400.0, 64.0 * 7);

    @Test
    public void theLeastImportantGoFirst() {
        List<Double> neurons = Collections.nCopies(10, 1600.0);
        List<Double> low =
                List.of(1600.0, 32.0, 1600.0, 16.0, 1600.0, 48.0, 64.0, 80.0, 96.0, 800.0);
        ImportanceScores scores =
                new ImportanceScores(
                        List.of(new LayerScores(HEADS, neurons), new LayerScores(HEADS, low)));
        // For each weight: heads 0 of both layers 1, neurons of layer 1 in fours with the lowest
        // two alone, 1.5 and 4.5, then head 3 with 7 and head 1 with 10.
        PruningPlan plan = new SparsityPlanner(224.0 / 832, 4, 1).plan(scores, CONFIG);
        Assert.assertEquals(plan.layers().get(0).heads(), List.of(1, 2, 3));
        Assert.assertEquals(plan.layers().get(0).neurons().size(), 10);
        Assert.assertEquals(plan.layers().get(1).heads(), List.of(1, 2, 3));
        Assert.assertEquals(plan.layers().get(1).neurons(), List.of(0, 2, 4, 9));
        // 2 * 64 + 6 * 16 = 224 weights are gone.
        Assert.assertEquals(plan.sparsity(CONFIG), 224.0 / 832, 1e-12);
        PruningPlan more = new SparsityPlanner(352.0 / 832, 4, 1).plan(scores, CONFIG);
        Assert.assertEquals(more.layers().get(0).heads(), List.of(1, 2));
        Assert.assertEquals(more.layers().get(1).heads(), List.of(1, 2));
    }

    @Test
    public void eachLayerKeepsAHeadAndNeurons() {
        Random random = new Random(3);
        List<LayerScores> layers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            layers.add(
                    new LayerScores(
                            random.doubles(4).boxed().toList(),
                            random.doubles(10).boxed().toList()));
        }
        // All but 2 * (64 + 4 * 16) = 256 of 832 weights can go.
        PruningPlan plan =
                new SparsityPlanner(575.0 / 832, 4, 1).plan(new ImportanceScores(layers), CONFIG);
        for (LayerUnits layer : plan.layers()) {
            Assert.assertEquals(layer.heads().size(), 1);
            Assert.assertEquals(layer.neurons().size(), 4);
        }
        // Heads of width 2: two of them are 3 wide.
        PruningPlan wider =
                new SparsityPlanner(400.0 / 832, 4, 3).plan(new ImportanceScores(layers), CONFIG);
        Assert.assertTrue(wider.layers().stream().allMatch(l -> l.heads().size() >= 2));
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () ->
                                new SparsityPlanner(0.9, 4, 1)
                                        .plan(new ImportanceScores(layers), CONFIG));
        Assert.assertTrue(e.getMessage().contains("at most 0.692"), e.getMessage());
        IllegalArgumentException other =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () ->
                                new SparsityPlanner(0.5, 4, 1)
                                        .plan(new ImportanceScores(layers.subList(0, 1)), CONFIG));
        Assert.assertTrue(other.getMessage().contains("scores of 1 layers"), other.getMessage());
    }

    @DataProvider
    public Object[][] values() {
        return new Object[][] {
            {0.0, 32, 64},
            {1.0, 32, 64},
            {-0.3, 32, 64},
            {Double.NaN, 32, 64},
            {1.5, 32, 64},
            {0.3, 0, 64},
            {0.3, -1, 64},
            {0.3, 32, 0},
        };
    }

    @Test(dataProvider = "values", expectedExceptions = IllegalArgumentException.class)
    public void valuesOutOfRangeAreRefused(double sparsity, int multiple, int width) {
        new SparsityPlanner(sparsity, multiple, width);
    }

    @Test
    public void scoresMustBeNumbers() {
        for (double bad : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
            Assert.assertThrows(
                    IllegalArgumentException.class,
                    () -> new LayerScores(List.of(1.0), List.of(bad)));
        }
    }

    @Test
    public void plansAreReadAsTheyAreWritten() throws MalformedModelException {
        PruningPlan plan =
                new PruningPlan(
                        32,
                        List.of(
                                new LayerUnits(List.of(0, 5), List.of(1, 2)),
                                new LayerUnits(List.of(3), List.of(0, 1535))));
        Assert.assertEquals(
                plan.toJson(),
                "{\"headSize\":32,\"layers\":[{\"heads\":[0,5],\"neurons\":[1,2]},"
                        + "{\"heads\":[3],\"neurons\":[0,1535]}]}");
        Assert.assertEquals(PruningPlan.parse(plan.toJson()), plan);
    }

    @DataProvider
    public Object[][] damaged() {
        return new Object[][] {
            {""},
            {"[]"},
            {"{"},
            {"{\"headSize\":32}"},
            {"{\"headSize\":0,\"layers\":[{\"heads\":[0],\"neurons\":[0]}]}"},
            {"{\"headSize\":32,\"layers\":[]}"},
            {"{\"headSize\":32,\"layers\":[{\"heads\":[],\"neurons\":[0]}]}"},
            {"{\"headSize\":32,\"layers\":[{\"heads\":[0,0],\"neurons\":[0]}]}"},
            {"{\"headSize\":32,\"layers\":[{\"heads\":[-1],\"neurons\":[0]}]}"},
            {"{\"headSize\":32,\"layers\":[{\"heads\":[0],\"neurons\":[2,1]}]}"},
            {"{\"headSize\":32,\"layers\":[{\"heads\":[0]}]}"},
            {"{\"headSize\":32,\"layers\":[7]}"},
        };
    }

    @Test(dataProvider = "damaged", expectedExceptions = MalformedModelException.class)
    public void damagedPlansAreRefused(String json) throws MalformedModelException {
        PruningPlan.parse(json);
    }
}
