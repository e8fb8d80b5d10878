/**
 * The demo: a real PostgreSQL with a sample database, an issuer and the gateway, all in one process and one directory, to try
 * Sallyport out. Nothing else uses this package.
 */
@NullMarked
package dev.sallyport.app.demo;

import org.jspecify.annotations.NullMarked;
