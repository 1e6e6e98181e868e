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
package io.github.djlint8.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Tables of calibration results and their text. */
public class CalibrationTableFormatTest {

    private static final String MODEL = "a".repeat(64);
    private static final String DATA = "0".repeat(64);

    // 1f is 00 00 80 3F in little-endian bytes, AACAPw== in base64; 2f is AAAAQA==.
    private static final String TEXT =
            String.join(
                    "\n",
                    "# djl-int8 calibration table 1",
                    "# model-sha256 " + MODEL,
                    "# data-sha256 " + DATA,
                    "# samples 512",
                    "tensor\tmin\tmax\tmethod\tcount\tchoice\tchannel-means\tchannel-absmax",
                    "/enc/0/x\t-1.5\t2.0\tpercentile:99.99\t12345678901\tstatic\tAACAPw==\tAAAAQA==",
                    "/enc/1 x\t0.0\t1.0E-10\tminmax\t1\ttoken\t-\t-",
                    "");

    @Test
    public void literalText() {
        CalibrationTable table = CalibrationTableFormat.read(TEXT, "here");
        assertEquals(table.modelHash(), MODEL);
        assertEquals(table.dataHash(), DATA);
        assertEquals(table.samples(), 512);
        assertEquals(List.copyOf(table.tensors().keySet()), List.of("/enc/0/x", "/enc/1 x"));
        assertEquals(
                table.find("/enc/0/x").orElseThrow(),
                new TensorCalibration(
                        "/enc/0/x",
                        new ValueRange(-1.5f, 2f),
                        CalibrationMethod.percentile(99.99),
                        12_345_678_901L,
                        ActivationChoice.STATIC,
                        new float[] {1f},
                        new float[] {2f}));
        assertTrue(table.find("none").isEmpty());
        assertEquals(CalibrationTableFormat.write(table), TEXT);
    }

    @Test
    public void dividedChannelsMakeVersionTwo() {
        TensorCalibration plain =
                CalibrationTableFormat.read(TEXT, "here").tensors().get("/enc/0/x");
        TensorCalibration divided = plain.withDivisors(new float[] {2f});
        CalibrationTable table = CalibrationTable.of(MODEL, DATA, 512, List.of(divided));
        String text = CalibrationTableFormat.write(table);
        List<String> lines = text.lines().toList();
        assertEquals(lines.get(0), "# djl-int8 calibration table 2");
        assertTrue(lines.get(4).endsWith("\tchannel-absmax\tchannel-divisors"), text);
        assertTrue(lines.get(5).endsWith("\tAACAPw==\tAAAAQA==\tAAAAQA=="), text);
        assertEquals(CalibrationTableFormat.read(text, "here"), table);
        assertNotEquals(divided, plain);
        assertEquals(divided.withChoice(ActivationChoice.STATIC), divided);
        assertEquals(divided.withChoice(ActivationChoice.STATIC).hashCode(), divided.hashCode());
        IllegalArgumentException old =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> CalibrationTableFormat.read(text.replace("table 2", "table 1"), "t"));
        assertTrue(old.getMessage().contains("expected 8 columns, found 9"), old.getMessage());
    }

    @Test
    public void divisorsArePositiveAndOneForEachChannel() {
        TensorCalibration plain = tensor("t");
        plain.withDivisors(new float[] {0.5f, 4f});
        for (float[] wrong :
                new float[][] {{1f, 0f}, {-1f}, {Float.NaN}, {Float.POSITIVE_INFINITY}}) {
            IllegalArgumentException e =
                    expectThrows(IllegalArgumentException.class, () -> plain.withDivisors(wrong));
            assertTrue(e.getMessage().contains("as the divisor of channel"), e.getMessage());
        }
        TensorCalibration one = CalibrationTableFormat.read(TEXT, "t").tensors().get("/enc/0/x");
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> one.withDivisors(new float[] {1f, 1f}));
        assertTrue(
                e.getMessage().contains("1 channel means but 2 channel divisors"), e.getMessage());
    }

    @Test
    public void editorsMayChangeLineBreaksAndAddComments() {
        String edited =
                TEXT.replace("\n", "\r\n").replace("# samples", "#tuned by hand\r\n\r\n# samples");
        assertEquals(
                CalibrationTableFormat.read(edited, "here"),
                CalibrationTableFormat.read(TEXT, "here"));
    }

    @Test
    public void randomTablesComeBackBitForBit() {
        long seed = 42;
        Random random = new Random(seed);
        List<TensorCalibration> tensors = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            float a = anyFloat(random);
            float b = anyFloat(random);
            float[] means = new float[random.nextInt(5)];
            float[] magnitudes = new float[random.nextBoolean() ? means.length : 0];
            for (int c = 0; c < means.length; c++) {
                means[c] = anyFloat(random);
            }
            for (int c = 0; c < magnitudes.length; c++) {
                magnitudes[c] = Math.abs(anyFloat(random));
            }
            tensors.add(
                    new TensorCalibration(
                            "t " + i,
                            new ValueRange(Math.min(a, b), Math.max(a, b)),
                            CalibrationMethod.percentile(50.001 + random.nextDouble() * 49),
                            1 + random.nextInt(100),
                            ActivationChoice.values()[random.nextInt(3)],
                            means,
                            magnitudes));
        }
        CalibrationTable table = CalibrationTable.of(MODEL, DATA, 7, tensors);
        String text = CalibrationTableFormat.write(table);
        CalibrationTable back = CalibrationTableFormat.read(text, "memory");
        assertEquals(back, table, "seed " + seed);
        assertEquals(CalibrationTableFormat.write(back), text, "seed " + seed);
    }

    @DataProvider
    public static Object[][] mistakes() {
        return new Object[][] {
            {"# djl-int8 calibration table 1", "# djl-int8 table", "t.txt is not a calibration"},
            {"-1.5", "3", "t.txt line 6: tensor /enc/0/x: Range is reversed: [3.0, 2.0]"},
            {"-1.5", "NaN", "t.txt line 6: tensor /enc/0/x: Range must be finite"},
            {"1.0E-10", "Infinity", "t.txt line 7: tensor /enc/1 x: Range must be finite"},
            {"1.0E-10", "1,5", "line 7: tensor /enc/1 x: max must be a number, found 1,5"},
            {"minmax", "kl", "line 7: tensor /enc/1 x: Unknown calibration method kl"},
            {"percentile:99.99", "percentile:3", "line 6: tensor /enc/0/x: Parameter 3.0 is not"},
            {"\t1\t", "\t0\t", "line 7: tensor /enc/1 x: Tensor /enc/1 x was never observed"},
            {"\t1\t", "\t1.5\t", "line 7: tensor /enc/1 x: count must be a whole number"},
            {"token", "row", "line 7: tensor /enc/1 x: choice must be static, token or float"},
            {"AACAPw==", "%%", "line 6: tensor /enc/0/x: channel-means must be - or floats"},
            {"AACAPw==", "AAAA", "channel-means must hold whole floats, found 3 bytes"},
            {"AACAPw==", "AADAfw==", "Tensor /enc/0/x has NaN as the mean of channel 0"},
            {"AAAAQA==", "AACAvw==", "has -1.0 as the largest magnitude of channel 0"},
            {"AAAAQA==", "AAAAQAAAAEA=", "has 1 channel means but 2 channel magnitudes"},
            {"\t-\t-", "\t-", "line 7: expected 8 columns, found 7"},
            {"/enc/1 x", "", "line 7: tensor : A calibrated tensor has no name"},
            {"/enc/1 x", "/enc/0/x", "Tensor /enc/0/x is listed twice"},
            {"# samples 512\n", "", "t.txt: the line # samples is missing"},
            {"# samples 512", "# samples many", "samples must be a whole number, found many"},
            {"# samples 512", "# samples 0", "at least one sample, found 0"},
            {"# samples 512", "# samples 1\n# samples 2", "line 5: the line # samples is there"},
            {"# model-sha256 aa", "# model-sha256 zz", "SHA-256 of the model in hexadecimal"},
            {"# data-sha256 0", "# data-sha256 ", "SHA-256 of the data in hexadecimal"},
        };
    }

    @Test(dataProvider = "mistakes")
    public void mistakesNameFileAndLine(String from, String to, String part) {
        String text = TEXT.replace(from, to);
        assertNotEquals(text, TEXT, "the case changes nothing");
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> CalibrationTableFormat.read(text, "t.txt"));
        assertTrue(e.getMessage().startsWith("t.txt"), e.getMessage());
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    public void emptyTextIsNoTable() {
        expectThrows(
                IllegalArgumentException.class, () -> CalibrationTableFormat.read("", "empty"));
    }

    @Test
    public void namesThatWouldBreakALineAreRefused() {
        for (String name : List.of("a\tb", "a\nb", "a\rb", "#a")) {
            CalibrationTable table = CalibrationTable.of(MODEL, DATA, 1, List.of(tensor(name)));
            IllegalArgumentException e =
                    expectThrows(
                            IllegalArgumentException.class,
                            () -> CalibrationTableFormat.write(table));
            assertTrue(e.getMessage().contains(name), e.getMessage());
        }
    }

    @Test
    public void tensorsAreImmutable() {
        float[] means = {1f};
        TensorCalibration t =
                new TensorCalibration(
                        "t",
                        new ValueRange(0, 1),
                        CalibrationMethod.MINMAX,
                        1,
                        ActivationChoice.STATIC,
                        means,
                        new float[0]);
        means[0] = 9;
        t.channelMeans()[0] = 9;
        assertEquals(t.channelMeans()[0], 1f);
        assertEquals(t.withChoice(ActivationChoice.TOKEN).choice(), ActivationChoice.TOKEN);
        assertEquals(t.withChoice(ActivationChoice.STATIC), t);
        assertEquals(t.withChoice(ActivationChoice.STATIC).hashCode(), t.hashCode());
        assertFalse(t.equals(t.withChoice(ActivationChoice.FLOAT)));
    }

    @Test
    public void tablesAreImmutableAndKeyedByName() {
        CalibrationTable table = CalibrationTable.of(MODEL, DATA, 1, List.of(tensor("a")));
        expectThrows(UnsupportedOperationException.class, () -> table.tensors().clear());
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> new CalibrationTable(MODEL, DATA, 1, Map.of("b", tensor("a"))));
        assertEquals(e.getMessage(), "Tensor a is listed under the name b");
    }

    private static TensorCalibration tensor(String name) {
        return new TensorCalibration(
                name,
                new ValueRange(0, 1),
                CalibrationMethod.MINMAX,
                1,
                ActivationChoice.STATIC,
                new float[0],
                new float[0]);
    }

    private static float anyFloat(Random random) {
        float value;
        do {
            value = Float.intBitsToFloat(random.nextInt());
        } while (!Float.isFinite(value));
        return value;
    }
}
