package dev.sallyport.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What stands in the statements about roles. */
class RoleTextsTest {
    @Test
    void namesAndTextsAreQuoted() {
        assertThat(Sql.identifier("a\"; DROP ROLE x --")).isEqualTo("\"a\"\"; DROP ROLE x --\"");
        assertThat(Sql.literal("it's")).isEqualTo("'it''s'");
        assertThat(Sql.literal("\\'")).isEqualTo("E'\\\\'''");
        assertThatThrownBy(() -> Sql.identifier("a\0")).isInstanceOf(IllegalArgumentException.class);
    }

    /** The exchange of RFC 7677, section 3: user "user", password "pencil". */
    @Test
    void aVerifierIsWhatTheStandardsExampleIsProvenBy() throws Exception {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        String verifier = ScramVerifier.of("pencil", salt);
        assertThat(verifier).startsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$");

        byte[] serverKey = Base64.getDecoder().decode(verifier.substring(verifier.lastIndexOf(':') + 1));
        String nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        String messages =
                "n=user,r=rOprNGfwEbeRWgbNEkqO,r=" + nonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=" + nonce;
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(serverKey, "HmacSHA256"));
        byte[] signature = mac.doFinal(messages.getBytes(StandardCharsets.UTF_8));
        assertThat(Base64.getEncoder().encodeToString(signature))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void aPasswordThatWouldHaveToBePreparedIsNotTaken() {
        assertThatThrownBy(() -> ScramVerifier.of("pässword", new byte[ScramVerifier.SALT_BYTES]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMarkIsReadBackAndNoOtherCommentIsOne() {
        RoleMark mark = new RoleMark(
                "my, database shop",
                Instant.ofEpochSecond(1_700_000_000),
                Instant.ofEpochSecond(1_700_000_900),
                "01a2-b");
        assertThat(RoleMark.of(mark.comment())).contains(mark);
        assertThat(RoleMark.of("Sallyport session x, made soon, ends 1, database shop"))
                .isEmpty();
        assertThat(RoleMark.of("the role of a person")).isEmpty();
        String filled =
                mark.comment() + "x".repeat(RoleMark.LONGEST - mark.comment().length());
        assertThat(RoleMark.of(filled)).isPresent();
        assertThat(RoleMark.of(filled + "x")).isEmpty();
    }

    @Test
    void namesOfShortLivedRolesAreToldFromOthers() {
        assertThat(RoleNames.isShortLived(RoleNames.shortLived(below -> below - 1)))
                .isTrue();
        assertThat(RoleNames.shortLived(_ -> 0)).hasSizeLessThanOrEqualTo(AccessRole.LONGEST_NAME);
        assertThat(RoleNames.isShortLived("sallyport_access_agents")).isFalse();
        assertThat(RoleNames.isShortLived(RoleNames.group("a".repeat(19)))).isFalse();
        assertThat(RoleNames.isShortLived("postgres")).isFalse();
        assertThat(RoleNames.isShortLived(RoleNames.kept(RoleNames.shortLived(_ -> 0))))
                .isFalse();
        assertThat(RoleNames.kept(RoleNames.shortLived(_ -> 0))).hasSizeLessThanOrEqualTo(AccessRole.LONGEST_NAME);
    }

    @Test
    void longNamesOfAccessEntriesDoNotShareAGroup() {
        String longest = "a".repeat(AccessRole.LONGEST_NAME - "sallyport_access_".length());
        assertThat(RoleNames.group(longest)).isEqualTo("sallyport_access_" + longest);
        assertThat(RoleNames.group(longest + "b"))
                .hasSize(AccessRole.LONGEST_NAME)
                .isNotEqualTo(RoleNames.group(longest + "c"));
    }
}
