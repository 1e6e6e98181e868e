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
package io.github.djlint8.benchmarks;

import ai.djl.ModelException;
import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.benchmarks.peer.Encoder;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.CalibrationDataset;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.Calibrator;
import io.github.djlint8.calibration.InputArray;
import io.github.djlint8.calibration.corpus.Corpus;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.QuantizationResult;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints how near the hidden states of all-MiniLM-L6-v2 stay to float32 in each INT8 form, among
 * them the published file of ONNX Runtime's dynamic recipe.
 *
 * <p>Arguments: the corpus to calibrate with, the corpus to compare on, how many sentences of each
 * (512 and 500 by default). Sentences run one by one, all forms in turns.
 */
public final class HiddenStateComparison implements AutoCloseable {

    private static final int CALIBRATED = 512;
    private static final int COMPARED = 500;
    private static final long SEED = 1;
    private static final int WARM_UP = 50;

    private final Encoder encoder;
    private final HuggingFaceTokenizer tokenizer;
    private final List<Form> forms = new ArrayList<>();

    private HiddenStateComparison(Encoder encoder) throws IOException {
        this.encoder = encoder;
        tokenizer =
                HuggingFaceTokenizer.newInstance(
                        encoder.tokenizer(), Map.of("truncation", "true", "maxLength", "512"));
    }

    /**
     * Runs.
     *
     * @param args two corpora, and two numbers of sentences
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        Path work = Files.createTempDirectory("djl-int8-encoder");
        int calibrated = args.length > 2 ? Integer.parseInt(args[2]) : CALIBRATED;
        int compared = args.length > 3 ? Integer.parseInt(args[3]) : COMPARED;
        try (HiddenStateComparison comparison = new HiddenStateComparison(new Encoder(work))) {
            comparison.load(Path.of(args[0]), calibrated);
            comparison.print(comparison.sentences(Path.of(args[1]), compared));
        } finally {
            Utils.deleteQuietly(work);
        }
    }

    private void load(Path corpus, int sentences)
            throws IOException, ModelException, TranslateException {
        Path floating = encoder.floating();
        add("float32", floating, "OnnxRuntime");
        add("published, ONNX Runtime's dynamic", encoder.published(), "OnnxRuntime");
        OnnxModel model = OnnxModel.open(floating);
        for (ActivationScheme scheme : ActivationScheme.values()) {
            DynamicConfig config = DynamicConfig.builder().optActivations(scheme).build();
            add("dynamic, per " + scheme.option(), DynamicQuantizer.quantize(model, config));
        }
        StaticConfig config = StaticConfig.builder().optHybrid(HybridMode.TAMENESS).build();
        CalibrationTable table = calibrate(floating, sentences(corpus, sentences));
        add("calibrated hybrid", StaticQuantizer.quantize(model, table, config));
    }

    private void add(String name, QuantizationResult quantized) throws IOException, ModelException {
        add(name, encoder.write(name.replaceAll("\\W+", "-"), quantized.model()), "Int8");
    }

    private void add(String name, Path file, String engine) throws IOException, ModelException {
        ZooModel<NDList, NDList> model = Encoder.load(file, engine);
        forms.add(new Form(name, Files.size(file), model, model.newPredictor()));
    }

    private static CalibrationTable calibrate(Path model, List<CalibrationInput> sentences)
            throws IOException, ModelException, TranslateException {
        CalibrationConfig config = CalibrationConfig.builder().setModel(model).build();
        return new Calibrator(config)
                .calibrate(CalibrationDataset.of(sentences))
                .table(CalibrationMethod.parse("minmax"), QuantizedType.UINT8, Symmetry.ASYMMETRIC);
    }

    private List<CalibrationInput> sentences(Path corpus, int count) throws IOException {
        return Corpus.of(CorpusSource.of(corpus)).sample(count, SEED).stream()
                .map(s -> input(tokenizer.encode(String.join(" ", s.words()))))
                .toList();
    }

    private static CalibrationInput input(Encoding encoding) {
        int tokens = encoding.getIds().length;
        return CalibrationInput.of(
                InputArray.ofLongs("input_ids", encoding.getIds(), 1, tokens),
                InputArray.ofLongs("attention_mask", encoding.getAttentionMask(), 1, tokens),
                InputArray.ofLongs("token_type_ids", encoding.getTypeIds(), 1, tokens));
    }

    private void print(List<CalibrationInput> sentences) throws TranslateException {
        InterleavedTimer warmUp = new InterleavedTimer(forms.size());
        for (CalibrationInput sentence :
                sentences.subList(0, Math.min(WARM_UP, sentences.size()))) {
            states(warmUp, sentence);
        }
        List<HiddenStateError> errors = forms.stream().map(f -> new HiddenStateError()).toList();
        InterleavedTimer timer = new InterleavedTimer(forms.size());
        for (CalibrationInput sentence : sentences) {
            List<float[]> states = states(timer, sentence);
            int width = states.get(0).length / (int) sentence.arrays().get(0).dims()[1];
            for (int i = 0; i < forms.size(); i++) {
                errors.get(i).add(states.get(0), states.get(i), width);
            }
        }
        print(errors, timer.statistics());
    }

    private List<float[]> states(InterleavedTimer timer, CalibrationInput sentence)
            throws TranslateException {
        List<InterleavedTimer.Work<float[], TranslateException>> work = new ArrayList<>();
        forms.forEach(form -> work.add(() -> form.states(sentence)));
        return timer.round(work);
    }

    private void print(List<HiddenStateError> errors, List<LatencyStatistics> times) {
        System.out.println(
                "| form | MB | SQNR dB | cosine of tokens | lowest | cosine of sentences |"
                        + " times float32 | times published |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (int i = 0; i < forms.size(); i++) {
            HiddenStateError error = errors.get(i);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.5f | %.4f | %.5f | %.2f | %.2f |%n",
                    forms.get(i).name(),
                    forms.get(i).bytes() / 1e6,
                    error.decibels(),
                    error.tokenCosine(),
                    error.lowestCosine(),
                    error.sentenceCosine(),
                    (double) times.get(0).p50() / times.get(i).p50(),
                    (double) times.get(1).p50() / times.get(i).p50());
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        forms.forEach(Form::close);
        tokenizer.close();
    }

    /** A form of the encoder; owns model and predictor. */
    private record Form(
            String name,
            long bytes,
            ZooModel<NDList, NDList> model,
            Predictor<NDList, NDList> predictor) {

        float[] states(CalibrationInput sentence) throws TranslateException {
            try (NDManager manager = model.getNDManager().newSubManager();
                    NDList output = predictor.predict(sentence.toNDList(manager))) {
                ByteBuffer bytes = output.get(0).toByteBuffer().order(ByteOrder.nativeOrder());
                float[] states = new float[bytes.asFloatBuffer().remaining()];
                bytes.asFloatBuffer().get(states);
                return states;
            }
        }

        void close() {
            predictor.close();
            model.close();
        }
    }
}
