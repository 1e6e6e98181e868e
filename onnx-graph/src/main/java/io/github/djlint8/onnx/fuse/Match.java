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
package io.github.djlint8.onnx.fuse;

/**
 * What a pattern found, or why it found nothing.
 *
 * @param <T> the type of what is found
 * @param value what was found; null if nothing was
 * @param reason why nothing was found; empty if something was
 */
record Match<T>(T value, String reason) {

    static <T> Match<T> of(T value) {
        return new Match<>(value, "");
    }

    static <T> Match<T> none(String reason) {
        return new Match<>(null, reason);
    }

    boolean found() {
        return value != null;
    }
}
