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

import io.github.djlint8.onnx.proto.TensorProto;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Weights of an opened file stay in its mapping; a copy on the heap would cost its whole size. */
public class AliasingTest {

    @Test
    public void weightsAreNotCopiedToTheHeap() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "aliasing");
        try {
            OnnxModel model = OnnxModel.open(Models.miniLm(folder));
            for (TensorProto tensor : model.proto().getGraph().getInitializerList()) {
                // protobuf-java 4.34 and later copy here; see the version in the parent pom.
                Assert.assertTrue(
                        tensor.getRawData().asReadOnlyByteBuffer().isDirect(), tensor.getName());
                Assert.assertTrue(Tensor.of(tensor).data().isDirect(), tensor.getName());
            }
        } finally {
            Models.delete(folder);
        }
    }
}
