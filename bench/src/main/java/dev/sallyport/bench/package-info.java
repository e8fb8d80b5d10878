/** JMH benchmarks of the parts that every statement or every row passes. */
@NullMarked
package dev.sallyport.bench;

import org.jspecify.annotations.NullMarked;
