/**
 * The gateway's HTTP interface for people and their tools: requests for approval, sessions, health. And the client of it
 * that the commands use.
 */
@NullMarked
package dev.sallyport.control;

import org.jspecify.annotations.NullMarked;
