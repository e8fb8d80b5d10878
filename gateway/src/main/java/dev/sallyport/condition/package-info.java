/** Conditions in the Common Expression Language, compiled once, checked as they are compiled, and bounded as they run. */
@NullMarked
package dev.sallyport.condition;

import org.jspecify.annotations.NullMarked;
