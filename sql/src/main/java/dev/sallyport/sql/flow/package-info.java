/**
 * Where values can flow: the names of a statement resolved as the server resolves them, and for each output and written column the base
 * columns it depends on. What names stand for is asked of a {@link dev.sallyport.sql.flow.Namespace}; nothing here does I/O.
 */
@NullMarked
package dev.sallyport.sql.flow;

import org.jspecify.annotations.NullMarked;
