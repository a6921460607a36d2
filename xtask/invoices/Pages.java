import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks pages with veraPDF: Pages FOLDER THREADS. Every NAME.pdf must be PDF/A-3a and PDF/UA-1; what is not is told, a line each:
 * file, profile, rule and message with tabs between. The jar that holds veraPDF has no reader of its profiles left, so they are read here.
 */
public class Pages {
    static final Map<PDFAFlavour, String> PROFILES =
            Map.of(PDFAFlavour.PDFA_3_A, "PDFA-3A.xml", PDFAFlavour.PDFUA_1, "PDFUA-1.xml");

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Map<PDFAFlavour, ValidationProfile> profiles = new LinkedHashMap<>();
        for (Map.Entry<PDFAFlavour, String> one : PROFILES.entrySet()) {
            profiles.put(one.getKey(), profile(one.getKey(), one.getValue()));
        }
        AtomicInteger checked = new AtomicInteger();
        var workers = Executors.newFixedThreadPool(Integer.parseInt(arguments[1]));
        for (File file : new File(arguments[0]).listFiles((folder, name) -> name.endsWith(".pdf"))) {
            workers.submit(() -> {
                profiles.forEach((flavour, profile) -> check(file, flavour, profile));
                checked.incrementAndGet();
            });
        }
        workers.shutdown();
        workers.awaitTermination(1, TimeUnit.HOURS);
        System.out.println("checked\t" + checked);
    }

    static void check(File file, PDFAFlavour flavour, ValidationProfile profile) {
        StringBuilder told = new StringBuilder();
        try (InputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
                PDFAValidator validator = ValidatorFactory.createValidator(profile, 5, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() != TestAssertion.Status.PASSED) {
                    String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                    told.append(line(file, flavour, rule, one.getMessage()));
                }
            }
            if (!result.isCompliant() && told.isEmpty()) {
                told.append(line(file, flavour, "", "does not comply"));
            }
        } catch (Throwable error) {
            told.append(line(file, flavour, "", error.toString()));
        }
        System.out.print(told);
    }

    static String line(File file, PDFAFlavour flavour, String rule, String message) {
        String flat = message == null ? "" : message.replaceAll("\\s+", " ");
        return String.join("\t", file.getName(), flavour.getId(), rule, flat) + "\n";
    }

    static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        InputStream in = Pages.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name);
        Element root = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(in).getDocumentElement();
        Set<Rule> rules = new HashSet<>();
        for (Element rule : children(children(root, "rules").get(0), "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element all : children(root, "variables")) {
            for (Element one : children(all, "variable")) {
                variables.add(Profiles.variableFromValues(
                        one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
            }
        }
        var details = Profiles.profileDetailsFromValues(name, name, "", new Date());
        return Profiles.profileFromValues(flavour, details, "", rules, variables);
    }

    static Rule rule(Element rule) {
        Element id = children(rule, "id").get(0);
        Element error = children(rule, "error").get(0);
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.getAttribute("tags"),
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(error, "message"), new ArrayList<>()),
                new ArrayList<>());
    }

    static List<Element> children(Element of, String name) {
        List<Element> found = new ArrayList<>();
        for (Node one = of.getFirstChild(); one != null; one = one.getNextSibling()) {
            if (one instanceof Element element && element.getNodeName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    static String text(Element of, String name) {
        List<Element> found = children(of, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().trim();
    }
}
