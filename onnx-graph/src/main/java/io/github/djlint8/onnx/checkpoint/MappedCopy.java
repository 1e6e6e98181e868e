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
package io.github.djlint8.onnx.checkpoint;

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies weights that go into a graph to temporary files that are mapped, so that a model whose
 * weights are all new takes no more heap than its largest weight.
 *
 * <p>A file loses its name once it is mapped and is freed with the tensor. Stateless and safe for
 * use by many threads.
 */
final class MappedCopy {

    private static final Logger logger = LoggerFactory.getLogger(MappedCopy.class);

    /** Smaller ones are not worth a file. */
    private static final int MIN_BYTES = 1 << 16;

    private MappedCopy() {}

    /**
     * Copies a tensor of floats. A small one on the heap is shared; so is a large one that cannot
     * be written to a file.
     */
    static Tensor of(Tensor tensor) {
        ByteBuffer data = tensor.data();
        if (data.remaining() >= MIN_BYTES) {
            try {
                return Tensor.of(tensor.name(), ElementType.FLOAT, tensor.dims(), map(data));
            } catch (IOException e) {
                logger.warn("{} stays on the heap: {}", tensor, e.getMessage());
            }
        }
        // What a mapped file holds may change.
        return data.isDirect()
                ? Tensor.ofFloats(tensor.name(), tensor.toFloats(), tensor.dims())
                : tensor;
    }

    private static ByteBuffer map(ByteBuffer data) throws IOException {
        Path file = Files.createTempFile("djl-int8-", ".weight");
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE)) {
            // Written, not put into a mapping: a full disk is then an exception and no crash.
            ByteBuffer rest = data.duplicate();
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, data.remaining());
        }
    }
}
