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
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import com.google.protobuf.ByteString;
import io.github.djlint8.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.HexFormat;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every way in which a tensor's elements are stored reads alike; the bytes are by hand. */
public class TensorTest {

    @DataProvider
    public Object[][] integers() {
        return new Object[][] {
            {ElementType.INT8, "80ff007f", new long[] {-128, -1, 0, 127}},
            {ElementType.UINT8, "80ff007f", new long[] {128, 255, 0, 127}},
            {ElementType.BOOL, "0100", new long[] {1, 0}},
            {ElementType.INT16, "0080ffff0100", new long[] {-32768, -1, 1}},
            {ElementType.UINT16, "0080ffff", new long[] {32768, 65535}},
            {ElementType.INT32, "00000080ffffffff", new long[] {Integer.MIN_VALUE, -1}},
            {ElementType.UINT32, "00000080ffffffff", new long[] {1L << 31, (1L << 32) - 1}},
            {ElementType.INT64, "0100000000000080", new long[] {Long.MIN_VALUE + 1}},
        };
    }

    @Test(dataProvider = "integers")
    public void readsIntegers(ElementType type, String hex, long[] expected) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Tensor tensor = Tensor.of("t", type, new long[] {expected.length}, ByteBuffer.wrap(bytes));
        assertEquals(tensor.toLongs(), expected);
        assertEquals(Tensor.of(tensor.toProto()).toLongs(), expected);
        expectThrows(IllegalStateException.class, tensor::toFloats);
    }

    @DataProvider
    public Object[][] floats() {
        return new Object[][] {
            {ElementType.FLOAT, "0000c03f", 1.5f},
            {ElementType.DOUBLE, "000000000000f83f", 1.5f},
            {ElementType.FLOAT16, "003e", 1.5f},
            {ElementType.FLOAT16, "00be", -1.5f},
            {ElementType.FLOAT16, "0100", 0x1p-24f},
            {ElementType.FLOAT16, "ff03", 0x1.ff8p-15f},
            {ElementType.FLOAT16, "0004", 0x1p-14f},
            {ElementType.FLOAT16, "ff7b", 65504f},
            {ElementType.FLOAT16, "0080", -0f},
            {ElementType.FLOAT16, "007c", Float.POSITIVE_INFINITY},
            {ElementType.FLOAT16, "00fc", Float.NEGATIVE_INFINITY},
            {ElementType.FLOAT16, "007e", Float.NaN},
            {ElementType.BFLOAT16, "c03f", 1.5f},
            {ElementType.BFLOAT16, "c0bf", -1.5f},
        };
    }

    @Test(dataProvider = "floats")
    public void readsFloats(ElementType type, String hex, float expected) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Tensor tensor = Tensor.of("t", type, new long[] {}, ByteBuffer.wrap(bytes));
        assertEquals(tensor.rank(), 0);
        // Of the bits, so that -0 differs from 0 and NaN equals NaN.
        assertEquals(Float.floatToIntBits(tensor.toFloats()[0]), Float.floatToIntBits(expected));
        expectThrows(IllegalStateException.class, tensor::toLongs);
    }

    @DataProvider
    public Object[][] typed() {
        return new Object[][] {
            {proto(ElementType.FLOAT).addFloatData(1.5f), "0000c03f"},
            {proto(ElementType.DOUBLE).addDoubleData(1.5), "000000000000f83f"},
            {proto(ElementType.INT8).addInt32Data(-2), "fe"},
            {proto(ElementType.UINT8).addInt32Data(254), "fe"},
            {proto(ElementType.BOOL).addInt32Data(1), "01"},
            {proto(ElementType.INT16).addInt32Data(-2), "feff"},
            {proto(ElementType.UINT16).addInt32Data(65534), "feff"},
            {proto(ElementType.INT32).addInt32Data(-2), "feffffff"},
            {proto(ElementType.FLOAT16).addInt32Data(0x3e00), "003e"},
            {proto(ElementType.BFLOAT16).addInt32Data(0x3fc0), "c03f"},
            {proto(ElementType.FLOAT8E4M3FN).addInt32Data(0x38), "38"},
            {proto(ElementType.UINT32).addUint64Data(0xfffffffeL), "feffffff"},
            {proto(ElementType.UINT64).addUint64Data(-2), "feffffffffffffff"},
            {proto(ElementType.INT64).addInt64Data(-2), "feffffffffffffff"},
            {proto(ElementType.COMPLEX64).addFloatData(1.5f).addFloatData(0), "0000c03f00000000"},
            {proto(ElementType.INT4).addInt32Data(0x21).clearDims().addDims(2), "21"},
            {proto(ElementType.UINT2).addInt32Data(0xe4).clearDims().addDims(4), "e4"},
        };
    }

    @Test(dataProvider = "typed")
    public void readsTypedFields(TensorProto.Builder proto, String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(Tensor.of(proto.build()).data(), ByteBuffer.wrap(bytes));
    }

    @Test
    public void packsBitsIntoBytes() {
        assertEquals(ElementType.INT4.byteCount(0), 0);
        assertEquals(ElementType.INT4.byteCount(3), 2);
        assertEquals(ElementType.UINT2.byteCount(5), 2);
        assertEquals(ElementType.FLOAT.byteCount(5), 20);
    }

    @Test
    public void sharesRawBytesAndHidesThem() throws Exception {
        byte[] bytes = {1, 2, 3, 4};
        Tensor tensor = Tensor.ofBytes("t", ElementType.INT8, bytes, 2, 2);
        assertTrue(tensor.data().isReadOnly());
        expectThrows(ReadOnlyBufferException.class, () -> tensor.data().put(0, (byte) 9));
        assertEquals(tensor.withName("u").data(), tensor.data());
        assertEquals(tensor.toString(), "t INT8[2, 2]");
        tensor.dims()[0] = 9;
        assertEquals(tensor.dims(), new long[] {2, 2});
        ByteBuffer direct = ByteBuffer.allocateDirect(8);
        Tensor aliased = Tensor.of("d", ElementType.FLOAT, new long[] {2}, direct);
        assertTrue(Tensor.of(aliased.toProto()).data().isDirect());
        ByteBuffer view = tensor.data();
        view.get();
        assertEquals(tensor.data().remaining(), 4);
    }

    @Test
    public void emptyTensorsAreFine() throws Exception {
        Tensor tensor = Tensor.ofFloats("t", new float[0], 0, 3);
        assertEquals(tensor.elementCount(), 0);
        assertEquals(Tensor.of(tensor.toProto()).toFloats(), new float[0]);
        assertEquals(Tensor.ofFloats("t", new float[0], 0, Long.MAX_VALUE).elementCount(), 0);
    }

    @Test
    public void refusesWhatDoesNotFit() {
        expectThrows(IllegalArgumentException.class, () -> Tensor.ofFloats("t", new float[2], 3));
        expectThrows(IllegalArgumentException.class, () -> Tensor.ofFloats("t", new float[2], -2));
        expectThrows(
                IllegalArgumentException.class,
                () -> Tensor.ofFloats("t", new float[2], 1L << 32, 1L << 32));
        expectThrows(
                IllegalStateException.class, () -> Tensor.ofInts("t", new int[1]).asFloatBuffer());
        var e =
                expectThrows(
                        MalformedModelException.class,
                        () ->
                                Tensor.of(
                                        TensorProto.newBuilder()
                                                .setName("s")
                                                .setDataType(8)
                                                .addStringData(ByteString.copyFromUtf8("x"))
                                                .build()));
        assertTrue(e.getMessage().contains("Tensor s holds strings"), e.getMessage());
        assertFalse(ElementType.INT8.isFloat());
    }

    private static TensorProto.Builder proto(ElementType type) {
        return TensorProto.newBuilder().setName("t").setDataType(type.number()).addDims(1);
    }
}
