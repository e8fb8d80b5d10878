package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.policy.SessionChange;
import dev.sallyport.sql.flow.SearchPath;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionPathTest {
    private final SessionPath path = new SessionPath();

    @Test
    void whatNobodyReportedIsNotKnown() {
        path.ready(0);
        assertThat(path.path()).isEqualTo(new SearchPath.Unknown());
    }

    @Test
    void whatMayChangeItMakesItUnknownUntilTheServerIsReadyAgain() {
        path.reported("\"$user\", public");
        assertThat(path.path()).isEqualTo(new SearchPath.Known(List.of("$user", "public")));

        path.sent(SessionChange.NOTHING);
        assertThat(path.path()).isInstanceOf(SearchPath.Known.class);
        path.sent(SessionChange.SETTINGS);
        path.sent(SessionChange.NOTHING);
        assertThat(path.path()).isEqualTo(new SearchPath.Unknown());
        path.ready(2);
        assertThat(path.path()).isEqualTo(new SearchPath.Unknown());
        path.ready(1);
        assertThat(path.path()).isEqualTo(new SearchPath.Known(List.of("$user", "public")));
    }

    @Test
    void whatMayChangeTheRoleLeavesItUncertainForGood() {
        path.reported("app");
        path.sent(SessionChange.ROLE);
        path.ready(0);
        path.reported("app");

        assertThat(path.path()).isEqualTo(new SearchPath.Known(List.of("app"), false));
    }
}
