/** What a database holds, as decisions need it: relations, columns, views, functions, types, and what runs behind them. */
@NullMarked
package dev.sallyport.catalog;

import org.jspecify.annotations.NullMarked;
