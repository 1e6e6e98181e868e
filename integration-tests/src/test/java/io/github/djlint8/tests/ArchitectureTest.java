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
package io.github.djlint8.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.testng.Assert;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Holds the arrows between the modules that docs/architecture.md draws. */
public class ArchitectureTest {

    private static final String ROOT = "io.github.djlint8.";

    private static final String ADVICE =
            "docs/architecture.md draws the arrows between the modules. Move the code to the module"
                    + " that may have this dependency, or pass what it needs through a type of the api"
                    + " module. A new arrow needs a change of that page and of this test";

    private JavaClasses classes;

    @BeforeClass
    public void read() {
        classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.github.djlint8");
        for (Module module : Module.values()) {
            Assert.assertTrue(
                    classes.stream().anyMatch(module::owns), "No class of " + module + " was read");
        }
    }

    @DataProvider
    public Object[][] modules() {
        return Arrays.stream(Module.values()).map(m -> new Object[] {m}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "modules")
    public void modulesFollowTheArrows(Module module) {
        rule(
                noClasses()
                        .that(ownedBy(module))
                        .should()
                        .dependOnClassesThat(
                                describe(
                                        "are in a module that no arrow from "
                                                + module
                                                + " leads to",
                                        c -> isOurs(c) && !module.mayUse(c))));
    }

    @Test
    public void onlyTheEngineUsesOnnxRuntime() {
        rule(
                noClasses()
                        .that(describe("are outside the engine", c -> !Module.ENGINE.owns(c)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("ai.onnxruntime..", "ai.djl.onnxruntime.."));
    }

    @Test
    public void noModuleUsesThePyTorchEngineByItsClasses() {
        rule(
                noClasses()
                        .that(describe("are ours", ArchitectureTest::isOurs))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("ai.djl.pytorch.."));
    }

    @Test
    public void onlyTheTokenizingModulesUseTokenizers() {
        rule(
                noClasses()
                        .that(describe("are outside the model zoo", c -> !Module.ZOO.owns(c)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("ai.djl.huggingface..", "opennlp.."));
    }

    @Test
    public void theGraphLibraryKnowsOnlyExceptionsOfDjl() {
        rule(
                noClasses()
                        .that(ownedBy(Module.GRAPH))
                        .should()
                        .dependOnClassesThat(
                                describe(
                                        "belong to DJL and are no exceptions",
                                        c ->
                                                c.getPackageName().startsWith("ai.djl")
                                                        && !c.isAssignableTo(Exception.class))));
    }

    @Test
    public void protobufStaysInTheGraphLibrary() {
        rule(
                noClasses()
                        .that(describe("are outside the graph library", c -> !Module.GRAPH.owns(c)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.google.protobuf.."));
    }

    @Test
    public void nothingStandsInPackagesOfDjl() {
        JavaClasses foreign = new ClassFileImporter().importPackages("ai.djl");
        foreign.stream()
                .filter(c -> moduleFolder(c).isPresent())
                .forEach(c -> Assert.fail(c.getName() + " stands in a package of DJL. " + ADVICE));
    }

    @Test
    public void everyPackageIsInOneModuleUnderItsRoot() {
        Map<String, String> homes = new TreeMap<>();
        for (JavaClass c : classes) {
            String home = location(c);
            String other = homes.putIfAbsent(c.getPackageName(), home);
            Assert.assertTrue(
                    other == null || other.equals(home),
                    c.getPackageName() + " is split between " + other + " and " + home);
            moduleFolder(c)
                    .ifPresent(
                            folder ->
                                    Assert.assertTrue(
                                            Module.ofFolder(folder).owns(c),
                                            c.getName()
                                                    + " is outside the package root of "
                                                    + folder));
        }
    }

    private void rule(ArchRule rule) {
        rule.because(ADVICE).check(classes);
    }

    private static DescribedPredicate<JavaClass> ownedBy(Module module) {
        return describe("are in " + module, module::owns);
    }

    private static DescribedPredicate<JavaClass> describe(
            String text, java.util.function.Predicate<JavaClass> test) {
        return DescribedPredicate.describe(text, test);
    }

    private static boolean isOurs(JavaClass c) {
        return c.getPackageName().startsWith(ROOT);
    }

    private static String location(JavaClass c) {
        String uri = c.getSource().orElseThrow().getUri().toString();
        String classFile = c.getName().replace('.', '/');
        int end = uri.indexOf(classFile);
        return end < 0 ? uri : uri.substring(0, end);
    }

    /** The folder of the module that a class was built in; none for libraries. */
    private static java.util.Optional<String> moduleFolder(JavaClass c) {
        String place = location(c).replaceFirst("^jar:", "").replaceFirst("!/.*$", "");
        if (!place.startsWith("file:") || !place.contains("/target/")) {
            return java.util.Optional.empty();
        }
        Path path = Path.of(URI.create(place));
        while (!path.getFileName().toString().equals("target")) {
            path = path.getParent();
        }
        return java.util.Optional.of(path.getParent().getFileName().toString());
    }

    /** A module: its folder, the root of its packages, and the modules its arrows lead to. */
    public enum Module {
        API("api", "api"),
        GRAPH("onnx-graph", "onnx", API),
        ENGINE("engine-int8", "engine", GRAPH, API),
        CALIBRATION("calibration", "calibration", GRAPH, API),
        TRAINING("training", "training", GRAPH, API),
        ZOO("model-zoo", "zoo", ENGINE, GRAPH, API),
        CLI("cli", "cli", ZOO, TRAINING, CALIBRATION, ENGINE, GRAPH, API);

        private final String folder;
        private final String root;
        private final Module[] arrows;

        Module(String folder, String root, Module... arrows) {
            this.folder = folder;
            this.root = ROOT + root;
            this.arrows = arrows;
        }

        boolean owns(JavaClass c) {
            return c.getPackageName().equals(root) || c.getPackageName().startsWith(root + ".");
        }

        boolean mayUse(JavaClass c) {
            return owns(c) || Arrays.stream(arrows).anyMatch(m -> m.owns(c));
        }

        static Module ofFolder(String folder) {
            return Arrays.stream(values())
                    .filter(m -> m.folder.equals(folder))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("Unknown module folder " + folder));
        }
    }
}
