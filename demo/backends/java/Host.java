// The picker's two endpoints in Java 17, with Gson and the JDK's own server: `java -cp gson.jar Host.java`.

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.UTF_8;

public class Host {
    static final String API_KEY = System.getenv("CODAT_API_KEY");
    static final String CONNECTOR = System.getenv("CODAT_CONNECTOR_KEY");
    static final String CODAT = System.getenv().getOrDefault("CODAT_BASE_URL", "https://api.codat.io");
    // Yours: who is logged in, as your framework's session says. Here one merchant is, by a cookie.
    static final Map<String, String> SESSIONS = Map.of(System.getenv("SESSION"), "Café & Co / #1");

    // By default it follows no redirect, and the key must not: it is for Codat alone.
    final HttpClient codat = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    final Map<List<String>, Instant> picks = new HashMap<>();
    JsonArray rows;
    Instant until = Instant.MIN;

    /** What the browser is told, in the form of RFC 9457. */
    static class Problem extends RuntimeException {
        final int status;
        final String code;
        final boolean retryable;
        final Map<String, String> headers;

        Problem(int status, String code, String title, boolean retryable, Map<String, String> headers) {
            super(title);
            this.status = status;
            this.code = code;
            this.retryable = retryable;
            this.headers = headers;
        }

        Problem(int status, String code, String title) {
            this(status, code, title, false, Map.of());
        }

        static Problem passing(int status, String code, String title) {
            return new Problem(status, code, title, true, Map.of());
        }
    }

    JsonObject askCodat(String path) throws InterruptedException {
        var key = Base64.getEncoder().encodeToString(API_KEY.getBytes(UTF_8));
        var request = HttpRequest.newBuilder(URI.create(CODAT + path))
            .header("Authorization", "Basic " + key)
            .timeout(Duration.ofSeconds(10))
            .build();
        try {
            var answer = codat.send(request, HttpResponse.BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status == 200) return JsonParser.parseString(answer.body()).getAsJsonObject();
            // Codat's own words and status stay here: its 401 speaks of the key, not of the merchant.
            if (status == 429) {
                var wait = Map.of("Retry-After", answer.headers().firstValue("Retry-After").orElse("5"));
                throw new Problem(429, "rate-limited", "Too many calls to Codat", true, wait);
            }
            if (status >= 500) throw Problem.passing(503, "unavailable", "Codat can’t serve this now");
            throw new Problem(502, "unavailable", "Codat refused the call");
        } catch (HttpTimeoutException e) {
            throw Problem.passing(504, "timeout", "Codat did not answer in time");
        } catch (IOException e) {
            throw Problem.passing(503, "unavailable", "Codat could not be reached");
        } catch (JsonParseException | IllegalStateException e) {
            throw Problem.passing(502, "bad-response", "Codat’s answer was not understood");
        }
    }

    /** What can be picked: the accounting software that is switched on in Codat's portal, without the host itself. */
    synchronized JsonArray offer() throws InterruptedException {
        if (until.isAfter(Instant.now())) return rows;
        var offered = new JsonArray();
        for (JsonElement element : askCodat("/config/integrations?page=1&pageSize=500").getAsJsonArray("results")) {
            var row = element.getAsJsonObject();
            var key = row.get("key").getAsString();
            if (!row.get("enabled").getAsBoolean() || key.equals(CONNECTOR)) continue;
            if (!row.get("sourceType").getAsString().equals("Accounting")) continue;
            row.add("branding", askCodat("/config/integrations/" + key + "/branding"));
            offered.add(row);
        }
        rows = offered;
        until = Instant.now().plus(Duration.ofHours(2));
        return rows;
    }

    /** A browser may send a POST again by itself. The same pick must not be made twice. */
    synchronized void once(String merchant, String key) {
        picks.values().removeIf(at -> at.isBefore(Instant.now().minusSeconds(60)));
        if (key != null && picks.putIfAbsent(List.of(merchant, key), Instant.now()) != null) {
            throw Problem.passing(409, "conflict", "This pick was sent before");
        }
    }

    void answer(HttpExchange exchange) throws IOException {
        // What is still unread of a refused body is let go with the exchange.
        try (exchange) {
            try {
                var path = exchange.getRequestURI().getPath();
                if (path.endsWith("/integrations")) {
                    only(exchange, "GET", "HEAD");
                    sendList(exchange);
                } else if (path.endsWith("/sync-url")) {
                    only(exchange, "POST");
                    sendSyncUrl(exchange);
                } else {
                    throw new Problem(404, "not-found", "Only integrations and sync-url are answered here");
                }
            } catch (Problem problem) {
                sendProblem(exchange, problem);
            } catch (Exception e) {
                e.printStackTrace();
                sendProblem(exchange, new Problem(500, "unknown", "An unexpected failure; the log has it"));
            }
        }
    }

    void only(HttpExchange exchange, String... methods) {
        if (List.of(methods).contains(exchange.getRequestMethod())) return;
        var allow = Map.of("Allow", String.join(", ", methods));
        throw new Problem(405, "bad-request", "No such method", false, allow);
    }

    String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    String merchant(HttpExchange exchange) {
        var cookies = header(exchange, "Cookie");
        for (String pair : (cookies == null ? "" : cookies).split("; *")) {
            if (!pair.startsWith("session=")) continue;
            var merchant = SESSIONS.get(pair.substring("session=".length()));
            if (merchant != null) return merchant;
        }
        throw new Problem(401, "unauthenticated", "Nobody is logged in");
    }

    void sendList(HttpExchange exchange) throws Exception {
        merchant(exchange);
        var list = new JsonObject();
        list.add("results", offer());
        var body = list.toString();
        var hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
        var etag = "W/\"" + HexFormat.of().formatHex(hash).substring(0, 27) + "\"";
        var headers = Map.of("Cache-Control", "private, no-cache", "Vary", "Cookie", "ETag", etag);
        if (etag.equals(header(exchange, "If-None-Match"))) send(exchange, 304, null, "", headers);
        else send(exchange, 200, "application/json", body, headers);
    }

    void sendSyncUrl(HttpExchange exchange) throws Exception {
        // Another site's page could otherwise make the merchant's browser create companies at Codat.
        var site = header(exchange, "Sec-Fetch-Site");
        var origin = header(exchange, "Origin");
        var isOwn = origin != null && origin.replaceFirst("^https?://", "").equals(header(exchange, "Host"));
        if (site != null ? !site.equals("same-origin") : !isOwn) {
            throw new Problem(403, "forbidden", "Only a page of the same origin may ask for a Sync URL");
        }
        var type = header(exchange, "Content-Type");
        if (type == null || !type.split(";")[0].trim().equalsIgnoreCase("application/json")) {
            throw new Problem(415, "bad-request", "The body must be application/json");
        }
        var merchant = merchant(exchange);
        var key = platformKey(exchange);
        var isOffered = false;
        for (JsonElement row : offer()) isOffered |= row.getAsJsonObject().get("key").getAsString().equals(key);
        if (!isOffered) throw new Problem(404, "unknown-platform", "This platformKey is not on offer");
        once(merchant, header(exchange, "Idempotency-Key"));
        // The connector is commerce software here. Where yours is accounting software, the two keys change places.
        var query = "merchantIdentifier=" + URLEncoder.encode(merchant, UTF_8).replace("+", "%20");
        var answer = askCodat("/config/sync/commerce/" + CONNECTOR + "/" + key + "/start?" + query);
        var body = new JsonObject();
        body.add("url", answer.get("url"));
        var headers = Map.of("Cache-Control", "no-store", "Referrer-Policy", "no-referrer");
        send(exchange, 200, "application/json", body.toString(), headers);
    }

    String platformKey(HttpExchange exchange) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(4097);
        if (bytes.length > 4096) throw new Problem(413, "bad-request", "The body is too large");
        JsonElement body;
        try {
            body = JsonParser.parseString(new String(bytes, UTF_8));
        } catch (JsonParseException e) {
            throw new Problem(400, "bad-request", "The body is not JSON");
        }
        if (!body.isJsonObject()) throw new Problem(400, "bad-request", "The body is not a JSON object");
        var object = body.getAsJsonObject();
        for (String name : List.of("merchantIdentifier", "companyId", "redirectUrl")) {
            if (!object.has(name)) continue;
            throw new Problem(400, "bad-request", "The body must name a platformKey and nothing else");
        }
        var key = object.get("platformKey");
        var isText = key != null && key.isJsonPrimitive() && key.getAsJsonPrimitive().isString();
        // Before it becomes a part of a path beside the key.
        if (isText && key.getAsString().matches("[a-z]{4}")) return key.getAsString();
        throw new Problem(400, "bad-request", "platformKey must be four lower-case letters");
    }

    void sendProblem(HttpExchange exchange, Problem problem) throws IOException {
        var body = new JsonObject();
        body.addProperty("type", "urn:codat-commerce-picker:problem:" + problem.code);
        body.addProperty("title", problem.getMessage());
        body.addProperty("status", problem.status);
        body.addProperty("code", problem.code);
        body.addProperty("retryable", problem.retryable);
        var headers = new HashMap<>(problem.headers);
        headers.put("Cache-Control", "no-store");
        send(exchange, problem.status, "application/problem+json", body.toString(), headers);
    }

    void send(HttpExchange exchange, int status, String type, String text, Map<String, String> headers)
            throws IOException {
        var answer = exchange.getResponseHeaders();
        headers.forEach(answer::set);
        if (type != null) answer.set("Content-Type", type);
        answer.set("X-Content-Type-Options", "nosniff");
        var body = text.getBytes(UTF_8);
        var hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) exchange.getResponseBody().write(body);
    }

    public static void main(String[] args) throws IOException {
        var port = Integer.parseInt(System.getenv().getOrDefault("PORT", "3000"));
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", new Host()::answer);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
    }
}
