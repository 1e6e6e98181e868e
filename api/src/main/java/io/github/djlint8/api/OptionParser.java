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
package io.github.djlint8.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads a map of options once into typed values; what is not asked for is an error.
 *
 * <p>Each {@code takeX} call removes one option. {@link #finish()} then fails on the first one that
 * nobody took and lists those that are known. Not safe for use by many threads.
 */
public final class OptionParser {

    private final String owner;
    private final Map<String, Object> left = new TreeMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * Creates a parser over a copy of the options.
     *
     * @param owner whose options these are, for errors
     * @param options the options; may be null
     */
    public OptionParser(String owner, Map<String, ?> options) {
        this.owner = owner;
        if (options != null) {
            left.putAll(options);
        }
    }

    /**
     * Takes an option as text.
     *
     * @param key the name of the option
     * @return its value, if it is there
     */
    public Optional<String> takeString(String key) {
        known.add(key);
        return Optional.ofNullable(left.remove(key)).map(Object::toString).map(String::strip);
    }

    /**
     * Takes an option as it is.
     *
     * @param key the name of the option
     * @param type the type that its value must have
     * @param <T> the type that its value must have
     * @return its value, if it is there
     * @throws IllegalArgumentException if the value is of another type
     */
    public <T> Optional<T> takeObject(String key, Class<T> type) {
        known.add(key);
        Object value = left.remove(key);
        if (value != null && !type.isInstance(value)) {
            throw bad(key, value, "a " + type.getName());
        }
        return Optional.ofNullable(type.cast(value));
    }

    /**
     * Takes an option that is {@code true} or {@code false}.
     *
     * @param key the name of the option
     * @return its value, if it is there
     * @throws IllegalArgumentException if the value is neither
     */
    public Optional<Boolean> takeBoolean(String key) {
        return takeString(key)
                .map(
                        text ->
                                switch (text) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default -> throw bad(key, text, "true or false");
                                });
    }

    /**
     * Takes an option that is a whole number.
     *
     * @param key the name of the option
     * @param min the smallest value allowed
     * @param max the largest value allowed
     * @return its value, if it is there
     * @throws IllegalArgumentException if the value is not a whole number in the range
     */
    public Optional<Integer> takeInt(String key, int min, int max) {
        return takeString(key).map(text -> parseInt(key, text, min, max));
    }

    /**
     * Takes an option that is a number.
     *
     * @param key the name of the option
     * @param min the smallest value allowed
     * @param max the largest value allowed
     * @return its value, if it is there
     * @throws IllegalArgumentException if the value is not a number in the range
     */
    public Optional<Double> takeDouble(String key, double min, double max) {
        return takeString(key).map(text -> parseDouble(key, text, min, max));
    }

    /**
     * Takes an option that is one of the constants of an enumeration.
     *
     * @param key the name of the option
     * @param values the constants
     * @param spelling the text that stands for a constant
     * @param <E> the enumeration
     * @return its value, if it is there
     * @throws IllegalArgumentException if the value stands for no constant
     */
    public <E extends Enum<E>> Optional<E> takeEnum(
            String key, E[] values, Function<E, String> spelling) {
        return takeString(key).map(text -> parseEnum(key, text, values, spelling));
    }

    /**
     * Takes an option that is a list separated by commas.
     *
     * @param key the name of the option
     * @return its items without blanks around them, if it is there
     */
    public Optional<List<String>> takeList(String key) {
        return takeString(key).map(OptionParser::splitList);
    }

    /**
     * Takes all options whose names begin with a prefix.
     *
     * @param prefix the prefix
     * @return the options under their whole names, in order of name
     */
    public Map<String, String> takePrefix(String prefix) {
        known.add(prefix + "*");
        Map<String, String> taken = new TreeMap<>();
        for (String key : List.copyOf(left.keySet())) {
            if (key.startsWith(prefix)) {
                taken.put(key, String.valueOf(left.remove(key)));
            }
        }
        return taken;
    }

    /**
     * Accepts options that others read and this parser does not.
     *
     * @param keys their names
     */
    public void ignore(Collection<String> keys) {
        keys.forEach(left::remove);
    }

    /**
     * Ends the parsing.
     *
     * @throws IllegalArgumentException if there is an option that nobody took
     */
    public void finish() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown option of "
                            + owner
                            + ": "
                            + String.join(", ", left.keySet())
                            + ". Known options: "
                            + String.join(", ", known));
        }
    }

    private int parseInt(String key, String text, int min, int max) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // reported below with the range
        }
        throw bad(key, text, "a whole number in [" + min + ", " + max + "]");
    }

    private double parseDouble(String key, String text, double min, double max) {
        try {
            double value = Double.parseDouble(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // reported below with the range
        }
        throw bad(key, text, "a number in [" + min + ", " + max + "]");
    }

    private <E extends Enum<E>> E parseEnum(
            String key, String text, E[] values, Function<E, String> spelling) {
        List<String> spellings = new ArrayList<>();
        for (E value : values) {
            if (spelling.apply(value).equalsIgnoreCase(text)) {
                return value;
            }
            spellings.add(spelling.apply(value));
        }
        throw bad(key, text, "one of " + String.join(", ", spellings));
    }

    private static List<String> splitList(String text) {
        List<String> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.strip());
            }
        }
        return List.copyOf(items);
    }

    private IllegalArgumentException bad(String key, Object found, String expected) {
        return new IllegalArgumentException(
                "Option " + key + " of " + owner + " must be " + expected + ", found " + found);
    }
}
