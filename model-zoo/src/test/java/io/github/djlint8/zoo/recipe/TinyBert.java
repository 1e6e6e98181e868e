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
package io.github.djlint8.zoo.recipe;

import com.google.gson.JsonObject;
import io.github.djlint8.api.Digests;
import io.github.djlint8.zoo.text.CaseScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A cased BERT of one layer in a jar laid out as that of the published one: the weights are a
 * TensorFlow checkpoint in a zip file without compression inside of the jar.
 */
final class TinyBert {

    static final String COORDINATES = "org.example:tiny-bert:1.0.0";
    static final String RESOURCE = "org/example/tiny-bert";
    static final String VOCABULARY = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nParis\n##s\na\n.\n";

    private static final int WIDTH = 4;
    private static final int INNER = 8;
    private static final int WORDS = 9;
    private static final int POSITIONS = 6;

    private final SortedMap<String, long[]> shapes = new TreeMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();

    TinyBert() {
        String embeddings = "module/bert/embeddings/";
        shapes.put(embeddings + "word_embeddings", new long[] {WORDS, WIDTH});
        shapes.put(embeddings + "position_embeddings", new long[] {POSITIONS, WIDTH});
        shapes.put(embeddings + "token_type_embeddings", new long[] {2, WIDTH});
        addNorm(embeddings);
        String layer = "module/bert/encoder/layer_0/";
        addDense(layer + "attention/self/query/", WIDTH, WIDTH);
        addDense(layer + "attention/self/key/", WIDTH, WIDTH);
        addDense(layer + "attention/self/value/", WIDTH, WIDTH);
        addDense(layer + "attention/output/dense/", WIDTH, WIDTH);
        addNorm(layer + "attention/output/");
        addDense(layer + "intermediate/dense/", WIDTH, INNER);
        addDense(layer + "output/dense/", INNER, WIDTH);
        addNorm(layer + "output/");
        float next = 0;
        for (Map.Entry<String, long[]> shape : shapes.entrySet()) {
            float[] numbers = new float[(int) count(shape.getValue())];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = next++ / 1000;
            }
            values.put(shape.getKey(), numbers);
        }
    }

    /** Returns a variable of the checkpoint. */
    float[] variable(String name) {
        return values.get("module/bert/" + name);
    }

    static JsonObject config() {
        JsonObject config = new JsonObject();
        config.addProperty("model_type", "bert");
        config.addProperty("hidden_act", "gelu");
        config.addProperty("num_hidden_layers", 1);
        config.addProperty("hidden_size", WIDTH);
        config.addProperty("num_attention_heads", 2);
        config.addProperty("intermediate_size", INNER);
        config.addProperty("vocab_size", WORDS);
        config.addProperty("max_position_embeddings", POSITIONS);
        config.addProperty("type_vocab_size", 2);
        config.addProperty("layer_norm_eps", "1e-12");
        return config;
    }

    /** Returns the archive with the checkpoint. */
    byte[] archive(String vocabulary) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        values.values().forEach(v -> data.writeBytes(bytes(v).array()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            store(zip, "assets/", new byte[0]);
            store(zip, "assets/vocab.txt", vocabulary.getBytes(StandardCharsets.UTF_8));
            store(zip, "saved_model.pb", new byte[100]);
            store(zip, "variables/variables.data-00000-of-00001", data.toByteArray());
            store(zip, "variables/variables.index", index());
        }
        return out.toByteArray();
    }

    /** Writes a jar with files, compressed as in any jar. */
    static void writeJar(Path jar, Map<String, byte[]> files) throws IOException {
        Files.createDirectories(jar.toAbsolutePath().getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
    }

    /** Describes a base whose archive has this content. */
    static BaseModel base(byte[] archive, JsonObject config) {
        ClassPathFile file = new ClassPathFile(RESOURCE, sha256(archive));
        BaseSource source =
                new TensorFlowSource(file, "variables/variables", "assets/vocab.txt", false);
        return new BaseModel("tiny", COORDINATES, source, CaseScheme.NONE, config);
    }

    static String sha256(byte[] content) {
        return java.util.HexFormat.of().formatHex(Digests.sha256().digest(content));
    }

    private void addNorm(String name) {
        shapes.put(name + "LayerNorm/gamma", new long[] {WIDTH});
        shapes.put(name + "LayerNorm/beta", new long[] {WIDTH});
    }

    private void addDense(String name, int in, int out) {
        shapes.put(name + "kernel", new long[] {in, out});
        shapes.put(name + "bias", new long[] {out});
    }

    /** A sorted table with one block of data. */
    private byte[] index() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        // BundleHeaderProto {num_shards: 1}
        entry(block, "", new byte[] {0x08, 0x01});
        long offset = 0;
        for (Map.Entry<String, long[]> shape : shapes.entrySet()) {
            float[] numbers = values.get(shape.getKey());
            entry(block, shape.getKey(), bundleEntry(shape.getValue(), offset, numbers));
            offset += 4L * numbers.length;
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] place = writeBlock(file, block);
        byte[] none = writeBlock(file, new ByteArrayOutputStream());
        ByteArrayOutputStream places = new ByteArrayOutputStream();
        entry(places, shapes.lastKey(), place);
        byte[] index = writeBlock(file, places);
        ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        footer.put(none).put(index).putLong(40, 0xdb4775248b80fb57L);
        file.writeBytes(footer.array());
        return file.toByteArray();
    }

    /** BundleEntryProto {dtype: DT_FLOAT, shape, offset, size, crc32c}. */
    private static byte[] bundleEntry(long[] dims, long offset, float[] numbers) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (long dim : dims) {
            shape.writeBytes(new byte[] {0x12, 0x02, 0x08, (byte) dim});
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x08, 0x01, 0x12, (byte) shape.size()});
        out.writeBytes(shape.toByteArray());
        out.write(0x20);
        varint(out, offset);
        out.write(0x28);
        varint(out, 4L * numbers.length);
        out.write(0x35);
        out.writeBytes(maskedCrc(bytes(numbers).array()));
        return out.toByteArray();
    }

    /** Adds an entry that shares nothing with the one before. */
    private static void entry(ByteArrayOutputStream block, String key, byte[] value) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        varint(block, 0);
        varint(block, name.length);
        varint(block, value.length);
        block.writeBytes(name);
        block.writeBytes(value);
    }

    /** Writes a block with one restart, and returns where it lies. */
    private static byte[] writeBlock(ByteArrayOutputStream file, ByteArrayOutputStream entries) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(entries.toByteArray());
        block.writeBytes(new byte[] {0, 0, 0, 0, 1, 0, 0, 0});
        ByteArrayOutputStream place = new ByteArrayOutputStream();
        varint(place, file.size());
        varint(place, block.size());
        // Not compressed.
        block.write(0);
        file.writeBytes(block.toByteArray());
        file.writeBytes(maskedCrc(block.toByteArray()));
        return place.toByteArray();
    }

    private static byte[] maskedCrc(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long count(long[] dims) {
        long count = 1;
        for (long dim : dims) {
            count *= dim;
        }
        return count;
    }

    private static ByteBuffer bytes(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes;
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
