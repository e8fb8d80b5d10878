/** Decisions: pure functions from a principal, a grant and a statement's facts to allow, hold or deny, each with its reasons. */
@NullMarked
package dev.sallyport.policy;

import org.jspecify.annotations.NullMarked;
