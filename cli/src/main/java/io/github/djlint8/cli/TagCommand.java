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
package io.github.djlint8.cli;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.Precision;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.cli.tag.ConlluTagWriter;
import io.github.djlint8.cli.tag.InputUnit;
import io.github.djlint8.cli.tag.JsonTagWriter;
import io.github.djlint8.cli.tag.SentenceIterator;
import io.github.djlint8.cli.tag.SentenceSource;
import io.github.djlint8.cli.tag.TagPipeline;
import io.github.djlint8.cli.tag.TagWriter;
import io.github.djlint8.cli.tag.TaggedText;
import io.github.djlint8.cli.tag.TextSentence;
import io.github.djlint8.cli.tag.TextTagWriter;
import io.github.djlint8.zoo.Int8ModelZoo;
import io.github.djlint8.zoo.bulk.BulkRun;
import io.github.djlint8.zoo.bulk.BulkTagger;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.text.EnglishTextSplitter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code djl-int8 tag}: parts of speech and named entities of English text. */
@Command(
        name = "tag",
        sortOptions = false,
        description =
                "Tag English text with parts of speech and named entities. Reads standard input if"
                        + " neither TEXT nor --file is given.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 tag \"Angela Merkel flew from Berlin to New York on Monday.\"",
            "  djl-int8 tag --task ner --format json --file letter.txt",
            "  djl-int8 tag --model pos-en-minilm,ner-en-minilm --file letter.txt",
            "  djl-int8 tag --task pos --input lines --format conllu < sentences.txt"
        })
final class TagCommand implements Callable<Integer> {

    private static final Path STANDARD_INPUT = Path.of("-");

    @Parameters(arity = "0..*", paramLabel = "TEXT", description = "A text to tag.")
    private List<String> texts = List.of();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Tag a UTF-8 file; - is standard input.")
    private Path file;

    @Option(
            names = "--input",
            paramLabel = "UNIT",
            defaultValue = "text",
            description =
                    "What the input is: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). With"
                            + " lines, each line is a sentence; with words, its words are separated by"
                            + " white space too.")
    private InputUnit input;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            defaultValue = "both",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Task task;

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Names from 'djl-int8 models' in place of --task: a model for parts of speech,"
                            + " one for entities, or both. Without it those of MiniLM run.")
    private List<String> models;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). JSON is one object a"
                            + " line, with offsets into the input.")
    private TagFormat format;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "int8",
            converter = OptionSpelling.Precisions.class,
            completionCandidates = OptionSpelling.Precisions.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "Int8",
            description = "Int8 or DynamicInt8 (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        if (file != null && !texts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Give TEXT or --file, not both");
        }
        requireEngine();
        requireFile();
        EnglishTextSplitter splitter = new EnglishTextSplitter();
        TagWriter writer = format.writer();
        try (TagPipeline pipeline = load();
                BulkTagger<TextSentence, TaggedText> tagger = pipeline.start()) {
            if (texts.isEmpty()) {
                try (SentenceSource source = open(splitter)) {
                    tag(source, length(), tagger, writer);
                }
            }
            for (String text : texts) {
                Reader reader = new StringReader(text);
                try (SentenceSource source = new SentenceSource("TEXT", reader, input, splitter)) {
                    tag(source, text.length(), tagger, writer);
                }
            }
        }
        return ExitCode.OK;
    }

    private void tag(
            SentenceSource source,
            long length,
            BulkTagger<TextSentence, TaggedText> tagger,
            TagWriter writer)
            throws IOException, TranslateException {
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = Progress.startBesideOutput("Tagging", length);
                BulkRun<TextSentence, TaggedText> run =
                        tagger.start(new SentenceIterator(source))) {
            // checkError also flushes, so that a reader downstream sees each sentence at once.
            for (var next = run.next(); next.isPresent() && !out.checkError(); next = run.next()) {
                out.print(writer.write(next.get().output()));
                progress.accept(source.position());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TranslateException("Interrupted while tagging", e);
        }
    }

    private TagPipeline load() throws IOException, ModelException {
        Map<String, String> names = models == null ? task.models : chosenModels();
        try (Progress progress = Progress.start("Loading models", Progress.UNKNOWN)) {
            progress.accept(1);
            return TagPipeline.load(names, precision, engine);
        }
    }

    private Map<String, String> chosenModels() throws IOException {
        if (spec.commandLine().getParseResult().hasMatchedOption("--task")) {
            throw new ParameterException(spec.commandLine(), "Give --model or --task, not both");
        }
        Map<String, String> chosen = new TreeMap<>();
        for (String name : models) {
            String taken = chosen.put(RecipeCatalog.read(name).task(), name);
            if (taken != null) {
                throw new ParameterException(
                        spec.commandLine(), taken + " and " + name + " have the same task");
            }
        }
        return chosen;
    }

    private SentenceSource open(EnglishTextSplitter splitter) throws IOException {
        if (isStandardInput()) {
            Reader reader = new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder());
            return new SentenceSource("standard input", reader, input, splitter);
        }
        return new SentenceSource(file.toString(), Files.newBufferedReader(file), input, splitter);
    }

    private void requireEngine() {
        Set<String> engines = new TreeSet<>(new Int8ModelZoo().getSupportedEngines());
        if (!engines.contains(engine)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Unknown engine " + engine + ": expected one of " + String.join(", ", engines));
        }
    }

    private void requireFile() throws FileNotFoundException {
        if (!isStandardInput() && texts.isEmpty() && !Files.isReadable(file)) {
            throw new FileNotFoundException(file + " does not exist or may not be read");
        }
        if (!isStandardInput() && texts.isEmpty() && Files.isDirectory(file)) {
            throw new FileNotFoundException(file + " is a folder, expected a text file");
        }
    }

    private boolean isStandardInput() {
        return file == null || file.equals(STANDARD_INPUT);
    }

    private long length() throws IOException {
        return isStandardInput() ? Progress.UNKNOWN : Files.size(file);
    }

    /** What is tagged. */
    enum Task {
        POS(Map.of(TagPipeline.POS, "pos-en-minilm")),
        NER(Map.of(TagPipeline.NER, "ner-en-minilm")),
        BOTH(Map.of(TagPipeline.POS, "pos-en-minilm", TagPipeline.NER, "ner-en-minilm"));

        private final Map<String, String> models;

        Task(Map<String, String> models) {
            this.models = models;
        }

        /** {@inheritDoc} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How tagged sentences are printed. */
    enum TagFormat {
        TEXT(TextTagWriter::new),
        JSON(JsonTagWriter::new),
        CONLLU(ConlluTagWriter::new);

        private final Supplier<TagWriter> writer;

        TagFormat(Supplier<TagWriter> writer) {
            this.writer = writer;
        }

        TagWriter writer() {
            return writer.get();
        }

        /** {@inheritDoc} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
