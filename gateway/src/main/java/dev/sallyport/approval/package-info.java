/** Statements that wait for a person. */
@NullMarked
package dev.sallyport.approval;

import org.jspecify.annotations.NullMarked;
