/** Who is at the door: an OIDC token in, a principal out. */
@NullMarked
package dev.sallyport.identity;

import org.jspecify.annotations.NullMarked;
