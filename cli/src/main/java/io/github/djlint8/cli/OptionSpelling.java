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

import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.Precision;
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.calibration.advice.Circumstances.DataKind;
import io.github.djlint8.calibration.advice.DeviceKind;
import io.github.djlint8.calibration.advice.ModelKind;
import io.github.djlint8.calibration.corpus.CorpusFormat;
import io.github.djlint8.calibration.corpus.TagColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an enumeration as the options of the engines spell it, so that the command line and {@code
 * Criteria} take the same words.
 */
abstract class OptionSpelling<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {

    private final E[] values;
    private final Function<E, String> spelling;

    OptionSpelling(E[] values, Function<E, String> spelling) {
        this.values = values;
        this.spelling = spelling;
    }

    /** {@inheritDoc} */
    @Override
    public E convert(String text) {
        List<String> known = new ArrayList<>();
        for (E value : values) {
            if (spelling.apply(value).equals(text.toLowerCase(Locale.ROOT))) {
                return value;
            }
            known.add(spelling.apply(value));
        }
        throw new TypeConversionException(
                "expected one of " + String.join(", ", known) + " but was '" + text + "'");
    }

    /** {@inheritDoc} */
    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(values).map(spelling).iterator();
    }

    /** The spellings of {@link ActivationScheme}. */
    static final class Activations extends OptionSpelling<ActivationScheme> {
        Activations() {
            super(ActivationScheme.values(), ActivationScheme::option);
        }
    }

    /** The spellings of {@link WeightRange}. */
    static final class Weights extends OptionSpelling<WeightRange> {
        Weights() {
            super(WeightRange.values(), WeightRange::option);
        }
    }

    /** The spellings of {@link HybridMode}. */
    static final class Hybrids extends OptionSpelling<HybridMode> {
        Hybrids() {
            super(HybridMode.values(), HybridMode::option);
        }
    }

    /** The spellings of {@link QuantizationFormat}. */
    static final class OutputFormats extends OptionSpelling<QuantizationFormat> {
        OutputFormats() {
            super(QuantizationFormat.values(), QuantizationFormat::option);
        }
    }

    /** The spellings of {@link Precision}. */
    static final class Precisions extends OptionSpelling<Precision> {
        Precisions() {
            super(Precision.values(), Precision::option);
        }
    }

    /** The spellings of {@link DeviceKind}. */
    static final class Devices extends OptionSpelling<DeviceKind> {
        Devices() {
            super(DeviceKind.values(), DeviceKind::option);
        }
    }

    /** The spellings of {@link ModelKind}. */
    static final class ModelKinds extends OptionSpelling<ModelKind> {
        ModelKinds() {
            super(ModelKind.values(), ModelKind::option);
        }
    }

    /** The spellings of {@link DataKind}. */
    static final class DataKinds extends OptionSpelling<DataKind> {
        DataKinds() {
            super(DataKind.values(), DataKind::option);
        }
    }

    /** The spellings of {@link CorpusFormat}. */
    static final class CorpusFormats extends OptionSpelling<CorpusFormat> {
        CorpusFormats() {
            super(CorpusFormat.values(), CorpusFormat::option);
        }
    }

    /** The spellings of {@link TagColumn}. */
    static final class TagColumns extends OptionSpelling<TagColumn> {
        TagColumns() {
            super(TagColumn.values(), TagColumn::option);
        }
    }
}
