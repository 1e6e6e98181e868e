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
package io.github.djlint8.calibration;

import io.github.djlint8.calibration.observer.TensorObserver;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far a run has come: the layer group at work, its samples that are done and all statistics.
 *
 * <p>Threads may ask for observers and lock the one that they use; all else is used by one.
 */
final class CalibrationState {

    private final Map<String, TensorObserver> observers = new ConcurrentHashMap<>();
    private final int samples;
    private final double smoothing;
    private int group;
    private BitSet done = new BitSet();

    CalibrationState(int samples, double smoothing) {
        this.samples = samples;
        this.smoothing = smoothing;
    }

    /** Takes up a state that was saved. */
    CalibrationState(int samples, double smoothing, int group, BitSet done) {
        this(samples, smoothing);
        this.group = group;
        this.done = done;
    }

    TensorObserver observer(String tensor, int channels) {
        return observers.computeIfAbsent(
                tensor, name -> new TensorObserver(name, channels, samples, smoothing));
    }

    void restore(TensorObserver observer) {
        observers.put(observer.tensor(), observer);
    }

    List<TensorObserver> observers() {
        return observers.values().stream().toList();
    }

    /** Returns the observer of a tensor, null if nothing was seen of it. */
    TensorObserver find(String tensor) {
        return observers.get(tensor);
    }

    int group() {
        return group;
    }

    BitSet done() {
        return done;
    }

    void finishGroup() {
        group++;
        done = new BitSet();
    }

    /** Returns the number of samples that went through the model, over all groups. */
    long progress() {
        return (long) group * samples + done.cardinality();
    }
}
