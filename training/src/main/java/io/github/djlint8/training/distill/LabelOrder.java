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
package io.github.djlint8.training.distill;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where the labels of a student are among those of its teacher. Stateless. */
final class LabelOrder {

    private LabelOrder() {}

    /** Returns the place of each label of the student; both sets must be the same. */
    static int[] of(List<String> teacher, List<String> student) {
        Set<String> known = new HashSet<>(teacher);
        Set<String> wanted = new HashSet<>(student);
        if (!known.equals(wanted)
                || known.size() != teacher.size()
                || wanted.size() != student.size()) {
            throw new IllegalArgumentException(
                    "A student needs the labels of its teacher, each once: only the teacher has "
                            + without(known, wanted)
                            + ", only the student has "
                            + without(wanted, known)
                            + " (the teacher has "
                            + teacher.size()
                            + ", the student "
                            + student.size()
                            + ")");
        }
        return student.stream().mapToInt(teacher::indexOf).toArray();
    }

    private static Set<String> without(Set<String> all, Set<String> taken) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(taken);
        return left;
    }
}
