/** The program: its commands, its configuration root and the one place where the rooms are wired together. */
@NullMarked
package dev.sallyport.app;

import org.jspecify.annotations.NullMarked;
