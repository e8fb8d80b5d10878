/**
 * The audit journal: what was asked, by whom, how it was decided and what came of it, durable before the statement is
 * forwarded and chained so that a change shows.
 *
 * <p>The chain finds a changed, removed, repeated or reordered line wherever it stands, and a cut tail up to the last
 * checkpoint in the {@code head} file. It cannot find that someone who may write to the directory replaced the journal
 * and its head from some line on by a chain of their own: that needs a copy of a head kept where they cannot write.
 */
@NullMarked
package dev.sallyport.audit;

import org.jspecify.annotations.NullMarked;
