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

import ai.djl.MalformedModelException;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.Digests;
import io.github.djlint8.api.FileStamp;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes of models with all their external data, remembered between runs.
 *
 * <p>Reading hundreds of megabytes costs more than opening a session, so a hash is kept for as long
 * as size, times and identity of every file stay the same. The time of the file that keeps it is
 * that of its last use. Safe for use by many threads and processes.
 */
final class ContentHashes {

    private static final Logger logger = LoggerFactory.getLogger(ContentHashes.class);

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String MEMO = ".txt";

    /** Each takes a block of the disk, and more are no models but copies of some. */
    private static final int MAX_MODELS = 1000;

    private final Path folder;
    private final int maxModels;

    /**
     * Creates the hashes.
     *
     * @param folder where they are remembered; made when needed
     */
    ContentHashes(Path folder) {
        this(folder, MAX_MODELS);
    }

    /** Creates the hashes of so many models at most. */
    ContentHashes(Path folder, int maxModels) {
        this.folder = folder;
        this.maxModels = maxModels;
    }

    /** Returns the hash of a model. */
    String of(Path model) throws IOException, MalformedModelException {
        Path real = model.toRealPath();
        Path memo = folder.resolve(Digests.of(List.of(real.toString())) + MEMO);
        List<String> lines = read(memo);
        if (lines.size() > 1
                && HASH.matcher(lines.get(0)).matches()
                && lines.get(1).startsWith(real + "\t")
                && lines.subList(1, lines.size()).equals(restamp(lines))) {
            CachedFolder.touch(memo);
            return lines.get(0);
        }
        List<Path> files = new ArrayList<>(List.of(real));
        files.addAll(OnnxModel.open(real).externalFiles());
        // Stamped before reading: a file that changes meanwhile does not fit its stamp.
        List<String> stamps = new ArrayList<>();
        boolean settled = true;
        for (Path file : files) {
            FileStamp stamp = FileStamp.of(file);
            settled &= stamp.isSettled();
            stamps.add(line(file, stamp));
        }
        String hash = ModelHash.of(files);
        if (settled) {
            stamps.add(0, hash);
            write(memo, stamps);
        }
        return hash;
    }

    private static List<String> restamp(List<String> lines) {
        List<String> stamps = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            try {
                Path file = file(line);
                stamps.add(line(file, FileStamp.of(file)));
            } catch (IOException | InvalidPathException e) {
                return List.of();
            }
        }
        return stamps;
    }

    private static String line(Path file, FileStamp stamp) {
        return file + "\t" + stamp.text();
    }

    private static Path file(String line) {
        return Path.of(line.substring(0, Math.max(0, line.indexOf('\t'))));
    }

    private static List<String> read(Path memo) {
        try {
            return Files.readAllLines(memo);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            logger.debug("Cannot read {}, hashing again: {}", memo, e.toString());
            return List.of();
        }
    }

    private void write(Path memo, List<String> lines) {
        try {
            Files.createDirectories(folder);
            AtomicFile.writeString(memo, String.join("\n", lines));
            if (memos().size() > maxModels) {
                forget(Instant.MIN);
            }
        } catch (IOException e) {
            logger.debug("Cannot remember the hash of a model in {}: {}", memo, e.toString());
        }
    }

    /**
     * Forgets models that are gone, those that were not used since a time, and of too many those
     * that were not used for longest. A failure is logged.
     *
     * @param unusedSince the time
     */
    void forget(Instant unusedSince) {
        try {
            int kept = 0;
            for (Memo memo : memos()) {
                if (kept == maxModels || memo.lastUse.isBefore(unusedSince) || isGone(memo)) {
                    Files.deleteIfExists(memo.file);
                } else {
                    kept++;
                }
            }
            deleteLeftovers();
        } catch (IOException e) {
            logger.warn("Hashes of models in {} are not forgotten: {}", folder, e.toString());
        }
    }

    /** Returns what is remembered, what was used last first. */
    private List<Memo> memos() throws IOException {
        List<Memo> memos = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(MEMO)
                    && HASH.matcher(name.substring(0, name.length() - MEMO.length())).matches()) {
                memos.add(new Memo(file, CachedFolder.lastUse(file)));
            }
        }
        memos.sort(Comparator.comparing(Memo::lastUse).reversed());
        return memos;
    }

    private static boolean isGone(Memo memo) {
        List<String> lines = read(memo.file);
        if (lines.size() < 2) {
            return true;
        }
        try {
            Path model = file(lines.get(1));
            return !model.isAbsolute() || Files.notExists(model);
        } catch (InvalidPathException e) {
            return true;
        }
    }

    /** Deletes what writers that were killed have left. */
    private void deleteLeftovers() throws IOException {
        for (Path file : files()) {
            if (file.getFileName().toString().startsWith(".") && CachedFolder.isAbandoned(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private record Memo(Path file, Instant lastUse) {}
}
