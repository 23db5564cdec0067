// A SPARQL 1.1 server over HTTP around Apache Jena's engine: Debian has the engine, not its server.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DynamicDatasets;
import org.apache.jena.update.UpdateAction;
import org.apache.jena.update.UpdateFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Started with a port; answers {@code /query} and {@code /update} of one data set in memory. */
public class SparqlServer {
    private static final Dataset DATA = DatasetFactory.createTxnMem();

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/query", exchange -> answer(exchange, SparqlServer::query));
        server.createContext("/update", exchange -> answer(exchange, SparqlServer::update));
        server.start();
    }

    private record Answer(String mediaType, byte[] body) {}

    private interface Service {
        Answer of(Map<String, List<String>> parameters);
    }

    /** The answer of a service with its status: 400 where the text is at fault, else 500. */
    private static void answer(HttpExchange exchange, Service service) throws IOException {
        int status = 200;
        Answer said;
        try {
            said = service.of(parameters(exchange));
        } catch (QueryException | IllegalArgumentException e) {
            status = 400;
            said = new Answer("text/plain; charset=utf-8", String.valueOf(e.getMessage()).getBytes(UTF_8));
        } catch (RuntimeException | StackOverflowError e) {
            status = 500;
            said = new Answer("text/plain; charset=utf-8", e.toString().getBytes(UTF_8));
        }
        if (said == null) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            exchange.getResponseHeaders().set("Content-Type", said.mediaType());
            exchange.sendResponseHeaders(status, said.body().length == 0 ? -1 : said.body().length);
            exchange.getResponseBody().write(said.body());
        }
        exchange.close();
    }

    /** What came in the address, in a form, or as the body itself. */
    private static Map<String, List<String>> parameters(HttpExchange exchange) throws IOException {
        Map<String, List<String>> found = new HashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String kind = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        read(exchange.getRequestURI().getRawQuery(), found);
        if (kind.startsWith("application/x-www-form-urlencoded")) {
            read(body, found);
        } else if (kind.startsWith("application/sparql-")) {
            found.put(exchange.getRequestURI().getPath().substring(1), List.of(body));
        }
        return found;
    }

    private static void read(String form, Map<String, List<String>> into) {
        if (form == null || form.isEmpty()) {
            return;
        }
        for (String field : form.split("&")) {
            String[] pair = field.split("=", 2);
            String value = pair.length < 2 ? "" : URLDecoder.decode(pair[1], UTF_8);
            into.computeIfAbsent(URLDecoder.decode(pair[0], UTF_8), x -> new ArrayList<>()).add(value);
        }
    }

    private static String only(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() != 1) {
            throw new IllegalArgumentException("one " + name + " is expected");
        }
        return values.get(0);
    }

    private static Answer query(Map<String, List<String>> parameters) {
        // The standard's own syntax: Jena's would let more pass.
        Query query = QueryFactory.create(only(parameters, "query"), Syntax.syntaxSPARQL_11);
        DATA.begin(ReadWrite.READ);
        try (QueryExecution asked = QueryExecutionFactory.create(query, dataset(parameters))) {
            var out = new ByteArrayOutputStream();
            if (query.isConstructType()) {
                // Not as a model: it would take literals of the same value for the same.
                StreamRDF writer = StreamRDFWriter.getWriterStream(out, Lang.NTRIPLES);
                writer.start();
                for (var triples = asked.execConstructTriples(); triples.hasNext(); ) {
                    Triple triple = triples.next();
                    writer.triple(triple);
                }
                writer.finish();
                return new Answer("application/n-triples", out.toByteArray());
            }
            if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(out, asked.execAsk());
            } else if (query.isSelectType()) {
                ResultSetFormatter.outputAsJSON(out, asked.execSelect());
            } else {
                throw new IllegalArgumentException("SELECT, ASK or CONSTRUCT is expected");
            }
            return new Answer("application/sparql-results+json", out.toByteArray());
        } finally {
            DATA.end();
        }
    }

    /** The data set that the request names, as the protocol says; else all there is. */
    private static Dataset dataset(Map<String, List<String>> parameters) {
        List<String> union = parameters.getOrDefault("default-graph-uri", List.of());
        List<String> named = parameters.getOrDefault("named-graph-uri", List.of());
        if (union.isEmpty() && named.isEmpty()) {
            return DATA;
        }
        return DynamicDatasets.dynamicDataset(DatasetDescription.create(union, named), DATA, false);
    }

    private static Answer update(Map<String, List<String>> parameters) {
        var request = UpdateFactory.create(only(parameters, "update"), Syntax.syntaxSPARQL_11);
        DATA.begin(ReadWrite.WRITE);
        try {
            UpdateAction.execute(request, DATA);
            DATA.commit();
        } catch (RuntimeException | StackOverflowError e) {
            DATA.abort();
            throw e;
        } finally {
            DATA.end();
        }
        return null;
    }
}
