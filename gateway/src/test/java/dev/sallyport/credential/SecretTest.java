package dev.sallyport.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void aSecretIsNotShownByWhatHoldsIt() {
        Credential credential = new Credential.Password("app", new Secret("hunter2"));
        assertThat(credential.toString()).contains("app", "***").doesNotContain("hunter2");
    }

    @Test
    void aSecretGivesItsTextToWhoAsksForIt() {
        assertThat(new Secret("hunter2").reveal()).isEqualTo("hunter2");
    }
}
