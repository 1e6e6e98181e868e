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
package io.github.djlint8.cli.compare;

import io.github.djlint8.calibration.metric.BootstrapInterval;
import java.util.Locale;

/** How scores, differences and durations are printed for people. Stateless. */
final class Figures {

    static final double NANOS_PER_MILLI = 1e6;

    private Figures() {}

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    static String interval(BootstrapInterval i) {
        return String.format(Locale.ROOT, "%.2f..%.2f", 100 * i.lower(), 100 * i.upper());
    }

    /** A difference of scores, with its sign unless it rounds to nothing. */
    static String points(double fraction) {
        String text = String.format(Locale.ROOT, "%+.2f", 100 * fraction);
        return text.matches("[-+]0\\.00") ? "0.00" : text;
    }

    static String pointInterval(BootstrapInterval i) {
        return points(i.lower()) + ".." + points(i.upper());
    }

    static String thousandths(double value) {
        return String.format(Locale.ROOT, "%.3f", 1000 * value);
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / NANOS_PER_MILLI);
    }

    static String ratio(double value) {
        return String.format(Locale.ROOT, "x%.2f", value);
    }
}
