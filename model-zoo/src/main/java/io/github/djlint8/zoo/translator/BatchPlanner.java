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
package io.github.djlint8.zoo.translator;

import io.github.djlint8.zoo.text.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts windows together to runs of a model, so that padding and the cost of the runs themselves are
 * least.
 *
 * <p>Of windows in order of length, the best groups are neighbours; which ones is found exactly, by
 * dynamic programming. Immutable and safe for use by many threads.
 */
final class BatchPlanner {

    private final BatchPolicy policy;
    private final int specialTokens;

    /**
     * Creates a planner.
     *
     * @param policy what a run may have and costs
     * @param specialTokens the number of tokens of a row beyond its sub-words
     */
    BatchPlanner(BatchPolicy policy, int specialTokens) {
        this.policy = policy;
        this.specialTokens = specialTokens;
    }

    private int tokens(Window window) {
        return window.subwords() + specialTokens;
    }

    /** Returns the runs, longest rows first. */
    List<List<Window>> plan(List<Window> windows) {
        List<Window> sorted = new ArrayList<>(windows);
        sorted.sort(Comparator.comparingInt(Window::subwords));
        int[] begins = bestBegins(sorted);
        List<List<Window>> runs = new ArrayList<>();
        for (int end = sorted.size(); end > 0; end = begins[end]) {
            runs.add(List.copyOf(sorted.subList(begins[end], end)));
        }
        return runs;
    }

    /** Returns for each end of a group where the group begins. */
    private int[] bestBegins(List<Window> sorted) {
        long limit = limit(sorted);
        long[] costs = new long[sorted.size() + 1];
        int[] begins = new int[sorted.size() + 1];
        for (int end = 1; end <= sorted.size(); end++) {
            Window longest = sorted.get(end - 1);
            costs[end] = Long.MAX_VALUE;
            for (int begin = end - 1; begin >= 0; begin--) {
                long tokens = (long) (end - begin) * tokens(longest);
                if (begin < end - 1 && (tokens > limit || !mayJoin(sorted.get(begin), longest))) {
                    break;
                }
                long cost = costs[begin] + policy.runTokens() + tokens;
                if (cost < costs[end]) {
                    costs[end] = cost;
                    begins[end] = begin;
                }
            }
        }
        return begins;
    }

    private boolean mayJoin(Window window, Window longest) {
        return policy.merging() && (policy.padding() || window.subwords() == longest.subwords());
    }

    /** With one run for all, all threads but one would be idle. */
    private long limit(List<Window> windows) {
        if (policy.threads() == 1) {
            return policy.maxTokens();
        }
        long total = windows.stream().mapToLong(this::tokens).sum();
        return Math.min(policy.maxTokens(), (total + policy.threads() - 1) / policy.threads());
    }
}
