/** What values are, told by their form and their check digits: whole ones, and pieces of texts. */
@NullMarked
package dev.sallyport.detection;

import org.jspecify.annotations.NullMarked;
