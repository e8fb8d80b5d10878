/** SQL text to facts: PostgreSQL's own grammar on the JVM, and what a statement is, names and does. */
@NullMarked
package dev.sallyport.sql;

import org.jspecify.annotations.NullMarked;
