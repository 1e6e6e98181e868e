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

import ai.djl.Application;
import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.License;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.Progress;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.loading.CachedFolder;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A repository whose models are made from recipes and files on the class path, with no network.
 *
 * <p>Each recipe gives one artifact for each {@link Precision}, told apart by the property {@value
 * #PRECISION}; all of them share one folder, since the engine makes the precision from the Float32
 * graph and the calibration table. Safe for use by many threads.
 */
public final class RecipeRepository extends AbstractRepository {

    /** The property that tells artifacts of a model apart, and the option of the engine. */
    public static final String PRECISION = "precision";

    /** The group of the models. */
    public static final String GROUP_ID = "io.github.djlint8";

    private final Map<String, Metadata> metadata = new ConcurrentHashMap<>();

    /** Creates the repository; nothing is read yet. */
    public RecipeRepository() {
        super("djl-int8", URI.create("recipe:///"));
    }

    /** {@inheritDoc} */
    @Override
    public boolean isRemote() {
        return true;
    }

    /** {@inheritDoc} */
    @Override
    public Metadata locate(MRL mrl) throws IOException {
        Metadata known = metadata.get(mrl.getArtifactId());
        if (known == null) {
            known = describe(RecipeCatalog.read(mrl.getArtifactId()), mrl);
            metadata.put(mrl.getArtifactId(), known);
        }
        return known;
    }

    /** {@inheritDoc} */
    @Override
    public Artifact resolve(MRL mrl, Map<String, String> filter) throws IOException {
        return mrl.match(filter);
    }

    /** {@inheritDoc} */
    @Override
    public synchronized void prepare(Artifact artifact, Progress progress) throws IOException {
        if (progress != null) {
            progress.reset("Preparing " + artifact.getName(), 1);
        }
        preparer(artifact).prepare(getResourceDirectory(artifact));
        if (progress != null) {
            progress.update(0);
        }
    }

    /** {@inheritDoc} */
    @Override
    public Path getResourceDirectory(Artifact artifact) throws IOException {
        return getCacheDirectory()
                .resolve(artifact.getMetadata().getRepositoryUri().getPath())
                .resolve(artifact.getVersion() + '-' + preparer(artifact).fingerprint());
    }

    /** {@inheritDoc} */
    @Override
    public List<MRL> getResources() {
        return RecipeCatalog.ARTIFACTS.stream().map(this::resource).toList();
    }

    /**
     * Returns the resource of a model.
     *
     * @param artifactId the name of the model
     * @return the resource
     */
    public MRL resource(String artifactId) {
        return model(Application.NLP.TOKEN_CLASSIFICATION, GROUP_ID, artifactId);
    }

    /**
     * Returns the folders that models were prepared in, also by other versions of this library.
     *
     * @return the folders, those first that were not used for longest; the origin is the name of
     *     the model with its version
     * @throws IOException if the cache cannot be read
     */
    public List<CachedFolder> prepared() throws IOException {
        String any = resource(RecipeCatalog.ARTIFACTS.get(0)).toURI().getPath();
        List<CachedFolder> found = new ArrayList<>();
        for (Path model : CachedFolder.subfolders(getCacheDirectory().resolve(any).getParent())) {
            for (Path folder : CachedFolder.subfolders(model)) {
                Path manifest = FolderManifest.file(folder);
                if (Files.exists(manifest)) {
                    String origin = model.getFileName() + " " + folder.getFileName();
                    found.add(CachedFolder.of(folder, manifest, Optional.of(origin)));
                }
            }
        }
        found.sort(Comparator.comparing(CachedFolder::lastUse));
        return found;
    }

    private static ModelPreparer preparer(Artifact artifact) throws IOException {
        return new ModelPreparer(RecipeCatalog.read(artifact.getMetadata().getArtifactId()));
    }

    private static Metadata describe(Recipe recipe, MRL mrl) {
        Metadata result = new Metadata();
        result.setMetadataVersion("0.2");
        result.setResourceType("model");
        result.setApplication(mrl.getApplication());
        result.setGroupId(mrl.getGroupId());
        result.setArtifactId(recipe.artifactId());
        result.setName(recipe.name());
        result.setDescription(recipe.description() + " " + recipe.attribution());
        result.setRepositoryUri(mrl.toURI());
        for (RecipeLicense license : recipe.licenses()) {
            License entry = new License();
            entry.setId(license.id());
            entry.setName(license.name());
            entry.setUrl(license.url());
            result.addLicense(entry);
        }
        List<Artifact> artifacts = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            artifacts.add(artifact(recipe, precision));
        }
        result.setArtifacts(artifacts);
        return result;
    }

    private static Artifact artifact(Recipe recipe, Precision precision) {
        Artifact artifact = new Artifact();
        artifact.setVersion(recipe.version());
        artifact.setName(recipe.artifactId());
        artifact.setProperties(
                Map.of(
                        PRECISION,
                        precision.option(),
                        "task",
                        recipe.task(),
                        "language",
                        recipe.language()));
        if (precision != Precision.INT8) {
            // Left to itself the engine takes the calibration table, and dynamic ranges without
            // one.
            artifact.setOptions(Map.of(PRECISION, precision.option()));
        }
        Map<String, Object> arguments = new ConcurrentHashMap<>();
        arguments.put("translatorFactory", TaggerTranslatorFactory.class.getName());
        artifact.setArguments(arguments);
        return artifact;
    }
}
