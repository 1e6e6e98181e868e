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
package io.github.djlint8.cli.output;

import java.io.IOException;
import java.util.Map;

/** What a command reports at its end, in both of its formats. */
public interface CommandReport {

    /**
     * Returns the report for people.
     *
     * @return lines, the last with its line break
     * @throws IOException if a file that the report is about is no longer there
     */
    String toText() throws IOException;

    /**
     * Returns the report for programs.
     *
     * @return maps, lists, texts and numbers
     * @throws IOException if a file that the report is about is no longer there
     */
    Map<String, Object> toMap() throws IOException;
}
