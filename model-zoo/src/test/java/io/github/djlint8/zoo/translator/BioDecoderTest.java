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

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class BioDecoderTest {

    @DataProvider
    public Object[][] labels() {
        return new Object[][] {
            {"", ""},
            {"O O", ""},
            {"B-PER", "PER[0,1)"},
            {"B-PER I-PER O", "PER[0,2)"},
            {"B-PER B-PER", "PER[0,1) PER[1,2)"},
            {"B-PER I-LOC I-LOC", "PER[0,1) LOC[1,3)"},
            {"I-PER I-PER O I-PER", "PER[0,2) PER[3,4)"},
            {"O I-LOC B-LOC O", "LOC[1,2) LOC[2,3)"},
            {"PER PER O LOC", "PER[0,2) LOC[3,4)"},
            {"B-MISC-x I-MISC-x", "MISC-x[0,2)"},
        };
    }

    @Test(dataProvider = "labels")
    public void findsSpans(String labels, String expected) {
        List<String> list = labels.isEmpty() ? List.of() : List.of(labels.split(" "));
        String found =
                BioDecoder.decode(list).stream()
                        .map(c -> c.type() + "[" + c.begin() + "," + c.end() + ")")
                        .collect(Collectors.joining(" "));
        Assert.assertEquals(found, expected);
    }

    @Test
    public void spansCoverExactlyWhatIsNotOutside() {
        String[] choice = {"O", "B-A", "I-A", "B-B", "I-B"};
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<String> labels =
                    random.ints(random.nextInt(30), 0, choice.length)
                            .mapToObj(i -> choice[i])
                            .toList();
            boolean[] inside = new boolean[labels.size()];
            int last = 0;
            for (BioDecoder.Chunk chunk : BioDecoder.decode(labels)) {
                Assert.assertTrue(chunk.begin() >= last && chunk.end() > chunk.begin());
                last = chunk.end();
                for (int w = chunk.begin(); w < chunk.end(); w++) {
                    inside[w] = true;
                    Assert.assertTrue(labels.get(w).endsWith(chunk.type()), "seed " + seed);
                }
            }
            for (int w = 0; w < inside.length; w++) {
                Assert.assertEquals(inside[w], !"O".equals(labels.get(w)), "seed " + seed);
            }
        }
    }
}
