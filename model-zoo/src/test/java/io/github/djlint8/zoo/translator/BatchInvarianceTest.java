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
package io.github.djlint8.zoo.translator;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.nlp.translator.NamedEntity;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.djlint8.zoo.Int8ModelZoo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Tests that a sentence's tags do not depend on what else is in its batch. */
public class BatchInvarianceTest {

    private static final String CALIBRATED = "calibrated";

    private static final List<String> TEXTS =
            List.of(
                    "Mary had a little lamb.",
                    "No!",
                    "The quick brown fox jumps over the lazy dog near Berlin.",
                    "She sold 3,000 shells in London.",
                    "Peter had a little dog.",
                    "What a day it was when, after years at sea, the old captain of the Maria"
                            + " Celeste came home to Lisbon with a parrot, two cats and a story that"
                            + " nobody in the whole town would ever believe.",
                    "They met him.",
                    "We saw her.");

    /** Returns arguments of the translator, options of the engine, and the bound of scores. */
    @DataProvider(name = "settings")
    public Object[][] settings() {
        return new Object[][] {
            // Rows of equal length go through the same arithmetic, however many there are.
            {"padding", "false", "token", 0f},
            {"padding", "false", CALIBRATED, 0f},
            // Scales of a whole batch would tell the neighbours; each sentence runs alone.
            {"padding", "true", "tensor", 0f},
            // Padding adds zeros to the sums of attention, in another order. A step of rounding
            // there can move an activation by one of 255 steps of its scale.
            {"padding", "true", "token", 0.02f},
            {"padding", "true", CALIBRATED, 0.02f},
        };
    }

    @Test(dataProvider = "settings")
    public void neighboursDoNotMatter(String key, String value, String activations, float bound)
            throws Exception {
        try (ZooModel<String, NamedEntity[]> model = load(key, value, activations);
                Predictor<String, NamedEntity[]> predictor = model.newPredictor()) {
            List<NamedEntity[]> alone = new ArrayList<>();
            for (String text : TEXTS) {
                alone.add(predictor.predict(text));
            }
            check(predictor.batchPredict(TEXTS), alone, bound);
            for (int i = 0; i < TEXTS.size(); i++) {
                String other = TEXTS.get((i + 5) % TEXTS.size());
                List<NamedEntity[]> three =
                        predictor.batchPredict(List.of(TEXTS.get(i), other, TEXTS.get(i)));
                check(three.subList(0, 1), alone.subList(i, i + 1), bound);
                check(three.subList(2, 3), alone.subList(i, i + 1), bound);
            }
        }
    }

    private static void check(
            List<NamedEntity[]> found, List<NamedEntity[]> expected, float bound) {
        for (int i = 0; i < expected.size(); i++) {
            Assert.assertEquals(found.get(i).length, expected.get(i).length);
            for (int w = 0; w < expected.get(i).length; w++) {
                NamedEntity word = found.get(i)[w];
                NamedEntity alone = expected.get(i)[w];
                Assert.assertEquals(word.getEntity(), alone.getEntity(), word.getWord());
                float difference = Math.abs(word.getScore() - alone.getScore());
                Assert.assertTrue(
                        difference <= bound,
                        word.getWord() + " " + word.getScore() + " " + alone.getScore());
            }
        }
    }

    private static ZooModel<String, NamedEntity[]> load(
            String key, String value, String activations) throws IOException, ModelException {
        Criteria.Builder<String, NamedEntity[]> criteria =
                Criteria.builder()
                        .setTypes(String.class, NamedEntity[].class)
                        .optGroupId(Int8ModelZoo.GROUP_ID)
                        .optArtifactId("pos-en-minilm")
                        .optEngine("Int8")
                        .optFilter("precision", activations.equals(CALIBRATED) ? "int8" : "dynamic")
                        .optArgument(key, value);
        if (!activations.equals(CALIBRATED)) {
            criteria.optOption("activations", activations);
        }
        return criteria.build().loadModel();
    }
}
