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

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.Buffer;

/**
 * Runs the operations without an implementation here on the alternative engine.
 *
 * <p>Each call copies its result back and frees all that it made there, so nothing of the other
 * engine outlives it; the alternative engine starts at the first such call and not before. An
 * operation that would change its array in place is refused, because the change would be lost.
 */
final class AlternativeOperations implements InvocationHandler {

    /** A manager whose only operation is {@link NDManager#from}: what the adapter asks of it. */
    static final NDManager MANAGER =
            proxy(
                    NDManager.class,
                    (self, method, args) -> {
                        if ("from".equals(method.getName())) {
                            return of((NDArray) args[0]);
                        }
                        throw new UnsupportedOperationException(method.getName());
                    });

    private final NDArray source;

    private AlternativeOperations(NDArray source) {
        this.source = source;
    }

    private static NDArray of(NDArray source) {
        return proxy(NDArray.class, new AlternativeOperations(source));
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        Object proxy =
                Proxy.newProxyInstance(
                        AlternativeOperations.class.getClassLoader(),
                        new Class<?>[] {type},
                        handler);
        return type.cast(proxy);
    }

    /** {@inheritDoc} */
    @Override
    public Object invoke(Object self, Method method, Object[] args) throws Throwable {
        // The adapter keeps this object: it brings its values up to date before every use but the
        // first, and closes it with the array. It holds none.
        if ("set".equals(method.getName()) || "close".equals(method.getName())) {
            return null;
        }
        return call((Int8NDArray) source, method, args, false);
    }

    /**
     * Calls a method of the array's counterpart, or of that one's internal operations.
     *
     * @return its result, arrays copied to the array's own manager
     */
    static Object call(Int8NDArray array, Method method, Object[] args, boolean internal)
            throws Throwable {
        requireResult(method);
        Engine engine = array.engine().alternative(method.getName());
        try (NDManager manager = engine.newBaseManager()) {
            NDArray counterpart = export(manager, array, method);
            Object[] exported = args == null ? new Object[0] : args.clone();
            for (int i = 0; i < exported.length; i++) {
                exported[i] = exportArgument(manager, exported[i], method);
            }
            Object target = internal ? counterpart.getNDArrayInternal() : counterpart;
            return importResult(array, method.invoke(target, exported));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void requireResult(Method method) {
        Class<?> type = method.getReturnType();
        if (type == void.class || !NDArray.class.isAssignableFrom(type) && type != NDList.class) {
            throw new UnsupportedOperationException(
                    "Operation " + method.getName() + " is not supported by Int8NDArray");
        }
    }

    private static Object exportArgument(NDManager manager, Object argument, Method method) {
        if (argument instanceof NDList list) {
            NDList exported = new NDList(list.size());
            list.forEach(array -> exported.add(export(manager, array, method)));
            return exported;
        }
        return argument instanceof NDArray array ? export(manager, array, method) : argument;
    }

    private static NDArray export(NDManager manager, NDArray array, Method method) {
        if (Proxy.isProxyClass(array.getClass())
                && Proxy.getInvocationHandler(array) instanceof AlternativeOperations other) {
            return export(manager, other.source, method);
        }
        if (!(array instanceof Int8NDArray own)) {
            return manager.from(array);
        }
        DataType type = own.getDataType();
        // PyTorch's native code ends the process on a type it does not know.
        if (type.ordinal() >= DataType.UNKNOWN.ordinal()) {
            throw new UnsupportedOperationException(
                    "Operation "
                            + method.getName()
                            + " on "
                            + type
                            + ": the alternative engine does not know the type; convert with toType");
        }
        Buffer data = own.tensor().buffer();
        return manager.create(data, own.getShape(), type);
    }

    private static Object importResult(Int8NDArray array, Object result) {
        if (result instanceof NDList list) {
            NDList imported = new NDList(list.size());
            list.forEach(item -> imported.add(array.wrap(ArrayImport.copyOf(item))));
            return imported;
        }
        return result instanceof NDArray item ? array.wrap(ArrayImport.copyOf(item)) : result;
    }
}
