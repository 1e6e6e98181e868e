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
package io.github.djlint8.cli.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * CoNLL-U: parts of speech in UPOS, entity tags as {@code NER=} in MISC, where {@code
 * SpaceAfter=No} also stands.
 *
 * <p>Numbers the sentences; not safe for use by many threads.
 */
public final class ConlluTagWriter implements TagWriter {

    /** Tabs and line ends separate; they may not be inside of a word. */
    private static final Pattern SEPARATORS =
            Pattern.compile("[\\t\\n\\x0B\\f\\r\\x85\u2028\u2029]+");

    private int sentences;

    /** {@inheritDoc} */
    @Override
    public String write(TaggedText tagged) {
        sentences++;
        StringBuilder lines = new StringBuilder();
        lines.append("# sent_id = ").append(sentences).append('\n');
        lines.append("# text = ").append(oneLine(tagged.sentence().text())).append('\n');
        List<String> words = tagged.sentence().words();
        for (int i = 0; i < words.size(); i++) {
            int index = i;
            String pos = tagged.pos().map(tags -> tags.get(index)).orElse("_");
            lines.append(i + 1).append('\t').append(oneLine(words.get(i))).append("\t_\t");
            lines.append(pos).append("\t_\t_\t_\t_\t_\t").append(misc(tagged, i)).append('\n');
        }
        return lines.append('\n').toString();
    }

    private static String misc(TaggedText tagged, int index) {
        List<String> entries = new ArrayList<>();
        tagged.ner().ifPresent(ner -> entries.add("NER=" + ner.get(index)));
        boolean last = index + 1 == tagged.sentence().words().size();
        if (!last && tagged.span(index).end() == tagged.span(index + 1).begin()) {
            entries.add("SpaceAfter=No");
        }
        return entries.isEmpty() ? "_" : String.join("|", entries);
    }

    private static String oneLine(String text) {
        return SEPARATORS.matcher(text).replaceAll(" ");
    }
}
