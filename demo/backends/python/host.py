"""The picker's two endpoints in Python, with nothing but its standard library: `python3 host.py`."""

import base64, hashlib, json, os, re, threading, time
import urllib.error, urllib.request
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlsplit

API_KEY = os.environ["CODAT_API_KEY"]
CONNECTOR = os.environ["CODAT_CONNECTOR_KEY"]
CODAT = os.environ.get("CODAT_BASE_URL", "https://api.codat.io")
# Yours: who is logged in, as your framework's session says. Here one merchant is, by a cookie.
SESSIONS = {os.environ["SESSION"]: "Café & Co / #1"}

TWO_HOURS = 2 * 60 * 60


class Problem(Exception):
    """What the browser is told, in the form of RFC 9457."""

    def __init__(self, status, code, title, retryable=False, **headers):
        self.status, self.code, self.title, self.retryable, self.headers = status, code, title, retryable, headers


def ask_codat(path):
    # The key goes to Codat alone, so that a redirect must not be followed: see NoRedirect.
    key = base64.b64encode(API_KEY.encode()).decode()
    request = urllib.request.Request(CODAT + path, headers={"Authorization": f"Basic {key}"})
    try:
        with codat.open(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        # Codat's own words and status stay here: its 401 speaks of the key, not of the merchant.
        if error.code == 429:
            wait = error.headers.get("Retry-After", "5")
            raise Problem(429, "rate-limited", "Too many calls to Codat", True, **{"Retry-After": wait})
        if error.code >= 500:
            raise Problem(503, "unavailable", "Codat can't serve this now", True)
        raise Problem(502, "unavailable", "Codat refused the call")
    except TimeoutError:
        raise Problem(504, "timeout", "Codat did not answer in time", True)
    except (OSError, ValueError):
        raise Problem(503, "unavailable", "Codat could not be reached", True)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


codat = urllib.request.build_opener(NoRedirect)
kept = {"rows": [], "until": 0}


def offer():
    """What can be picked: the accounting software that is switched on in Codat's portal, without the host itself."""
    if kept["until"] < time.time():
        rows = ask_codat("/config/integrations?page=1&pageSize=500")["results"]
        rows = [r for r in rows if r["enabled"] and r["sourceType"] == "Accounting" and r["key"] != CONNECTOR]
        for row in rows:
            row["branding"] = ask_codat(f"/config/integrations/{row['key']}/branding")
        kept.update(rows=rows, until=time.time() + TWO_HOURS)
    return kept["rows"]


picks = {}
lock = threading.Lock()


def once(merchant, key):
    """A browser may send a POST again by itself. The same pick must not be made twice."""
    with lock:
        for old in [pick for pick, at in picks.items() if at < time.time() - 60]:
            del picks[old]
        if key and (merchant, key) in picks:
            raise Problem(409, "conflict", "This pick was sent before", True)
        picks[merchant, key] = time.time()


class Host(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        # The connection ends with the answer: a body that was refused is not read.
        self.close_connection = True
        try:
            path = urlsplit(self.path).path
            if path.endswith("/integrations"):
                self.only("GET", "HEAD")
                self.send_list()
            elif path.endswith("/sync-url"):
                self.only("POST")
                self.send_sync_url()
            else:
                raise Problem(404, "not-found", "Only integrations and sync-url are answered here")
        except Problem as problem:
            self.send_problem(problem)
        except Exception as error:
            self.log_error("%r", error)
            self.send_problem(Problem(500, "unknown", "An unexpected failure; the log has it"))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def only(self, *methods):
        if self.command not in methods:
            raise Problem(405, "bad-request", "No such method", Allow=", ".join(methods))

    def merchant(self):
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        if cookie is None or cookie.value not in SESSIONS:
            raise Problem(401, "unauthenticated", "Nobody is logged in")
        return SESSIONS[cookie.value]

    def send_list(self):
        self.merchant()
        body = json.dumps({"results": offer()}).encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:27]}"'
        headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie", "ETag": etag}
        if self.headers.get("If-None-Match") == etag:
            self.send(304, b"", headers)
        else:
            self.send(200, body, {"Content-Type": "application/json", **headers})

    def send_sync_url(self):
        # Another site's page could otherwise make the merchant's browser create companies at Codat.
        site, origin = self.headers.get("Sec-Fetch-Site"), self.headers.get("Origin", "")
        is_own = site == "same-origin" if site else urlsplit(origin).netloc == self.headers["Host"]
        if not is_own:
            raise Problem(403, "forbidden", "Only a page of the same origin may ask for a Sync URL")
        if self.headers.get_content_type() != "application/json":
            raise Problem(415, "bad-request", "The body must be application/json")
        merchant = self.merchant()
        key = self.platform_key()
        if key not in [row["key"] for row in offer()]:
            raise Problem(404, "unknown-platform", "This platformKey is not on offer")
        once(merchant, self.headers.get("Idempotency-Key"))
        # The connector is commerce software here. Where yours is accounting software, the two keys change places.
        path = f"/config/sync/commerce/{CONNECTOR}/{key}/start?merchantIdentifier={quote(merchant, safe='')}"
        body = json.dumps({"url": ask_codat(path)["url"]}).encode()
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        self.send(200, body, {"Content-Type": "application/json", **headers})

    def platform_key(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > 4096:
            raise Problem(413, "bad-request", "The body is too large")
        try:
            body = json.loads(self.rfile.read(length))
        except ValueError:
            raise Problem(400, "bad-request", "The body is not JSON")
        if not isinstance(body, dict) or body.keys() & {"merchantIdentifier", "companyId", "redirectUrl"}:
            raise Problem(400, "bad-request", "The body must name a platformKey and nothing else")
        key = body.get("platformKey")
        # Before it becomes a part of a path beside the key.
        if not isinstance(key, str) or not re.fullmatch("[a-z]{4}", key):
            raise Problem(400, "bad-request", "platformKey must be four lower-case letters")
        return key

    def send_problem(self, problem):
        body = {
            "type": f"urn:codat-commerce-picker:problem:{problem.code}",
            "title": problem.title,
            "status": problem.status,
            "code": problem.code,
            "retryable": problem.retryable,
        }
        headers = {"Content-Type": "application/problem+json", "Cache-Control": "no-store", **problem.headers}
        self.send(problem.status, json.dumps(body).encode(), headers)

    def send(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "X-Content-Type-Options": "nosniff", "Connection": "close"}.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", 3000))), Host).serve_forever()
