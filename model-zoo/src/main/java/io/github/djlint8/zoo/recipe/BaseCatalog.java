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
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/**
 * The encoders that recipes and trainings start from.
 *
 * <p>A new one is a file {@code base/NAME.json} beside this class and one name in {@link #NAMES}.
 * Safe for use by many threads.
 */
public final class BaseCatalog {

    /** The names of the encoders. */
    public static final List<String> NAMES = List.of("all-minilm-l6-v2", "bert-base-cased");

    private BaseCatalog() {}

    /**
     * Reads the description of an encoder.
     *
     * @param name its name
     * @return the description
     * @throws FileNotFoundException if there is none of the name
     * @throws IOException if it cannot be read
     */
    public static BaseModel read(String name) throws IOException {
        return RecipeJson.parse(json(name), BaseModel.class, "Base " + name);
    }

    /** Returns the description as it is written. */
    static JsonObject json(String name) throws IOException {
        if (!NAMES.contains(name)) {
            throw new FileNotFoundException(
                    "No base " + name + "; there are " + String.join(", ", NAMES));
        }
        return RecipeJson.read("base/" + name + ".json");
    }
}
