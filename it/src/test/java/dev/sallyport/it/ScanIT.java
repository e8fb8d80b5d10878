package dev.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command that proposes masks. */
@ExtendWith(House.Keeper.class)
class ScanIT {
    private final House house;

    ScanIT(House house) {
        this.house = house;
    }

    private Path configuration(String masks) throws IOException {
        Path directory = house.newDirectory("scan");
        Certificate.write(directory);
        String settings = Settings.shop(house.postgres, house.issuer);
        return Files.writeString(
                directory.resolve("sallyport.yaml"),
                masks.isEmpty()
                        ? settings
                        : settings.replaceAll("(?s)\nmasks:\n.*?\naccess:\n", "\n" + masks + "access:\n"));
    }

    @Test
    void whatIsProposedIsAcceptedAsMasksAndHoldsNoValue() throws IOException {
        Program.Outcome scan = Program.run(
                "scan", "--config", configuration("").toString(), "--database", "shop", "--confidence", "low");

        assertThat(scan.exitCode()).as(scan.err()).isZero();
        assertThat(scan.out())
                .contains("public.customers.email", "public.customers.ssn")
                .doesNotContain("@example");
        assertThat(scan.err()).isEmpty();

        Program.Outcome check =
                Program.run("check", "--config", configuration(scan.out()).toString());
        assertThat(check.out()).contains("no problems");
        assertThat(check.exitCode()).isZero();
    }

    @Test
    void aDatabaseThatIsNotConfiguredIsToldWithThoseThatAre() throws IOException {
        Program.Outcome scan = Program.run("scan", "--config", configuration("").toString(), "--database", "shoop");

        assertThat(scan.exitCode()).isEqualTo(2);
        assertThat(scan.err()).contains("there is no database shoop; there is payroll, shop");
    }
}
