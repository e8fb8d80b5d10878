package dev.sallyport.net;

import dev.sallyport.policy.StatementDecider;
import dev.sallyport.upstream.UpstreamConnector;

/**
 * What a session needs of a configured database.
 *
 * @param connector reaches its server
 * @param logins who sessions log in as
 * @param decider decides the statements for it
 * @param schemaChanged told when a statement that may have changed its schema has taken effect; must not block
 * @param sessionBegan told when a session of it begins; must not block
 */
public record Database(
        UpstreamConnector connector,
        Logins logins,
        StatementDecider decider,
        Runnable schemaChanged,
        Runnable sessionBegan) {}
