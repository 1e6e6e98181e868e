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

import io.github.djlint8.cli.train.EntitySelection;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which entities a command learns. */
final class EntityOptions {

    @Option(
            names = "--entities",
            paramLabel = "TYPE",
            split = ",",
            description = "The types of entities; others are read as none (default: all).")
    private Set<String> types;

    @Option(
            names = "--empty-share",
            paramLabel = "SHARE",
            description = "The share of sentences without entities to train on (default: 1).")
    private Double emptyShare;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee;

    /** Returns the selection; with other tags than those of entities there is none. */
    EntitySelection selection(boolean ofEntities, long seed) {
        if (!ofEntities && (types != null || emptyShare != null)) {
            throw new ParameterException(
                    mixee.commandLine(), "--entities and --empty-share need --task ner");
        }
        try {
            return new EntitySelection(
                    types == null ? Set.of() : new TreeSet<>(types),
                    emptyShare == null ? 1 : emptyShare,
                    seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(mixee.commandLine(), e.getMessage(), e);
        }
    }
}
