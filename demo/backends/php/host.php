<?php
// The picker's two endpoints in PHP, with nothing but what comes with it: `php -S 127.0.0.1:3000 host.php`.
declare(strict_types=1);

// No warning of PHP's own may become a part of an answer.
ini_set('display_errors', '0');

define('CODAT', getenv('CODAT_BASE_URL') ?: 'https://api.codat.io');
define('CONNECTOR', getenv('CODAT_CONNECTOR_KEY'));
// Yours: who is logged in, as your framework's session says. Here one merchant is, by a cookie.
define('SESSIONS', [getenv('SESSION') => 'Café & Co / #1']);
const TWO_HOURS = 2 * 60 * 60;

/** What the browser is told, in the form of RFC 9457. */
class Problem extends Exception
{
    public function __construct(
        public int $status,
        public string $problem,
        public string $title,
        public bool $retryable = false,
        public array $headers = [],
    ) {
        parent::__construct($title);
    }
}

function ask_codat(string $path): array
{
    $context = stream_context_create(['http' => [
        'header' => 'Authorization: Basic ' . base64_encode(getenv('CODAT_API_KEY')),
        'timeout' => 10,
        // The key goes to Codat alone, so a redirect is not followed.
        'follow_location' => 0,
        'ignore_errors' => true,
    ]]);
    $text = @file_get_contents(CODAT . $path, false, $context);
    if ($text === false) {
        throw new Problem(503, 'unavailable', 'Codat could not be reached, or not in time', true);
    }
    $status = (int) explode(' ', $http_response_header[0])[1];
    $answer = json_decode($text, true);
    if ($status === 200 && is_array($answer)) {
        return $answer;
    }
    // Codat's own words and status stay here: its 401 speaks of the key, not of the merchant.
    if ($status === 429) {
        $wait = array_values(preg_grep('/^Retry-After:/i', $http_response_header))[0] ?? 'Retry-After: 5';
        throw new Problem(429, 'rate-limited', 'Too many calls to Codat', true, [$wait]);
    }
    throw $status >= 500
        ? new Problem(503, 'unavailable', 'Codat can’t serve this now', true)
        : new Problem(502, 'unavailable', 'Codat refused the call');
}

/** What can be picked: the accounting software that is switched on in Codat's portal, without the host itself. */
function offer(): array
{
    // Nothing outlives a request here. Where you have a cache (APCu, Redis), use that.
    $file = sys_get_temp_dir() . '/codat-offer-' . md5(CODAT . getenv('CODAT_API_KEY') . CONNECTOR) . '.json';
    if (is_file($file) && filemtime($file) > time() - TWO_HOURS) {
        return json_decode(file_get_contents($file));
    }
    $rows = [];
    foreach (ask_codat('/config/integrations?page=1&pageSize=500')['results'] as $row) {
        if ($row['enabled'] && $row['sourceType'] === 'Accounting' && $row['key'] !== CONNECTOR) {
            $branding = ask_codat("/config/integrations/{$row['key']}/branding");
            // An empty object would become an array on its way through PHP.
            $rows[] = ['branding' => (object) array_filter($branding)] + $row;
        }
    }
    $text = json_encode($rows);
    file_put_contents($file, $text, LOCK_EX);
    return json_decode($text);
}

/** A browser may send a POST again by itself. The same pick must not be made twice. */
function once(string $merchant, string $key): void
{
    if ($key === '') {
        return;
    }
    // A file that can be made once. Where you have a cache with `add`, use that.
    $folder = sys_get_temp_dir() . '/codat-picks';
    @mkdir($folder, 0700);
    foreach (glob("$folder/*") as $old) {
        if (@filemtime($old) < time() - 60) {
            @unlink($old);
        }
    }
    if (@fopen("$folder/" . hash('sha256', "$merchant\n$key"), 'x') === false) {
        throw new Problem(409, 'conflict', 'This pick was sent before', true);
    }
}

function header_of(string $name): string
{
    return $_SERVER['HTTP_' . strtoupper(strtr($name, '-', '_'))] ?? '';
}

function only(string ...$methods): void
{
    if (!in_array($_SERVER['REQUEST_METHOD'], $methods, true)) {
        throw new Problem(405, 'bad-request', 'No such method', false, ['Allow: ' . implode(', ', $methods)]);
    }
}

function merchant(): string
{
    return SESSIONS[$_COOKIE['session'] ?? ''] ?? throw new Problem(401, 'unauthenticated', 'Nobody is logged in');
}

function send(int $status, string $body, array $headers): void
{
    header_remove('X-Powered-By');
    http_response_code($status);
    foreach ([...$headers, 'X-Content-Type-Options: nosniff'] as $header) {
        header($header);
    }
    if ($_SERVER['REQUEST_METHOD'] !== 'HEAD') {
        echo $body;
    }
}

function send_list(): void
{
    merchant();
    $body = json_encode(['results' => offer()]);
    $etag = 'W/"' . substr(hash('sha256', $body), 0, 27) . '"';
    $headers = ['Cache-Control: private, no-cache', 'Vary: Cookie', "ETag: $etag"];
    if (header_of('If-None-Match') === $etag) {
        send(304, '', $headers);
    } else {
        send(200, $body, ['Content-Type: application/json', ...$headers]);
    }
}

function platform_key(): string
{
    $text = file_get_contents('php://input', false, null, 0, 4097);
    if (strlen($text) > 4096) {
        throw new Problem(413, 'bad-request', 'The body is too large');
    }
    // As objects: an array would have no names.
    $body = json_decode($text);
    if (!$body instanceof stdClass) {
        throw new Problem(400, 'bad-request', 'The body is not a JSON object');
    }
    foreach (['merchantIdentifier', 'companyId', 'redirectUrl'] as $name) {
        if (property_exists($body, $name)) {
            throw new Problem(400, 'bad-request', 'The body must name a platformKey and nothing else');
        }
    }
    $key = $body->platformKey ?? null;
    // Before it becomes a part of a path beside the key. (D: $ is the very end.)
    if (!is_string($key) || !preg_match('/^[a-z]{4}$/D', $key)) {
        throw new Problem(400, 'bad-request', 'platformKey must be four lower-case letters');
    }
    return $key;
}

function send_sync_url(): void
{
    // Another site's page could otherwise make the merchant's browser create companies at Codat.
    $site = header_of('Sec-Fetch-Site');
    $isOwn = preg_replace('~^https?://~', '', header_of('Origin')) === $_SERVER['HTTP_HOST'];
    if ($site === '' ? !$isOwn : $site !== 'same-origin') {
        throw new Problem(403, 'forbidden', 'Only a page of the same origin may ask for a Sync URL');
    }
    if (strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0])) !== 'application/json') {
        throw new Problem(415, 'bad-request', 'The body must be application/json');
    }
    $merchant = merchant();
    $key = platform_key();
    if (!in_array($key, array_column(offer(), 'key'), true)) {
        throw new Problem(404, 'unknown-platform', 'This platformKey is not on offer');
    }
    once($merchant, header_of('Idempotency-Key'));
    // The connector is commerce software here. Where yours is accounting software, the two keys change places.
    $path = '/config/sync/commerce/' . CONNECTOR . "/$key/start?merchantIdentifier=" . rawurlencode($merchant);
    $headers = ['Content-Type: application/json', 'Cache-Control: no-store', 'Referrer-Policy: no-referrer'];
    send(200, json_encode(['url' => ask_codat($path)['url']]), $headers);
}

function send_problem(Problem $problem): void
{
    $body = json_encode([
        'type' => "urn:codat-commerce-picker:problem:$problem->problem",
        'title' => $problem->title,
        'status' => $problem->status,
        'code' => $problem->problem,
        'retryable' => $problem->retryable,
    ]);
    $headers = ['Content-Type: application/problem+json', 'Cache-Control: no-store', ...$problem->headers];
    send($problem->status, $body, $headers);
}

try {
    switch (basename(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH))) {
        case 'integrations':
            only('GET', 'HEAD');
            send_list();
            break;
        case 'sync-url':
            only('POST');
            send_sync_url();
            break;
        default:
            throw new Problem(404, 'not-found', 'Only integrations and sync-url are answered here');
    }
} catch (Problem $problem) {
    send_problem($problem);
} catch (Throwable $error) {
    error_log((string) $error);
    send_problem(new Problem(500, 'unknown', 'An unexpected failure; the log has it'));
}
