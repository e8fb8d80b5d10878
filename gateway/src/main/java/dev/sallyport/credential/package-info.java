/** Where the database's secrets come from, and how they are kept from being shown. */
@NullMarked
package dev.sallyport.credential;

import org.jspecify.annotations.NullMarked;
