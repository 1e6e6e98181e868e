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
package io.github.djlint8.cli.train;

import io.github.djlint8.api.Precision;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.metric.TagScore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Scores what was found in a run that is written here by hand. */
public class WrittenTaggerTest {

    private static final List<TaggedSentence> DEV =
            List.of(
                    TaggedSentence.of(List.of("a", "b", "c"), List.of("X", "Y", "X")),
                    TaggedSentence.of(List.of("d"), List.of("Y")));

    /** The encoder does not reach the third word. */
    private static final List<LabelledWords> BLOCKS =
            List.of(LabelledWords.of("X", "X"), LabelledWords.of("Y"));

    private final WrittenTagger tagger =
            new WrittenTagger(
                    new TaggerFolder(Path.of("nowhere")),
                    new TrainingCorpus(DEV, DEV, List.of("X", "Y")),
                    new TagMetric(TagScore.TOKEN_ACCURACY, List.of("X", "Y")));

    @Test
    public void scoreCountsAllWordsAndAgreementThoseOfTheBlocks() {
        TaggerOutput exact = output(Optional.empty(), "X", "X", "X");
        TaggerOutput quantized = output(Optional.of(Precision.FLOAT32), "Y", "Y", "Y");
        ExportedScore score = tagger.score(new WrittenTagger.Outputs(exact, quantized), BLOCKS);
        Assert.assertEquals(score.score(), 3.0 / 4);
        Assert.assertEquals(score.agreement(), 1.0);
        Assert.assertEquals(score.int8().score(), 2.0 / 4);
        Assert.assertEquals(score.int8().agreement(), 1.0 / 3);
    }

    @DataProvider
    public Object[][] ranges() {
        return new Object[][] {
            {Precision.DYNAMIC, "dynamic ranges"},
            {Precision.INT8, "calibrated ranges"},
            // A quantized file that runs as it is.
            {Precision.FLOAT32, "calibrated ranges"},
        };
    }

    @Test(dataProvider = "ranges")
    public void precisionTellsWhereRangesComeFrom(Precision precision, String expected) {
        TaggerOutput exact = output(Optional.empty(), "X", "Y", "X");
        TaggerOutput quantized = output(Optional.of(precision), "X", "Y", "X");
        ExportedScore score = tagger.score(new WrittenTagger.Outputs(exact, quantized), BLOCKS);
        Assert.assertEquals(score.int8().ranges(), expected);
    }

    private static TaggerOutput output(Optional<Precision> precision, String... first) {
        return new TaggerOutput(
                1, precision, List.of(LabelledWords.of(first), LabelledWords.of("Y")));
    }
}
