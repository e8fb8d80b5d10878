/** What is shown to a person in a terminal, when it was written by somebody who may not wish that person well. */
@NullMarked
package dev.sallyport.terminal;

import org.jspecify.annotations.NullMarked;
