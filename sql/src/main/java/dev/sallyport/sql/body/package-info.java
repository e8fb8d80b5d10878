/** Code that stands in a statement as a string, or is stored with a function: what of it can be read. */
@NullMarked
package dev.sallyport.sql.body;

import org.jspecify.annotations.NullMarked;
