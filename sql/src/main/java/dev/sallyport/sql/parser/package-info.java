/**
 * PostgreSQL's own grammar: SQL bytes in, the server's syntax tree, its syntax error, or a refusal out.
 *
 * <p>The grammar is libpg_query (PostgreSQL 18) as WebAssembly, compiled to Java classes by the build. It has no access
 * to anything but its own memory. {@link dev.sallyport.sql.parser.SqlParser} is the way in; the rest bounds what a
 * hostile text can cost: {@code TextGuard} before the grammar sees it, {@code Deadline} and the memory's cap while it
 * runs, {@code TreeReader} after.
 */
@NullMarked
package dev.sallyport.sql.parser;

import org.jspecify.annotations.NullMarked;
