/** The commands of who writes rules: they decide as a gateway would, and serve nobody. */
@NullMarked
package dev.sallyport.app.policy;

import org.jspecify.annotations.NullMarked;
