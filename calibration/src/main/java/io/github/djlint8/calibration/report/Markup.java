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
package io.github.djlint8.calibration.report;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes well-formed markup that is HTML and XML at once; all text is escaped.
 *
 * <p>Not safe for use by many threads.
 */
final class Markup {

    private static final int REPLACEMENT = 0xFFFD;

    private final StringWriter target = new StringWriter();
    private final XMLStreamWriter writer;

    Markup() {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(target);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("The XML writer of the JDK cannot be used", e);
        }
    }

    /** Opens an element; attributes are names and values in turn. */
    Markup open(String element, String... attributes) {
        return write(
                () -> {
                    writer.writeStartElement(element);
                    attributes(attributes);
                });
    }

    /** Closes the element opened last. */
    Markup close() {
        return write(writer::writeEndElement);
    }

    /** Writes an element with text. */
    Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** Writes an element that has no content, as a shape or a line break. */
    Markup empty(String element, String... attributes) {
        return write(
                () -> {
                    writer.writeEmptyElement(element);
                    attributes(attributes);
                });
    }

    /** Writes text. */
    Markup text(String text) {
        return write(() -> writer.writeCharacters(legal(text)));
    }

    /** Writes the name of something in a model, which may be broken after a slash or a dot. */
    Markup name(String name) {
        open("code");
        for (String part : name.split("(?<=[/.:])")) {
            text(part).empty("wbr");
        }
        return close();
    }

    /** Ends a line of the source, for those who read or compare it. */
    Markup line() {
        return text("\n");
    }

    /** Returns what was written. */
    @Override
    public String toString() {
        write(writer::flush);
        return target.toString();
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], legal(attributes[i + 1]));
        }
    }

    /** Replaces what XML cannot hold, as control characters and halves of surrogate pairs. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().forEach(c -> legal.appendCodePoint(isLegal(c) ? c : REPLACEMENT));
        return legal.toString();
    }

    private static boolean isLegal(int c) {
        boolean control = c < ' ' && c != '\t' && c != '\n' || c >= 0x7F && c < 0xA0;
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        // Marks that turn the direction of what follows could disguise a name.
        boolean direction = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        return !control && !surrogate && !direction && (c & 0xFFFE) != 0xFFFE;
    }

    private Markup write(Step step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Markup in memory could not be written", e);
        }
        return this;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws XMLStreamException;
    }
}
