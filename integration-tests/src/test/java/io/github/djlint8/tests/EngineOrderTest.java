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
package io.github.djlint8.tests;

import static org.testng.Assert.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OrtEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Who starts ONNX Runtime first, each order in a process of its own: DJL's engine OnnxRuntime
 * cannot start once there is an environment of ONNX Runtime that it did not make.
 */
public class EngineOrderTest {

    private static final String APPLICATION = "application";
    private static final String TOGETHER = "together";

    @BeforeClass
    public void unpack() throws Exception {
        MiniLm.file();
    }

    @DataProvider
    public Object[][] orders() {
        return new Object[][] {
            {"OnnxRuntime Int8", "OnnxRuntime ok, Int8 ok"},
            {"Int8 OnnxRuntime", "Int8 ok, OnnxRuntime ok"},
            {"DynamicInt8 OnnxRuntime Int8", "DynamicInt8 ok, OnnxRuntime ok, Int8 ok"},
            {TOGETHER, "OnnxRuntime ok, Int8 ok"},
            // Nothing can be done for OnnxRuntime here; Int8 must not fall with it.
            {APPLICATION + " Int8", "Int8 ok"},
        };
    }

    @Test(dataProvider = "orders")
    public void everyOrderWorks(String order, String expected) throws Exception {
        String found =
                JavaProcess.run(
                        EngineOrderTest.class, List.of("-Xmx512m"), List.of(order.split(" ")));
        assertEquals(found, expected);
    }

    /** Runs the encoder on engines in the order of their names, and prints which of them work. */
    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(List.of(args));
        if (names.get(0).equals(APPLICATION)) {
            OrtEnvironment.getEnvironment();
            names.remove(0);
        }
        if (names.get(0).equals(TOGETHER)) {
            names = List.of("OnnxRuntime", "Int8");
            startTogether(names);
        }
        List<String> results = new ArrayList<>();
        for (String name : names) {
            results.add(name + (works(name) ? " ok" : " failed"));
        }
        System.out.write(String.join(", ", results).getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static boolean works(String engine) throws Exception {
        try {
            return MiniLm.encode(engine).length == MiniLm.IDS.length * MiniLm.HIDDEN;
        } catch (LinkageError | EngineException e) {
            return false;
        }
    }

    private static void startTogether(List<String> names) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (String name : names) {
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    start.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                Engine.getEngine(name).toString();
                            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
