/**
 * The server as the oracle of the flow analysis. What PostgreSQL itself records of a query is compared with what the analysis says it
 * names, and what really changes in an answer when a column changes with what the analysis says depends on it.
 */
@NullMarked
package dev.sallyport.oracle;

import org.jspecify.annotations.NullMarked;
