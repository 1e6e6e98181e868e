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

import io.github.djlint8.cli.output.Json;
import io.github.djlint8.zoo.text.TextSpan;
import io.github.djlint8.zoo.translator.BioDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Lines: an object for each sentence, with offsets in chars of the whole input. */
public final class JsonTagWriter implements TagWriter {

    /** {@inheritDoc} */
    @Override
    public String write(TaggedText tagged) {
        TextSentence sentence = tagged.sentence();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", sentence.text());
        object.put("start", sentence.start());
        List<Map<String, Object>> words = new ArrayList<>();
        for (int i = 0; i < sentence.words().size(); i++) {
            int index = i;
            Map<String, Object> word = span("word", sentence, tagged.span(i));
            tagged.pos().ifPresent(pos -> word.put("pos", pos.get(index)));
            tagged.ner().ifPresent(ner -> word.put("ner", ner.get(index)));
            words.add(word);
        }
        object.put("words", words);
        tagged.ner().ifPresent(ner -> object.put("entities", entities(tagged, ner)));
        return Json.line(object) + '\n';
    }

    private static List<Map<String, Object>> entities(TaggedText tagged, List<String> ner) {
        List<Map<String, Object>> entities = new ArrayList<>();
        for (BioDecoder.Chunk chunk : BioDecoder.decode(ner)) {
            int begin = tagged.span(chunk.begin()).begin();
            int end = tagged.span(chunk.end() - 1).end();
            Map<String, Object> entity = new LinkedHashMap<>();
            entity.put("type", chunk.type());
            entity.putAll(span("text", tagged.sentence(), new TextSpan(begin, end)));
            entities.add(entity);
        }
        return entities;
    }

    private static Map<String, Object> span(String key, TextSentence sentence, TextSpan span) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, span.of(sentence.text()));
        map.put("start", sentence.start() + span.begin());
        map.put("end", sentence.start() + span.end());
        return map;
    }
}
