package dev.sallyport.upstream;

import dev.sallyport.credential.Secret;

/**
 * Who to log in to a server as.
 *
 * @param name of the role
 * @param password the role's; may be empty where the server asks for none
 */
public record ServerRole(String name, Secret password) {}
