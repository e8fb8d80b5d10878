/**
 * Answers on their way to the client: rows whose sensitive columns are masked, and server texts that may carry
 * their values. Planned once per RowDescription, applied to each DataRow.
 */
@NullMarked
package dev.sallyport.masking;

import org.jspecify.annotations.NullMarked;
