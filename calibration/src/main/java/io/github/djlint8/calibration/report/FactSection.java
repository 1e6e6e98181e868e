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
package io.github.djlint8.calibration.report;

import java.util.List;

/** Configuration and provenance: what was made of what, with which hashes. */
record FactSection(List<FactGroup> groups) implements Section {

    /** {@inheritDoc} */
    @Override
    public String id() {
        return "provenance";
    }

    /** {@inheritDoc} */
    @Override
    public String heading() {
        return "Configuration and provenance";
    }

    /** {@inheritDoc} */
    @Override
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** {@inheritDoc} */
    @Override
    public void write(Markup out) {
        for (FactGroup group : groups) {
            out.element("h3", group.title()).open("dl");
            for (Fact fact : group.facts()) {
                out.element("dt", fact.name()).element("dd", fact.value()).line();
            }
            out.close().line();
        }
    }
}
