/** Finds columns that are likely to be sensitive, by their names, their types and a sample of their values. No value leaves this room. */
@NullMarked
package dev.sallyport.scan;

import org.jspecify.annotations.NullMarked;
