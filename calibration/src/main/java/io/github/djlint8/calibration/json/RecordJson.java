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
package io.github.djlint8.calibration.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns records of numbers, texts, enumerations, optional values, lists, maps and records into JSON
 * and back. Gson's own reading takes missing entries for 0 and cannot say which one is wrong.
 *
 * <p>NaN and infinities, which JSON lacks, are null and read as NaN. Stateless and safe for use by
 * many threads.
 */
public final class RecordJson {

    private static final long MAX_BYTES = 64L << 20;

    private RecordJson() {}

    /**
     * Writes a record as a tree with an entry for each component.
     *
     * @param value the record
     * @return the tree
     */
    public static JsonObject write(Record value) {
        JsonObject object = new JsonObject();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            object.add(component.getName(), write(component(value, component)));
        }
        return object;
    }

    /**
     * Writes any value that a component may have.
     *
     * @param value the value
     * @return the tree
     */
    public static JsonElement write(Object value) {
        if (value instanceof Record record) {
            return write(record);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(RecordJson::write).orElse(JsonNull.INSTANCE);
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(element -> array.add(write(element)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, element) -> object.add((String) key, write(element)));
            return object;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        return value instanceof Boolean flag
                ? new JsonPrimitive(flag)
                : new JsonPrimitive(value instanceof Enum<?> e ? e.name() : (String) value);
    }

    /**
     * Writes a number.
     *
     * @param value the number
     * @return the number, or null if it is not finite
     */
    public static JsonElement number(Number value) {
        return Double.isFinite(value.doubleValue()) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }

    /**
     * Reads the text of a file that is no larger than any report.
     *
     * @param file the file
     * @return the text
     * @throws IOException if the file cannot be read or is too large
     */
    public static String text(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new IOException(file + " has " + bytes + " bytes, expected at most " + MAX_BYTES);
        }
        return Files.readString(file);
    }

    /**
     * Reads a record.
     *
     * @param tree the tree
     * @param type the class of the record
     * @param <T> the class of the record
     * @return the record
     * @throws JsonParseException if an entry is missing or wrong; names it
     */
    public static <T extends Record> T read(JsonElement tree, Class<T> type) {
        return type.cast(record(tree, type, ""));
    }

    private static Object component(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Accessors of public records only return", e);
        }
    }

    private static Object record(JsonElement tree, Class<?> type, String path) {
        if (!tree.isJsonObject()) {
            throw wrong(path, "an object", tree);
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String name = components[i].getName();
            String inner = path.isEmpty() ? name : path + "." + name;
            JsonElement found = tree.getAsJsonObject().get(name);
            if (found == null) {
                throw new JsonParseException(inner + " is missing");
            }
            values[i] = value(found, components[i].getGenericType(), inner);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new JsonParseException(path + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is a public record", e);
        }
    }

    private static Object value(JsonElement tree, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            return collection(tree, generic, path);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return record(tree, raw, path);
        }
        boolean real = raw == double.class || raw == Double.class;
        if (real && tree.isJsonNull()) {
            return Double.NaN;
        }
        if (!tree.isJsonPrimitive()) {
            throw wrong(path, raw.getSimpleName(), tree);
        }
        JsonPrimitive primitive = tree.getAsJsonPrimitive();
        return raw.isEnum() ? constant(primitive, raw, path) : simple(primitive, raw, path);
    }

    private static Object collection(JsonElement tree, ParameterizedType type, String path) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return tree.isJsonNull()
                    ? Optional.empty()
                    : Optional.of(value(tree, arguments[0], path));
        }
        if (type.getRawType() == List.class) {
            if (!tree.isJsonArray()) {
                throw wrong(path, "an array", tree);
            }
            List<Object> list = new ArrayList<>();
            for (JsonElement element : tree.getAsJsonArray()) {
                list.add(value(element, arguments[0], path + "[" + list.size() + "]"));
            }
            return list;
        }
        if (!tree.isJsonObject()) {
            throw wrong(path, "an object", tree);
        }
        SortedMap<String, Object> map = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry : tree.getAsJsonObject().entrySet()) {
            String key = entry.getKey();
            map.put(key, value(entry.getValue(), arguments[1], path + "." + key));
        }
        return map;
    }

    private static Object simple(JsonPrimitive primitive, Class<?> type, String path) {
        if (type == String.class && primitive.isString()) {
            return primitive.getAsString();
        }
        if (type == boolean.class && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        if (primitive.isNumber()) {
            try {
                if (type == double.class || type == Double.class) {
                    return primitive.getAsDouble();
                }
                long whole = primitive.getAsBigDecimal().longValueExact();
                if (type == int.class) {
                    return Math.toIntExact(whole);
                }
                if (type == long.class || type == Long.class) {
                    return whole;
                }
            } catch (ArithmeticException | NumberFormatException e) {
                throw wrong(path, type.getSimpleName(), primitive);
            }
        }
        throw wrong(path, type.getSimpleName(), primitive);
    }

    private static Object constant(JsonPrimitive primitive, Class<?> type, String path) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(primitive.getAsString())) {
                return constant;
            }
        }
        throw wrong(path, "one of " + Arrays.toString(type.getEnumConstants()), primitive);
    }

    private static JsonParseException wrong(String path, String expected, JsonElement found) {
        String text = found.toString();
        return new JsonParseException(
                (path.isEmpty() ? "the whole" : path)
                        + " must be "
                        + expected
                        + ", found "
                        + (text.length() > 80 ? text.substring(0, 80) + "..." : text));
    }
}
