/** Roles that the database has for the time of one session, and what they may do there. */
@NullMarked
package dev.sallyport.role;

import org.jspecify.annotations.NullMarked;
