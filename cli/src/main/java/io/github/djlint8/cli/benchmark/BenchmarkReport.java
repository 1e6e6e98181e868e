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
package io.github.djlint8.cli.benchmark;

import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.engine.session.CpuFeatures;
import io.github.djlint8.engine.session.IntegerPeak;
import io.github.djlint8.engine.session.OrtRuntime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The report of {@code benchmark}.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param model what the user called the model
 * @param inputs the inputs in words
 * @param threads how many threads ran the model at once
 * @param timing what was measured of the model
 * @param reference what was measured of the reference, if there is one
 * @param work the integer products of a prediction
 * @param peak the multiplications in a second of {@link IntegerPeak#SQUARE} on as many threads
 */
public record BenchmarkReport(
        String model,
        String inputs,
        int threads,
        ModelTiming timing,
        Optional<ModelTiming> reference,
        CountedWork work,
        double peak)
        implements CommandReport {

    private static final double MILLI = 1e6;
    private static final double GIGA = 1e9;

    /** {@inheritDoc} */
    @Override
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, "CPU: %s (%s)", CpuFeatures.get(), features());
        line(text, "ONNX Runtime: %s", OrtRuntime.version());
        line(text, "Model: %s, inputs: %s", model, inputs);
        append(text, "", timing);
        reference.ifPresent(
                r -> {
                    append(text, "reference ", r);
                    line(
                            text,
                            "Speed: %.2f times the reference in the same run (medians)",
                            ratio(r));
                });
        if (work.products() == 0) {
            line(text, "Integer products: none in this graph");
            return text.toString();
        }
        line(
                text,
                "Integer products: %d, %.3f G multiply-adds a prediction, %.1f G in a second",
                work.products(),
                work.multiplyAdds() / GIGA,
                rate() / GIGA);
        line(
                text,
                "Share of the integer peak: %.0f %% of the rate of a %s product"
                        + " (%.1f G multiply-adds in a second, measured in the same run on %d"
                        + " %s)",
                100 * rate() / peak,
                IntegerPeak.SQUARE,
                peak / GIGA,
                threads,
                threads == 1 ? "thread" : "threads");
        return text.toString();
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", model);
        map.put("inputs", inputs);
        map.put("threads", threads);
        map.put("cpu", CpuFeatures.get());
        map.put("cpuFeatures", CpuFeatures.named());
        map.put("onnxRuntime", OrtRuntime.version());
        map.put("result", asMap(timing));
        reference.ifPresent(
                r -> {
                    map.put("reference", asMap(r));
                    map.put("speed", ratio(r));
                });
        map.put("integerProducts", work.products());
        map.put("multiplyAdds", work.multiplyAdds());
        map.put("multiplyAddsPerSecond", rate());
        map.put("peakProduct", IntegerPeak.SQUARE.toString());
        map.put("peakMultiplyAddsPerSecond", peak);
        map.put("shareOfPeak", rate() / peak);
        return map;
    }

    /** Returns how many times as fast as the reference the model is. */
    double ratio(ModelTiming other) {
        return timing.medianThroughput() / other.medianThroughput();
    }

    /** Returns the multiplications in a second. */
    double rate() {
        return work.multiplyAdds() * timing.medianThroughput();
    }

    private static String features() {
        return CpuFeatures.named().entrySet().stream()
                .map(e -> e.getKey() + (e.getValue() ? " yes" : " no"))
                .collect(Collectors.joining(", "));
    }

    private void append(StringBuilder text, String prefix, ModelTiming t) {
        String options = t.options().isEmpty() ? "" : " with " + t.options();
        line(text, "%sLoad %s in %.3f ms.", prefix, t.engine(), t.engineNanos() / MILLI);
        line(text, "%sRunning on: [cpu()], threads: %d%s.", prefix, threads, options);
        line(text, "%sInference result: %s", prefix, t.result());
        line(
                text,
                "%sThroughput: %.2f, completed %d iteration in %.0f ms.",
                prefix,
                t.throughput(),
                t.completed(),
                t.seconds() * 1000);
        line(text, "%sModel loading time: %.3f ms.", prefix, t.loadNanos() / MILLI);
        t.phases().forEach((phase, l) -> latency(text, prefix + phase.label(), l));
    }

    private static void latency(StringBuilder text, String name, LatencyStatistics l) {
        line(
                text,
                "%s P50: %.3f ms, P90: %.3f ms, P99: %.3f ms",
                name,
                l.p50() / MILLI,
                l.p90() / MILLI,
                l.p99() / MILLI);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static Map<String, Object> asMap(ModelTiming t) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("engine", t.engine());
        map.put("options", t.options());
        map.put("engineMillis", t.engineNanos() / MILLI);
        map.put("loadMillis", t.loadNanos() / MILLI);
        map.put("iterations", t.completed());
        map.put("seconds", t.seconds());
        map.put("throughput", t.throughput());
        t.phases()
                .forEach(
                        (phase, l) -> {
                            Map<String, Object> percentiles = new LinkedHashMap<>();
                            percentiles.put("p50Millis", l.p50() / MILLI);
                            percentiles.put("p90Millis", l.p90() / MILLI);
                            percentiles.put("p99Millis", l.p99() / MILLI);
                            map.put(phase.label(), percentiles);
                        });
        return map;
    }
}
