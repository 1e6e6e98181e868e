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
package io.github.djlint8.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every operation that ONNX has too, on random arrays, against ONNX Runtime. */
public class OperatorsAgainstOnnxRuntimeTest {

    private static final Map<String, ?> NONE = Map.of();
    private static final int ROUNDS = 4;

    // A correctly rounded function is within 1/2 ulp (2^-24) of the value; ONNX Runtime's
    // vectorized ones may be several ulps off.
    private static final double FEW_ULPS = 8 * Math.ulp(1f);

    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("Int8");
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private RandomArrays seeded(long seed) {
        return new RandomArrays(manager, seed);
    }

    @DataProvider
    public Object[][] binary() {
        return new Object[][] {
            {"Add", (BinaryOperator<NDArray>) NDArray::add, DataType.FLOAT32},
            {"Sub", (BinaryOperator<NDArray>) NDArray::sub, DataType.FLOAT32},
            {"Mul", (BinaryOperator<NDArray>) NDArray::mul, DataType.FLOAT32},
            {"Div", (BinaryOperator<NDArray>) NDArray::div, DataType.FLOAT32},
            {"Add", (BinaryOperator<NDArray>) NDArray::add, DataType.FLOAT64},
            {"Div", (BinaryOperator<NDArray>) NDArray::div, DataType.FLOAT64},
            {"Add", (BinaryOperator<NDArray>) NDArray::add, DataType.INT32},
            {"Sub", (BinaryOperator<NDArray>) NDArray::sub, DataType.INT64},
            {"Mul", (BinaryOperator<NDArray>) NDArray::mul, DataType.INT64},
            {"Mul", (BinaryOperator<NDArray>) NDArray::mul, DataType.INT32},
            {"Max", (BinaryOperator<NDArray>) NDArray::maximum, DataType.FLOAT32},
            {"Min", (BinaryOperator<NDArray>) NDArray::minimum, DataType.INT8},
            {"Max", (BinaryOperator<NDArray>) NDArray::maximum, DataType.UINT8},
            {"Equal", (BinaryOperator<NDArray>) NDArray::eq, DataType.INT8},
            {"Greater", (BinaryOperator<NDArray>) NDArray::gt, DataType.FLOAT32},
            {"GreaterOrEqual", (BinaryOperator<NDArray>) NDArray::gte, DataType.INT64},
            {"Less", (BinaryOperator<NDArray>) NDArray::lt, DataType.FLOAT64},
            {"LessOrEqual", (BinaryOperator<NDArray>) NDArray::lte, DataType.INT32},
            {"And", (BinaryOperator<NDArray>) NDArray::logicalAnd, DataType.BOOLEAN},
            {"Or", (BinaryOperator<NDArray>) NDArray::logicalOr, DataType.BOOLEAN},
            {"Xor", (BinaryOperator<NDArray>) NDArray::logicalXor, DataType.BOOLEAN},
        };
    }

    /** Exact: one IEEE operation, or wrapping integers, leave no freedom. */
    @Test(dataProvider = "binary")
    public void binaryOperatorsBroadcast(String op, BinaryOperator<NDArray> ours, DataType type) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomArrays arrays = seeded(seed);
            NDArray a = arrays.next(type, 3, 1, 5);
            NDArray b = arrays.next(type, 4, seed % 2 == 0 ? 5 : 1);
            arrays.same(ours.apply(a, b), OrtReference.run(op, NONE, a, b), op);
        }
    }

    @DataProvider
    public Object[][] unary() {
        return new Object[][] {
            {"Neg", (UnaryOperator<NDArray>) NDArray::neg, 0.0},
            {"Abs", (UnaryOperator<NDArray>) NDArray::abs, 0.0},
            {"Sign", (UnaryOperator<NDArray>) NDArray::sign, 0.0},
            {"Floor", (UnaryOperator<NDArray>) NDArray::floor, 0.0},
            {"Ceil", (UnaryOperator<NDArray>) NDArray::ceil, 0.0},
            {"Round", (UnaryOperator<NDArray>) NDArray::round, 0.0},
            {"Sqrt", (UnaryOperator<NDArray>) NDArray::sqrt, 0.0},
            {"Exp", (UnaryOperator<NDArray>) NDArray::exp, FEW_ULPS},
            {"Log", (UnaryOperator<NDArray>) NDArray::log, FEW_ULPS},
            {"Sin", (UnaryOperator<NDArray>) NDArray::sin, FEW_ULPS},
            {"Cos", (UnaryOperator<NDArray>) NDArray::cos, FEW_ULPS},
            {"Tan", (UnaryOperator<NDArray>) NDArray::tan, FEW_ULPS},
            {"Atan", (UnaryOperator<NDArray>) NDArray::atan, FEW_ULPS},
            {"Sinh", (UnaryOperator<NDArray>) NDArray::sinh, FEW_ULPS},
            {"Cosh", (UnaryOperator<NDArray>) NDArray::cosh, FEW_ULPS},
            {"Tanh", (UnaryOperator<NDArray>) NDArray::tanh, FEW_ULPS},
            {"IsNaN", (UnaryOperator<NDArray>) NDArray::isNaN, 0.0},
            {"IsInf", (UnaryOperator<NDArray>) NDArray::isInfinite, 0.0},
        };
    }

    @Test(dataProvider = "unary")
    public void unaryOperators(String op, UnaryOperator<NDArray> ours, double bound) {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomArrays arrays = seeded(seed);
            NDArray x =
                    arrays.next(DataType.FLOAT32, 7, 3)
                            .concat(
                                    manager.create(
                                            new float[] {0.5f, 1.5f, Float.NaN, 2.5f, -0.5f, 0f},
                                            new Shape(2, 3)));
            arrays.close(ours.apply(x), OrtReference.run(op, NONE, x), bound, op);
        }
    }

    @Test
    public void softmaxOverEveryAxis() {
        for (int axis = -3; axis < 3; axis++) {
            RandomArrays arrays = seeded(axis);
            NDArray x = arrays.next(DataType.FLOAT32, 3, 4, 5);
            Map<String, ?> attributes = Map.of("axis", axis);
            arrays.close(
                    x.softmax(axis),
                    OrtReference.run("Softmax", attributes, x),
                    FEW_ULPS,
                    "softmax");
            arrays.close(
                    x.logSoftmax(axis),
                    OrtReference.run("LogSoftmax", attributes, x),
                    FEW_ULPS,
                    "logSoftmax");
        }
    }

    @DataProvider
    public Object[][] reductions() {
        return new Object[][] {
            {"ReduceMax", DataType.FLOAT32}, {"ReduceMin", DataType.INT8},
            {"ReduceMax", DataType.UINT8}, {"ReduceSum", DataType.INT64},
            {"ReduceSum", DataType.FLOAT32}, {"ReduceMean", DataType.FLOAT32},
            {"ReduceProd", DataType.FLOAT32},
        };
    }

    @Test(dataProvider = "reductions")
    public void reductionsOverEveryChoiceOfAxes(String op, DataType type) {
        // Sums of at most 60 floats in another order; each addition errs by half an ulp of 240.
        double bound = type.isFloating() ? 60 * Math.ulp(1f) : 0;
        RandomArrays arrays = seeded(5);
        // Small integers: ONNX Runtime does not wrap a sum that leaves 64 bits.
        NDArray x =
                type == DataType.INT64
                        ? arrays.indices(1 << 30, 3, 4, 5).sub(1 << 29)
                        : arrays.next(type, 3, 4, 5);
        for (int[] axes : new int[][] {{0}, {1}, {-1}, {0, 2}, {1, 0}, {0, 1, 2}, {}}) {
            for (boolean keep : new boolean[] {true, false}) {
                long[] wide = Arrays.stream(axes).mapToLong(i -> i).toArray();
                NDArray expected =
                        OrtReference.run(
                                op, Map.of("keepdims", keep ? 1 : 0), x, manager.create(wide));
                arrays.close(reduce(op, x, axes, keep), expected, bound, op + wide.length + keep);
            }
        }
    }

    private static NDArray reduce(String op, NDArray x, int[] axes, boolean keep) {
        return switch (op) {
            case "ReduceMax" -> x.max(axes, keep);
            case "ReduceMin" -> x.min(axes, keep);
            case "ReduceSum" -> x.sum(axes, keep);
            case "ReduceMean" -> x.mean(axes, keep);
            default -> x.prod(axes, keep);
        };
    }

    @Test
    public void extremesAndOrder() {
        for (int axis = 0; axis < 3; axis++) {
            RandomArrays arrays = seeded(axis);
            // Few distinct values, so that ties occur and the first must win.
            NDArray x = arrays.indices(4, 3, 4, 5).toType(DataType.FLOAT32, false);
            Map<String, ?> attributes = Map.of("axis", axis, "keepdims", 0);
            arrays.same(x.argMax(axis), OrtReference.run("ArgMax", attributes, x), "argMax");
            arrays.same(x.argMin(axis), OrtReference.run("ArgMin", attributes, x), "argMin");
            NDArray distinct = arrays.next(DataType.FLOAT32, 3, 4, 5);
            for (int largest = 0; largest < 2; largest++) {
                NDList expected =
                        OrtReference.runAll(
                                "TopK",
                                Map.of("axis", axis, "largest", largest),
                                2,
                                distinct,
                                manager.create(new long[] {2}));
                NDList found = distinct.topK(2, axis, largest == 1, true);
                arrays.same(found.get(0), expected.get(0), "topK values");
                arrays.same(found.get(1), expected.get(1), "topK positions");
            }
            NDArray axisArray = manager.create((long) axis);
            arrays.close(
                    distinct.cumSum(axis),
                    OrtReference.run("CumSum", NONE, distinct, axisArray),
                    FEW_ULPS,
                    "cumSum");
        }
    }

    @Test
    public void shapesMove() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomArrays arrays = seeded(seed);
            for (DataType type :
                    new DataType[] {
                        DataType.INT8, DataType.FLOAT16, DataType.FLOAT32, DataType.INT64
                    }) {
                NDArray x = arrays.next(type, arrays.shape(3));
                arrays.same(
                        x.transpose(2, 0, 1),
                        OrtReference.run("Transpose", Map.of("perm", new int[] {2, 0, 1}), x),
                        "transpose");
                arrays.same(
                        x.tile(new long[] {2, 1, 3}),
                        OrtReference.run("Tile", NONE, x, manager.create(new long[] {2, 1, 3})),
                        "tile");
                NDArray other = arrays.next(type, x.getShape().getShape());
                for (int axis = 0; axis < 3; axis++) {
                    arrays.same(
                            x.concat(other, axis),
                            OrtReference.run("Concat", Map.of("axis", axis), x, other),
                            "concat");
                }
            }
        }
    }

    @Test
    public void selectionsByIndex() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            RandomArrays arrays = seeded(seed);
            NDArray x = arrays.next(DataType.INT32, 4, 5, 6);
            NDArray rows = arrays.indices(5, 7);
            arrays.same(
                    x.get(":, {}", rows),
                    OrtReference.run("Gather", Map.of("axis", 1), x, rows),
                    "take");
            NDArray elements = arrays.indices(6, 4, 5, 2);
            arrays.same(
                    x.gather(elements, 2),
                    OrtReference.run("GatherElements", Map.of("axis", 2), x, elements),
                    "gather");
            arrays.same(
                    x.get("1:4:2, ..., -5:-1"),
                    OrtReference.run(
                            "Slice",
                            NONE,
                            x,
                            manager.create(new long[] {1, -5}),
                            manager.create(new long[] {4, -1}),
                            manager.create(new long[] {0, 2}),
                            manager.create(new long[] {2, 1})),
                    "slice");
            NDArray mask = arrays.next(DataType.BOOLEAN, 5);
            arrays.same(
                    x.booleanMask(mask, 1),
                    OrtReference.run("Compress", Map.of("axis", 1), x, mask),
                    "mask");
        }
    }

    @Test
    public void whereChoosesWithBroadcast() {
        RandomArrays arrays = seeded(3);
        NDArray condition = arrays.next(DataType.BOOLEAN, 3, 1);
        NDArray a = arrays.next(DataType.FLOAT32, 4);
        NDArray b = arrays.next(DataType.FLOAT32, 3, 4);
        arrays.same(
                NDArrays.where(condition, a, b),
                OrtReference.run("Where", NONE, condition, a, b),
                "where");
    }

    @Test
    public void castsOfValuesInRange() {
        DataType[] types = {
            DataType.FLOAT32, DataType.FLOAT64, DataType.FLOAT16, DataType.BFLOAT16, DataType.INT8,
            DataType.UINT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.BOOLEAN
        };
        RandomArrays arrays = seeded(11);
        for (DataType from : types) {
            // In [0, 100), so that the value fits every type and no conversion is undefined.
            double[] values = arrays.random().doubles(50, 0, 100).toArray();
            NDArray x = manager.create(values).toType(from, false);
            for (DataType to : types) {
                Map<String, ?> attributes = Map.of("to", OrtReference.onnxCode(to));
                arrays.same(
                        x.toType(to, true),
                        OrtReference.run("Cast", attributes, x),
                        from + " to " + to);
            }
        }
    }
}
