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

import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.output.TextTable;
import io.github.djlint8.zoo.Int8ModelZoo;
import io.github.djlint8.zoo.recipe.ClassPathFile;
import io.github.djlint8.zoo.recipe.Recipe;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.recipe.RecipeLicense;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code djl-int8 models}: lists the taggers of the zoo. */
@Command(
        name = "models",
        sortOptions = false,
        description = "List the models that load by name.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 models --format text",
            "  djl-int8 models --format json | jq '.[].artifactId'"
        })
final class ModelsCommand implements Callable<Integer> {

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> models = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        for (String artifactId : RecipeCatalog.ARTIFACTS) {
            Recipe recipe = RecipeCatalog.read(artifactId);
            if (format.isJson()) {
                models.add(describe(recipe));
            } else {
                print(recipe, out);
            }
        }
        if (format.isJson()) {
            out.println(Json.report(models));
        }
        return ExitCode.OK;
    }

    private static void print(Recipe recipe, PrintWriter out) throws IOException {
        TextTable table = new TextTable(recipe.artifactId(), recipe.name());
        table.row("task", recipe.task() + ", " + recipe.language());
        table.row("description", recipe.description());
        table.row("labels", String.join(" ", recipe.labels()));
        new TreeMap<>(recipe.scores())
                .forEach((name, score) -> table.row("score", name + " " + score));
        table.row(
                "base",
                recipe.base().coordinates()
                        + ", "
                        + size(recipe.base().source().weights(), recipe));
        if (recipe.parent() != null) {
            table.row("builds on", recipe.parent().artifactId());
        }
        table.row("delta", "in this program, " + size(recipe.delta(), recipe));
        for (RecipeLicense license : recipe.licenses()) {
            table.row("licence", license.id() + ": " + license.name());
        }
        table.row("source", recipe.attribution());
        out.println(table);
    }

    private static Map<String, Object> describe(Recipe recipe) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("groupId", Int8ModelZoo.GROUP_ID);
        map.put("artifactId", recipe.artifactId());
        map.put("version", recipe.version());
        map.put("name", recipe.name());
        map.put("description", recipe.description());
        map.put("task", recipe.task());
        map.put("language", recipe.language());
        map.put("labels", recipe.labels());
        map.put("scores", new TreeMap<>(recipe.scores()));
        map.put("base", recipe.base().coordinates());
        String artifact = recipe.base().coordinates();
        ClassPathFile weights = recipe.base().source().weights();
        weights.size(artifact).ifPresent(b -> map.put("baseBytes", b));
        if (recipe.parent() != null) {
            map.put("parent", recipe.parent().artifactId());
        }
        recipe.delta().size(artifact).ifPresent(b -> map.put("deltaBytes", b));
        map.put("licenses", licenses(recipe));
        map.put("attribution", recipe.attribution());
        return map;
    }

    private static Map<String, String> licenses(Recipe recipe) {
        return recipe.licenses().stream()
                .collect(
                        Collectors.toMap(
                                RecipeLicense::id,
                                RecipeLicense::name,
                                (first, second) -> first + "; " + second,
                                LinkedHashMap::new));
    }

    private static String size(ClassPathFile file, Recipe recipe) throws IOException {
        OptionalLong bytes = file.size(recipe.base().coordinates());
        return bytes.isPresent() ? ByteSize.format(bytes.getAsLong()) : "not here, see --base-jar";
    }
}
