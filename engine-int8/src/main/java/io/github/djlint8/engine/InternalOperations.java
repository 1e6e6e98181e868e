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
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDArrayIndexer;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.SparseFormat;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The operations of {@link NDArrayEx} on one array.
 *
 * <p>Those implemented here are the methods of {@link Own}, found by name and parameters; those
 * with a default body run it; the rest goes to the alternative engine.
 */
final class InternalOperations implements InvocationHandler {

    private static final Map<String, Method> OWN =
            Arrays.stream(Own.class.getMethods())
                    .filter(method -> method.getDeclaringClass() == Own.class)
                    .collect(Collectors.toUnmodifiableMap(InternalOperations::key, m -> m));

    private final Int8NDArray array;

    private InternalOperations(Int8NDArray array) {
        this.array = array;
    }

    static NDArrayEx of(Int8NDArray array) {
        return AlternativeOperations.proxy(NDArrayEx.class, new InternalOperations(array));
    }

    /** Returns the names and parameters of the operations implemented here. */
    static Iterable<String> ownKeys() {
        return OWN.keySet();
    }

    static String key(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** {@inheritDoc} */
    @Override
    public Object invoke(Object self, Method method, Object[] args) throws Throwable {
        Method own = OWN.get(key(method));
        if (own != null) {
            try {
                return own.invoke(new Own(array), args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(self, method, args);
        }
        return AlternativeOperations.call(array, method, args, true);
    }

    /** What is implemented here, with the signatures of {@link NDArrayEx}. */
    static final class Own {

        private final Int8NDArray array;

        Own(Int8NDArray array) {
            this.array = array;
        }

        public NDArray getArray() {
            return array;
        }

        public NDArrayIndexer getIndexer(NDManager manager) {
            return new Int8NDArrayIndexer(manager);
        }

        public NDArray where(NDArray condition, NDArray other) {
            return array.wrap(
                    Predicates.where(
                            array.operand(condition), array.tensor(), array.operand(other)));
        }

        public NDList linear(NDArray input, NDArray weight, NDArray bias) {
            NDArray product = input.matMul(weight.transpose());
            return new NDList(bias == null ? product : product.add(bias));
        }

        public NDList embedding(NDArray input, NDArray weight, SparseFormat sparse) {
            return new NDList(
                    array.wrap(Gathering.rows(array.operand(weight), array.operand(input))));
        }

        public NDArray stack(NDList others, int axis) {
            return array.wrap(Joining.stack(withOthers(others), axis));
        }

        public NDArray concat(NDList others, int axis) {
            return array.wrap(Joining.concat(withOthers(others), axis));
        }

        public NDArray rdiv(NDArray other) {
            return array.wrap(BinaryOp.DIV.apply(array.operand(other), array.tensor()));
        }

        public NDArray rdiv(Number n) {
            return array.wrap(BinaryOp.DIV.apply(n, array.tensor()));
        }

        public NDArray rdivi(NDArray other) {
            return array.store(BinaryOp.DIV.apply(array.operand(other), array.tensor()));
        }

        public NDArray rmodi(NDArray other) {
            return array.store(BinaryOp.MOD.apply(array.operand(other), array.tensor()));
        }

        public NDArray rpowi(Number n) {
            return array.store(BinaryOp.POW.apply(n, array.tensor()));
        }

        public NDArray rsub(Number n) {
            return array.wrap(BinaryOp.SUB.apply(n, array.tensor()));
        }

        public NDArray rpow(Number n) {
            return array.wrap(BinaryOp.POW.apply(n, array.tensor()));
        }

        public NDArray rmod(NDArray other) {
            return array.wrap(BinaryOp.MOD.apply(array.operand(other), array.tensor()));
        }

        public NDArray rmod(Number n) {
            return array.wrap(BinaryOp.MOD.apply(n, array.tensor()));
        }

        public NDArray relu() {
            return array.wrap(UnaryOp.RELU.apply(array.tensor()));
        }

        public NDArray sigmoid() {
            return array.wrap(UnaryOp.SIGMOID.apply(array.tensor()));
        }

        public NDArray tanh() {
            return array.tanh();
        }

        private List<DenseTensor> withOthers(NDList others) {
            List<DenseTensor> parts = new ArrayList<>(others.size() + 1);
            parts.add(array.tensor());
            others.forEach(other -> parts.add(array.operand(other)));
            return parts;
        }
    }
}
