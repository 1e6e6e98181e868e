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
package io.github.djlint8.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The nodes of a graph in order, and who produces and who reads each tensor. */
final class NodeIndex {

    /** The nodes; null where one was removed, so that no other one has to move. */
    private final List<Node> slots = new ArrayList<>();

    private final Map<Node, Integer> slotOf = new HashMap<>();
    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, Set<Node>> consumers = new HashMap<>();

    List<Node> nodes() {
        return slots.stream().filter(Objects::nonNull).toList();
    }

    Optional<Node> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    /** Returns a copy, so that the caller may edit while it goes through it. */
    List<Node> consumers(String tensor) {
        return List.copyOf(consumers.getOrDefault(tensor, Set.of()));
    }

    boolean isRead(String tensor) {
        return consumers.containsKey(tensor);
    }

    void add(Node node) {
        requireFreeOutputs(node, null);
        slots.add(null);
        put(slots.size() - 1, node);
    }

    void remove(Node node) {
        int slot = slot(node);
        slots.set(slot, null);
        take(node);
    }

    void replace(Node node, Node replacement) {
        int slot = slot(node);
        requireFreeOutputs(replacement, node);
        take(node);
        put(slot, replacement);
    }

    private void put(int slot, Node node) {
        slots.set(slot, node);
        slotOf.put(node, slot);
        for (String output : node.outputs()) {
            if (!output.isEmpty()) {
                producers.put(output, node);
            }
        }
        for (String read : node.reads()) {
            consumers.computeIfAbsent(read, k -> new LinkedHashSet<>()).add(node);
        }
    }

    private void take(Node node) {
        slotOf.remove(node);
        node.outputs().forEach(producers::remove);
        for (String read : node.reads()) {
            Set<Node> readers = consumers.get(read);
            readers.remove(node);
            if (readers.isEmpty()) {
                consumers.remove(read);
            }
        }
    }

    private int slot(Node node) {
        Integer slot = slotOf.get(node);
        if (slot == null) {
            throw new IllegalArgumentException("Node " + node + " is not in the graph");
        }
        return slot;
    }

    private void requireFreeOutputs(Node node, Node leaving) {
        if (slotOf.containsKey(node)) {
            throw new IllegalStateException("Node " + node + " is already in the graph");
        }
        for (String output : node.outputs()) {
            Node producer = producers.get(output);
            if (producer != null && producer != leaving) {
                throw new IllegalStateException(
                        "Tensor "
                                + output
                                + " of node "
                                + node
                                + " is already produced by "
                                + producer);
            }
        }
    }
}
