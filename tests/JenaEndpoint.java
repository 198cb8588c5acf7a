import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.system.Txn;

/** Answers SPARQL queries over a TriG file, whose graphs together are the default graph, on a port of the loopback. */
public final class JenaEndpoint {
    private static final String FIELD = "query=";
    private static final String TABLE = "application/sparql-results+json";
    private static final String TRIPLES = "application/n-triples";

    public static void main(String[] arguments) throws IOException {
        Dataset data = withUnion(RDFDataMgr.loadDataset(arguments[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> handle(exchange, data));
        server.start();
        System.out.println("Listening for requests at http://127.0.0.1:" + server.getAddress().getPort());
        // Whoever started this keeps the other end open: it ends with them, however they end.
        System.in.transferTo(System.err);
        System.exit(0);
    }

    private static Dataset withUnion(Dataset data) {
        List<Resource> names = Txn.calculateRead(data, () -> Iter.toList(data.listModelNames()));
        Txn.executeWrite(data, () -> names.forEach(name -> data.getDefaultModel().add(data.getNamedModel(name))));
        return data;
    }

    private static void handle(HttpExchange exchange, Dataset data) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int status = 200;
        String type = "text/plain";
        try {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = URLDecoder.decode(form.substring(FIELD.length()), StandardCharsets.UTF_8);
            type = Txn.calculateRead(data, () -> answer(query, data, body));
        } catch (RuntimeException | Error error) {
            status = 400;
            body.reset();
            body.writeBytes(error.toString().getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
        body.writeTo(exchange.getResponseBody());
        exchange.close();
    }

    /** Writes the answer to a query, and says which media type it has. */
    private static String answer(String text, Dataset data, ByteArrayOutputStream body) {
        Query query = QueryFactory.create(text);
        try (QueryExecution execution = QueryExecutionFactory.create(query, data)) {
            if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(body, execution.execAsk());
            } else if (query.isSelectType()) {
                ResultSetFormatter.outputAsJSON(body, execution.execSelect());
            } else {
                RDFDataMgr.write(body, execution.execConstruct(), Lang.NTRIPLES);
                return TRIPLES;
            }
            return TABLE;
        }
    }
}
