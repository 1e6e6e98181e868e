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
package io.github.djlint8.engine.block;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.djlint8.engine.Int8NDManager;
import io.github.djlint8.onnx.quantize.QuantizedWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * An embedding whose table is INT8 with one scale for each row.
 *
 * <p>Parameters: {@code embedding} (INT8, [rows, size]) and {@code embedding_scale} ([rows]). A
 * result is the row as floats times its scale, as in a quantized model. Threads may share it;
 * {@link #close()} may be called twice.
 */
public final class Int8Embedding extends AbstractInt8Block {

    private static final String TABLE = "embedding";
    private static final String SCALE = "embedding_scale";

    /** Creates an embedding without parameters, for a file to be loaded into. */
    public Int8Embedding() {
        super("embeddingInput");
    }

    /**
     * Creates an embedding.
     *
     * @param manager a manager of engine Int8; owns the parameters
     * @param table the table, with as many scales as rows
     * @return the embedding
     * @throws MalformedModelException if the parameters do not fit each other
     */
    public static Int8Embedding of(NDManager manager, QuantizedWeights table)
            throws MalformedModelException {
        int rows = table.scales().length;
        int size = table.values().length / rows;
        Int8Embedding block = new Int8Embedding();
        Int8NDManager owner = int8Manager(manager, block.name());
        ByteBuffer values = ByteBuffer.wrap(table.values());
        block.add(TABLE, Parameter.Type.WEIGHT, array(owner, values, DataType.INT8, rows, size));
        FloatBuffer scales = FloatBuffer.wrap(table.scales());
        block.add(SCALE, Parameter.Type.OTHER, array(owner, scales, DataType.FLOAT32, rows));
        block.inputShapes = new Shape[] {new Shape(-1)};
        block.checkParameters();
        return block;
    }

    /** {@inheritDoc} */
    @Override
    NDArray compute(NDArray input, Int8NDManager maker) {
        long[] indices =
                switch (input.getDataType()) {
                    case INT64 -> input.toLongArray();
                    case INT32 -> Arrays.stream(input.toIntArray()).asLongStream().toArray();
                    default ->
                            throw new IllegalArgumentException(
                                    "Int8Embedding reads INT64 or INT32, found "
                                            + input.getDataType()
                                            + input.getShape());
                };
        Shape shape = values(TABLE).getShape();
        int size = Math.toIntExact(shape.get(1));
        ByteBuffer result =
                maker.allocateDirect(
                        Math.multiplyExact(indices.length, Math.multiplyExact(size, Float.BYTES)));
        fill(indices, size, Math.toIntExact(shape.get(0)), result.asFloatBuffer());
        return maker.create(result, input.getShape().add(size), DataType.FLOAT32);
    }

    private void fill(long[] indices, int size, int rows, FloatBuffer result) {
        ByteBuffer table = values(TABLE).toByteBuffer(true);
        FloatBuffer scales = values(SCALE).toByteBuffer(true).asFloatBuffer();
        byte[] row = new byte[size];
        float[] floats = new float[size];
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= rows) {
                throw new IndexOutOfBoundsException(
                        "Index "
                                + indices[i]
                                + " at position "
                                + i
                                + " is outside the "
                                + rows
                                + " rows of Int8Embedding");
            }
            int at = (int) indices[i];
            table.get(at * size, row);
            float scale = scales.get(at);
            for (int k = 0; k < size; k++) {
                floats[k] = row[k] * scale;
            }
            result.put(floats);
        }
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        requireParameters();
        if (shapes.length != 1) {
            throw new IllegalArgumentException(
                    "Int8Embedding reads one array, found " + Arrays.toString(shapes));
        }
        return new Shape[] {shapes[0].add(values(TABLE).getShape().get(1))};
    }

    /** {@inheritDoc} */
    @Override
    void saveFormat(DataOutputStream os) {}

    /** {@inheritDoc} */
    @Override
    void loadFormat(DataInputStream is) {
        add(TABLE, Parameter.Type.WEIGHT, null);
        add(SCALE, Parameter.Type.OTHER, null);
    }

    /** {@inheritDoc} */
    @Override
    void checkParameters() throws MalformedModelException {
        Shape shape = values(TABLE).getShape();
        long rows = shape.dimension() == 2 ? shape.get(0) : -1;
        check(TABLE, DataType.INT8, rows, shape.dimension() == 2 ? shape.get(1) : -1);
        check(SCALE, DataType.FLOAT32, rows);
    }
}
