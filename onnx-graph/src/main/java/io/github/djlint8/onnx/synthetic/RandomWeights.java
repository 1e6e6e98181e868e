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
package io.github.djlint8.onnx.synthetic;

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/**
 * Makes random weights in a mapped temporary file, so that they need no heap.
 *
 * <p>As in trained encoders, a few channels stand out. Owns the file, which {@link #close()}
 * deletes; the tensors stay valid.
 */
final class RandomWeights implements WeightSource, Closeable {

    private static final double DEVIATION = 0.02;
    private static final int CHUNK = 1 << 14;
    private static final float OUTLIER_FACTOR = 6;
    private static final int CHANNELS_PER_OUTLIER = 192;

    private final SplittableRandom random;
    private final int[] outliers;
    private final FileChannel channel;
    private long position;

    RandomWeights(long seed, int channels) throws IOException {
        random = new SplittableRandom(seed);
        outliers =
                random.ints(0, channels)
                        .distinct()
                        .limit(Math.max(1, channels / CHANNELS_PER_OUTLIER))
                        .toArray();
        Path file = Files.createTempFile("djl-int8-", ".weights");
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** {@inheritDoc} */
    @Override
    public Tensor bias(String name, long size) throws IOException {
        return normal(name, size);
    }

    /** {@inheritDoc} */
    @Override
    public Tensor gain(String name, long size) throws IOException {
        return withOutliers(name, 1, size);
    }

    /** {@inheritDoc} */
    @Override
    public Tensor table(String name, long rows, long width) throws IOException {
        return withOutliers(name, 0, rows, width);
    }

    /** {@inheritDoc} */
    @Override
    public Tensor matrix(String layer, String stored, long in, long out) throws IOException {
        return normal(stored, in, out);
    }

    private Tensor normal(String name, long... dims) throws IOException {
        ByteBuffer bytes = map(dims);
        fill(bytes.asFloatBuffer(), 0);
        return Tensor.of(name, ElementType.FLOAT, dims, bytes);
    }

    /** Some channels, indices of the last axis, stand out. */
    private Tensor withOutliers(String name, double mean, long... dims) throws IOException {
        ByteBuffer bytes = map(dims);
        FloatBuffer values = bytes.asFloatBuffer();
        fill(values.duplicate(), mean);
        int width = (int) dims[dims.length - 1];
        for (int row = 0; row < values.capacity(); row += width) {
            for (int outlier : outliers) {
                values.put(row + outlier, values.get(row + outlier) * OUTLIER_FACTOR);
            }
        }
        return Tensor.of(name, ElementType.FLOAT, dims, bytes);
    }

    private ByteBuffer map(long... dims) throws IOException {
        long bytes = Float.BYTES;
        for (long dim : dims) {
            bytes *= dim;
        }
        ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, position, bytes);
        position += bytes;
        return mapped.order(ByteOrder.LITTLE_ENDIAN);
    }

    private void fill(FloatBuffer out, double mean) {
        float[] chunk = new float[Math.min(CHUNK, out.remaining())];
        while (out.hasRemaining()) {
            int count = Math.min(chunk.length, out.remaining());
            for (int i = 0; i < count; i++) {
                chunk[i] = (float) (mean + DEVIATION * random.nextGaussian());
            }
            out.put(chunk, 0, count);
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
