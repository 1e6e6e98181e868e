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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** What happens to the operations that are not implemented when PyTorch is not there. */
public class AlternativeOperationsTest {

    private NDManager manager;

    @BeforeMethod
    public void open() {
        assertFalse(Engine.hasEngine("PyTorch"), "these tests show that PyTorch is optional");
        manager = NDManager.newBaseManager("Int8");
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private static void assertNames(String operation, Runnable call) {
        String message = expectThrows(UnsupportedOperationException.class, call::run).getMessage();
        assertEquals(
                message,
                "Operation "
                        + operation
                        + " is not implemented by Int8NDArray: add ai.djl.pytorch:pytorch-engine"
                        + " to the class path");
    }

    @Test
    public void operationAndArtifactAreNamed() {
        NDArray array = manager.create(new float[] {0.5f, 0.25f});
        assertNames("erfinv", array::erfinv);
        assertNames("erfinv", array::erfinv);
        assertNames("gammaln", array::gammaln);
        assertNames("unique", () -> array.unique(null, true, false, false));
        assertNames("percentile", () -> array.percentile(50));
        NDArrayEx internal = array.getNDArrayInternal();
        assertNames("globalAvgPool", internal::globalAvgPool);
    }

    @Test
    public void attachedArrayDoesNotRecurse() {
        NDArray array = manager.newSubManager().create(new float[] {0.5f});
        array.attach(manager);
        assertNames("erfinv", array::erfinv);
    }

    @Test
    public void updatesInPlaceAreRefused() {
        NDArrayEx internal = manager.create(1f).getNDArrayInternal();
        String message =
                expectThrows(
                                UnsupportedOperationException.class,
                                () -> internal.sgdUpdate(null, null, 0, 0, 0, 0, 0, true))
                        .getMessage();
        assertEquals(message, "Operation sgdUpdate is not supported by Int8NDArray");
    }

    /** The proxy finds its own operations by signature; a misspelt one would never be called. */
    @Test
    public void ownInternalOperationsExistInDjl() {
        Set<String> known =
                Arrays.stream(NDArrayEx.class.getMethods())
                        .map(InternalOperations::key)
                        .collect(Collectors.toSet());
        int count = 0;
        for (String key : InternalOperations.ownKeys()) {
            assertTrue(known.contains(key), key);
            count++;
        }
        assertTrue(count >= 16, "found " + count);
    }

    @Test
    public void internalOperationsCompute() {
        NDArray array = manager.create(new float[] {-2, 4});
        NDArrayEx internal = array.getNDArrayInternal();
        assertEquals(internal.rdiv(8).toFloatArray(), new float[] {-4, 2});
        assertEquals(internal.rsub(1).toFloatArray(), new float[] {3, -3});
        assertEquals(internal.rsub(array).toFloatArray(), new float[] {0, 0});
        assertEquals(internal.rpow(2).toFloatArray(), new float[] {0.25f, 16});
        assertEquals(internal.rmod(5).toFloatArray(), new float[] {-1, 1});
        assertEquals(internal.relu().toFloatArray(), new float[] {0, 4});
        assertEquals(
                manager.create(0f).getNDArrayInternal().sigmoid().toFloatArray(),
                new float[] {0.5f});
        assertTrue(internal.getArray() == array);
        internal.rdivi(manager.create(8f).broadcast(new Shape(2)));
        assertEquals(array.toFloatArray(), new float[] {-4, 2});
        internal.rsubi(1f);
        assertEquals(array.toFloatArray(), new float[] {5, -1});
    }
}
