/**
 * The model zoo: POS and NER taggers that load by name.
 *
 * <pre>{@code
 * Criteria<String, NamedEntity[]> criteria =
 *         Criteria.builder()
 *                 .setTypes(String.class, NamedEntity[].class)
 *                 .optEngine("Int8")
 *                 .optGroupId("io.github.djlint8")
 *                 .optArtifactId("ner-en-minilm")
 *                 .build();
 * try (ZooModel<String, NamedEntity[]> model = criteria.loadModel();
 *         Predictor<String, NamedEntity[]> predictor = model.newPredictor()) {
 *     NamedEntity[] names = predictor.predict("Angela Merkel flew from Berlin to New York.");
 * }
 * }</pre>
 *
 * <p>The property {@code precision} selects {@code int8} (the default), {@code dynamic} or {@code
 * float32} with {@code optFilter}; the property {@code task} selects {@code pos} or {@code ner}.
 */
package io.github.djlint8.zoo;
