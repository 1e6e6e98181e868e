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
package io.github.djlint8.cli.benchmark;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Tests {@link ShapeList}. */
public class ShapeListTest {

    @Test
    public void shapesAreWrittenAsDjlBenchWritesThem() {
        Shape row = new Shape(1, 16);
        Assert.assertEquals(ShapeList.parse("(1,16)l,(1,16)l"), List.of(row, row));
        Assert.assertEquals(ShapeList.parse(" ( 1 , 16 ) , (2)f "), List.of(row, new Shape(2)));
        Assert.assertEquals(ShapeList.parse("1, 3, 224, 224"), List.of(new Shape(1, 3, 224, 224)));
        Assert.assertEquals(ShapeList.parse("()f"), List.of(new Shape()));
    }

    @DataProvider
    public Object[][] broken() {
        return new Object[][] {
            {""},
            {"(1,16)l,"},
            {"(1,16)x"},
            {"(1,16"},
            {"(1,16)l(1,16)l"},
            {"(1,-1)"},
            {"(1,0)"},
            {"(1,99999999999999999999)"},
            {"(1,16)l,rest"},
        };
    }

    @Test(dataProvider = "broken", expectedExceptions = IllegalArgumentException.class)
    public void whatIsNoListOfShapesIsRefused(String text) {
        Assert.fail("Read as " + ShapeList.parse(text));
    }
}
