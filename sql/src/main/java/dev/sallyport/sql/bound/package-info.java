/** Whether a write is restricted by what its target's rows hold. Pure. */
@NullMarked
package dev.sallyport.sql.bound;

import org.jspecify.annotations.NullMarked;
