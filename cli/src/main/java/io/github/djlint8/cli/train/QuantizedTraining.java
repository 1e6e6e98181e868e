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
package io.github.djlint8.cli.train;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.cli.quantize.CardFile;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.quantize.FakeQuantization;
import io.github.djlint8.training.tune.TuningHook;
import io.github.djlint8.zoo.text.CaseScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What quantization-aware training adds to a training: the ranges that it begins with, quantized
 * layers, and the files and figures of the INT8 model.
 *
 * <p>Owns a temporary folder with the model that training starts from; the tagger stays the
 * caller's. Not safe for use by many threads; closing twice is safe.
 */
final class QuantizedTraining implements AutoCloseable {

    private final TaggerFolder start;
    private final StaticConfig config;
    private final FakeQuantization quantization;

    /** Prepares a tagger that is about to be trained. */
    QuantizedTraining(
            TaggerModel model,
            BaseFolder base,
            CaseScheme cases,
            List<TaggedSentence> train,
            QuantizationStart settings)
            throws IOException, ModelException, TranslateException {
        start = new TaggerFolder(Files.createTempDirectory("djl-int8-qat"));
        config = settings.config().quantization();
        try {
            start.write(model, base, cases);
            OnnxModel graph = OnnxModel.open(start.model());
            CalibrationTable table = settings.ranges(start.model(), graph, train);
            quantization = FakeQuantization.install(model, graph, table, settings.config());
            quantize(quantization.export(graph), table, start.quantized());
        } catch (IOException | ModelException | TranslateException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns what follows the steps of the training. */
    TuningHook hook() {
        return quantization;
    }

    /** Writes the table and the INT8 model with its card beside the float model of the tagger. */
    void write(TaggerFolder output) throws IOException, ModelException {
        ModelWriter.write(quantization.export(OnnxModel.open(output.model())), output.model());
        CalibrationTable table = quantization.table(ModelHash.of(output.model()));
        new TableFile(output.calibration()).write(table);
        quantize(OnnxModel.open(output.model()), table, output.quantized());
        CardFile.write(output.quantized(), Optional.empty());
    }

    /** Compares what training started from with what came of it, and with the trained Blocks. */
    QuantizationReport compare(
            WrittenTagger.Outputs trained,
            List<TaggedSentence> dev,
            List<EncodedSentence> encoded,
            List<LabelledWords> blocks,
            TagMetric metric)
            throws IOException, ModelException, TranslateException {
        return new QuantizedComparison(start, metric.score()).run(trained, dev, encoded, blocks);
    }

    private void quantize(OnnxModel model, CalibrationTable table, Path target)
            throws IOException, ModelException {
        ModelWriter.write(StaticQuantizer.quantize(model, table, config).model(), target);
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        Utils.deleteQuietly(start.path());
    }
}
