package dev.sallyport.app;

import picocli.CommandLine.IVersionProvider;

/** The version of this program, as its jar says it. */
final class Version implements IVersionProvider {
    /** The version alone. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"sallyport " + text(), "Java " + Runtime.version()};
    }
}
