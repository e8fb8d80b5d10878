package dev.sallyport.grant;

import dev.sallyport.identity.Principal;

/**
 * A grant that is running.
 *
 * @param principal who holds it, as the token said with which it was opened
 * @param sessions how many sessions run under it now
 */
public record ActiveGrant(Grant grant, Principal principal, int sessions) {}
