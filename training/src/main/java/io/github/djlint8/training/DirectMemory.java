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
package io.github.djlint8.training;

import ai.djl.engine.EngineException;
import ai.djl.nn.Parameter;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * Checks that Java lets weights have the memory that they need, before a training rather than at
 * its end. Stateless.
 *
 * <p>On the CPU, DJL keeps the weights that PyTorch starts from in direct buffers, and copies one
 * at a time to such a buffer to write it. Without an option of its own their limit is that of the
 * heap.
 */
final class DirectMemory {

    private static final double MEGABYTE = 1e6;

    /** A step that people choose heaps by. */
    private static final long STEP = 512L << 20;

    /** A serial collector keeps a thirtieth of the heap for itself; some buffers are of others. */
    private static final double MARGIN = 1.125;

    private DirectMemory() {}

    /**
     * Refuses weights that do not fit.
     *
     * @param parameters the parameters, those that are not trained frozen
     * @param onCpu whether PyTorch shares the buffers
     * @param limit how many bytes of direct buffers Java allows
     * @throws EngineException if they need more
     */
    static void require(List<Parameter> parameters, boolean onCpu, long limit) {
        long all = onCpu ? parameters.stream().mapToLong(DirectMemory::bytes).sum() : 0;
        long largest =
                parameters.stream()
                        .filter(Parameter::requiresGradient)
                        .mapToLong(DirectMemory::bytes)
                        .max()
                        .orElse(0);
        long needed = all + largest;
        if (needed > limit) {
            throw new EngineException(
                    String.format(
                            Locale.ROOT,
                            "Weights of %.0f MB and a copy of the largest that is trained, %.0f"
                                    + " MB, need more direct memory than the %.0f MB that Java"
                                    + " allows: start it with -Xmx%dm (for the command djl-int8:"
                                    + " DJL_INT8_JAVA_OPTS=-Xmx%<dm)",
                            all / MEGABYTE,
                            largest / MEGABYTE,
                            limit / MEGABYTE,
                            ((long) (needed * MARGIN) / STEP + 1) * STEP >> 20));
        }
    }

    /** Returns how many bytes of direct buffers Java allows. */
    static long limit() {
        HotSpotDiagnosticMXBean bean =
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set =
                bean == null
                        ? 0
                        : Long.parseLong(bean.getVMOption("MaxDirectMemorySize").getValue());
        return set > 0 ? set : Runtime.getRuntime().maxMemory();
    }

    private static long bytes(Parameter parameter) {
        return parameter.getShape().size() * Float.BYTES;
    }
}
