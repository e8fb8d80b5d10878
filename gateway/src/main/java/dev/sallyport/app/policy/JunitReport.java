package dev.sallyport.app.policy;

import dev.sallyport.app.config.PolicyCase;
import dev.sallyport.terminal.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The XML that CI systems read: one {@code testsuite} a file. A CI's page may show it as it is, and XML has no form for most control
 * characters, so texts are made printable.
 *
 * @see <a href="https://github.com/testmoapp/junitxml">The format as it is used</a>
 */
final class JunitReport implements TestReport {
    private final PrintWriter out;

    JunitReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void write(List<CaseResult> results) {
        Map<String, List<CaseResult>> files = new LinkedHashMap<>();
        results.forEach(result -> files.computeIfAbsent(result.test().file().toString(), _ -> new ArrayList<>())
                .add(result));
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument();
            xml.writeStartElement("testsuites");
            counts(xml, results);
            for (var file : files.entrySet()) {
                xml.writeStartElement("testsuite");
                xml.writeAttribute("name", Printable.line(file.getKey()));
                counts(xml, file.getValue());
                for (CaseResult result : file.getValue()) {
                    write(xml, result);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException failure) {
            throw new IllegalStateException("XML could not be written into memory", failure);
        }
        out.println(text);
        out.flush();
    }

    private static void counts(XMLStreamWriter xml, List<CaseResult> results) throws XMLStreamException {
        long failed = results.stream().filter(result -> !result.passed()).count();
        xml.writeAttribute("tests", Integer.toString(results.size()));
        xml.writeAttribute("failures", Long.toString(failed));
    }

    private static void write(XMLStreamWriter xml, CaseResult result) throws XMLStreamException {
        PolicyCase test = result.test();
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", Printable.line(test.name()));
        xml.writeAttribute("classname", Printable.line(test.file().toString()));
        xml.writeAttribute("file", Printable.line(test.file().toString()));
        xml.writeAttribute("line", Integer.toString(test.line()));
        if (!result.passed()) {
            Difference first = result.differences().getFirst();
            xml.writeStartElement("failure");
            xml.writeAttribute(
                    "message",
                    Printable.line(first.what() + ": expected " + first.expected() + ", decided " + first.actual()));
            StringBuilder diff = new StringBuilder();
            for (Difference difference : result.differences()) {
                diff.append("- ").append(Printable.line(difference.what() + " " + difference.expected()));
                diff.append("\n+ ").append(Printable.line(difference.what() + " " + difference.actual()));
                diff.append('\n');
            }
            xml.writeCharacters(diff.toString());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
