/** What a principal was granted, and when that ends. */
@NullMarked
package dev.sallyport.grant;

import org.jspecify.annotations.NullMarked;
