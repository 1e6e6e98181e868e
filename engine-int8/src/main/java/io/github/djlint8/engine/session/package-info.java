/** Sessions of ONNX Runtime: its environment, typed options, and who owns what. */
package io.github.djlint8.engine.session;
