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
package io.github.djlint8.cli;

import io.github.djlint8.calibration.corpus.TaggedSentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class TrainingRunOptionsTest {

    @Test
    public void blankWordsOfUnlabelledCorporaAreDropped() throws IOException {
        Path file = Files.createTempFile("blank", ".conll");
        try {
            Files.writeString(file, "Anna\tB-PER\n\tO\nruns\tO\n\n");
            List<TaggedSentence> read = new TrainingRunOptions().readUnlabelled(List.of(file));
            Assert.assertEquals(read, List.of(TaggedSentence.untagged(List.of("Anna", "runs"))));
        } finally {
            Files.delete(file);
        }
    }
}
