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

import io.github.djlint8.calibration.gate.AccuracyGate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the loss of {@code --target-accuracy-loss}, a fraction of 1. */
final class AccuracyGateConverter implements ITypeConverter<AccuracyGate> {

    /** {@inheritDoc} */
    @Override
    public AccuracyGate convert(String text) {
        double loss;
        try {
            loss = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a number but was '" + text + "'");
        }
        try {
            return AccuracyGate.builder().setTargetAccuracyLoss(loss).build();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
