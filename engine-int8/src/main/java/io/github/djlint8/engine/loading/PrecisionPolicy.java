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
package io.github.djlint8.engine.loading;

import ai.djl.Device;
import io.github.djlint8.api.Precision;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides once, when a model is loaded, in which precision it runs and from which file.
 *
 * <p>The decision is a function of its arguments alone. Safe for use by many threads.
 */
public final class PrecisionPolicy {

    private PrecisionPolicy() {}

    /**
     * Decides.
     *
     * <p>A GPU always runs the float graph. On a CPU the option comes first, then the file that the
     * caller named if it is a quantized one, then what the engine stands for. Naming the float file
     * is naming the model: a quantized file of the same model beside it is preferred, and a
     * calibration table beside it is used.
     *
     * @param device the device of the model
     * @param alwaysDynamic whether the engine stands for dynamic ranges, never calibrated ones
     * @param option the precision that the caller asked for, if he did
     * @param files the files that are there
     * @return the decision
     * @throws FileNotFoundException if the file that the decision needs is missing
     */
    public static PrecisionDecision decide(
            Device device, boolean alwaysDynamic, Optional<Precision> option, ModelFiles files)
            throws FileNotFoundException {
        if (device.isGpu()) {
            String reason = "device " + device + " runs Float32";
            return of(
                    Precision.FLOAT32,
                    files,
                    true,
                    option.map(p -> reason + " whatever precision=" + p.option() + " says")
                            .orElse(reason));
        }
        if (option.isPresent()) {
            return of(option.get(), files, false, "option precision=" + option.get().option());
        }
        Optional<Precision> named = files.named().filter(p -> p != Precision.FLOAT32);
        if (named.isPresent()) {
            return of(named.get(), files, false, "the file named is quantized");
        }
        if (alwaysDynamic) {
            return of(Precision.DYNAMIC, files, false, "the engine is always dynamic");
        }
        if (files.get(Precision.INT8).isPresent()) {
            return of(Precision.INT8, files, false, "there is a calibrated file");
        }
        return files.table().isPresent() && files.get(Precision.FLOAT32).isPresent()
                ? of(Precision.INT8, files, false, "there is a calibration table")
                : of(Precision.DYNAMIC, files, false, "there is no calibrated file");
    }

    private static PrecisionDecision of(
            Precision precision, ModelFiles files, boolean cuda, String reason)
            throws FileNotFoundException {
        Optional<Path> ready = files.get(precision);
        if (ready.isPresent()) {
            return new PrecisionDecision(
                    precision, ready.get(), false, Optional.empty(), cuda, reason);
        }
        Optional<Path> table = precision == Precision.INT8 ? files.table() : Optional.empty();
        Optional<Path> source = files.get(Precision.FLOAT32);
        if (source.isPresent() && (precision == Precision.DYNAMIC || table.isPresent())) {
            return new PrecisionDecision(precision, source.get(), true, table, cuda, reason);
        }
        throw missing(precision, files, reason);
    }

    private static FileNotFoundException missing(
            Precision precision, ModelFiles files, String reason) {
        List<String> wanted = new ArrayList<>(ModelFiles.candidates(files.name(), precision));
        List<String> floats = ModelFiles.candidates(files.name(), Precision.FLOAT32);
        if (precision == Precision.DYNAMIC) {
            wanted.addAll(floats);
        } else if (precision == Precision.INT8) {
            wanted.add(ModelFiles.tableName(files.name()) + " with " + floats.get(0));
        }
        return new FileNotFoundException(
                "No file for precision "
                        + precision.option()
                        + " in "
                        + files.directory()
                        + " ("
                        + reason
                        + "); looked for "
                        + String.join(", ", wanted)
                        + "; found "
                        + new TreeSet<>(files.byPrecision().values()));
    }
}
