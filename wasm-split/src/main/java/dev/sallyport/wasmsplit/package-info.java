/**
 * Build tool: rewrites a WebAssembly module so that each of its functions becomes a Java method HotSpot will compile.
 *
 * <p>HotSpot never compiles a method of more than 8000 bytes of bytecode, and no method may exceed 64 KiB. A grammar's
 * generated parser is one function far beyond both. This tool cuts such a function into a driver and chunk functions
 * with the same meaning; the locals that chunks share live in a frame on the module's own shadow stack.
 */
@NullMarked
package dev.sallyport.wasmsplit;

import org.jspecify.annotations.NullMarked;
