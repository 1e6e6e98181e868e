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
package io.github.djlint8.calibration.observer;

import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.ValueRange;
import java.util.function.IntFunction;

/**
 * Searches the clipped range that costs least, on the grid that the quantizer will really use.
 *
 * <p>The ends shrink from the observed range in steps of 1/32 octave down to 1/256. A symmetric
 * range has one end to search. For an asymmetric one each end is searched in turn with the other
 * held, starting from the whole range, until neither moves. Of equal costs the wider range wins, so
 * nothing is clipped without a reason.
 */
record RangeSearch(QuantizedType type, Symmetry symmetry, RangeCost.Factory costs)
        implements RangeEstimator {

    // Four times wider bins: 2,048 to 4,096 on each side of 0, so that bins are well filled.
    private static final int COARSENING = 2;
    private static final int STEPS_PER_OCTAVE = 32;
    private static final int OCTAVES = 8;
    private static final int MAX_ROUNDS = 8;

    /** {@inheritDoc} */
    @Override
    public ValueRange estimate(TensorObserver observer) {
        ValueRange all = observer.range();
        Histogram histogram = observer.histogram().widened(COARSENING);
        RangeCost cost = costs.create(histogram.bins(all.min(), all.max()), histogram.binWidth());
        ValueRange best =
                symmetry == Symmetry.SYMMETRIC
                        ? symmetric(cost, all.absMax())
                        : asymmetric(cost, all.withZero());
        float min = Math.max(all.min(), best.min());
        float max = Math.min(all.max(), best.max());
        return min <= max ? new ValueRange(min, max) : all;
    }

    private ValueRange symmetric(RangeCost cost, float absMax) {
        return cheapest(
                cost,
                new ValueRange(-absMax, absMax),
                step -> new ValueRange(-shrunk(absMax, step), shrunk(absMax, step)));
    }

    private ValueRange asymmetric(RangeCost cost, ValueRange all) {
        ValueRange best = all;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            ValueRange before = best;
            best = searchMax(cost, best, all.max());
            best = searchMin(cost, best, all.min());
            if (best.equals(before)) {
                break;
            }
        }
        return best;
    }

    private ValueRange searchMax(RangeCost cost, ValueRange from, float widest) {
        return cheapest(cost, from, step -> new ValueRange(from.min(), shrunk(widest, step)));
    }

    private ValueRange searchMin(RangeCost cost, ValueRange from, float widest) {
        return cheapest(cost, from, step -> new ValueRange(shrunk(widest, step), from.max()));
    }

    private ValueRange cheapest(
            RangeCost cost, ValueRange from, IntFunction<ValueRange> candidates) {
        ValueRange best = from;
        double least = cost(cost, from);
        for (int step = 0; step <= STEPS_PER_OCTAVE * OCTAVES; step++) {
            ValueRange candidate = candidates.apply(step);
            double candidateCost = cost(cost, candidate);
            if (candidateCost < least) {
                least = candidateCost;
                best = candidate;
            }
        }
        return best;
    }

    private double cost(RangeCost cost, ValueRange range) {
        QuantizationParameters p = AffineQuantizer.chooseParameters(range, type, symmetry);
        int zeroPoint = p.zeroPoint(0);
        return cost.of(p.scale(0), type.qmin(symmetry) - zeroPoint, type.qmax() - zeroPoint);
    }

    private static float shrunk(float end, int step) {
        return (float) (end * StrictMath.pow(2, -(double) step / STEPS_PER_OCTAVE));
    }
}
