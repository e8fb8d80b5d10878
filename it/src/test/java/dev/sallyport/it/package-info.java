/**
 * The product from outside: the real program in a process of its own, between real drivers and a real PostgreSQL. Nothing here uses a
 * class of the product; sockets, files and the command line are all that is seen of it.
 */
@NullMarked
package dev.sallyport.it;

import org.jspecify.annotations.NullMarked;
