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
package io.github.djlint8.onnx.quantize;

import java.util.Random;

/** Noisy pictures of 16 x 16 with one of four figures at a random place. */
final class ShapeImages {

    static final int SIZE = 16;
    static final int PIXELS = SIZE * SIZE;
    static final int CLASSES = 4;

    private static final int FIGURE = 8;

    private final float[] pixels;
    private final int[] labels;

    ShapeImages(int count, long seed) {
        Random random = new Random(seed);
        pixels = new float[count * PIXELS];
        labels = new int[count];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (random.nextGaussian() * 0.25);
        }
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(CLASSES);
            draw(i * PIXELS, labels[i], random);
        }
    }

    float[] pixels() {
        return pixels;
    }

    int[] labels() {
        return labels;
    }

    int count() {
        return labels.length;
    }

    /** A horizontal stroke, a vertical one, a falling one or a rising one. */
    private void draw(int at, int label, Random random) {
        int top = random.nextInt(SIZE - FIGURE);
        int left = random.nextInt(SIZE - FIGURE);
        float ink = 0.8f + random.nextFloat();
        for (int i = 0; i < FIGURE; i++) {
            int row =
                    switch (label) {
                        case 0 -> top;
                        case 3 -> top + FIGURE - i;
                        default -> top + i;
                    };
            int column = label == 1 ? left : left + i;
            pixels[at + row * SIZE + column] += ink;
        }
    }

    /** The share of pictures whose largest score is that of their label. */
    double accuracy(float[] scores) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                if (scores[i * CLASSES + c] > scores[i * CLASSES + best]) {
                    best = c;
                }
            }
            right += best == labels[i] ? 1 : 0;
        }
        return right / (double) labels.length;
    }
}
