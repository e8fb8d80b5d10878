/** The configuration: one YAML file in, one immutable tree of records or every problem of the file at once out. */
@NullMarked
package dev.sallyport.app.config;

import org.jspecify.annotations.NullMarked;
