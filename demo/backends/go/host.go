// The picker's two endpoints in Go, with nothing but its standard library: `go run host.go`.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

var (
	apiKey    = os.Getenv("CODAT_API_KEY")
	connector = os.Getenv("CODAT_CONNECTOR_KEY")
	codat     = env("CODAT_BASE_URL", "https://api.codat.io")
	// Yours: who is logged in, as your framework's session says. Here one merchant is, by a cookie.
	sessions = map[string]string{os.Getenv("SESSION"): "Café & Co / #1"}

	platformKey = regexp.MustCompile(`^[a-z]{4}$`)
	client      = http.Client{
		Timeout: 10 * time.Second,
		// The key goes to Codat alone, so a redirect is not followed.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
)

// Problem is what the browser is told, in the form of RFC 9457.
type Problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Retryable bool   `json:"retryable"`
	header    [2]string
}

func (p *Problem) Error() string { return p.Title }

func problem(status int, code, title string) *Problem {
	return &Problem{Type: "urn:codat-commerce-picker:problem:" + code, Title: title, Status: status, Code: code}
}

func (p *Problem) again() *Problem { p.Retryable = true; return p }

func (p *Problem) with(name, value string) *Problem { p.header = [2]string{name, value}; return p }

func askCodat(path string, into any) error {
	request, err := http.NewRequest("GET", codat+path, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(apiKey)))
	answer, err := client.Do(request)
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		return problem(504, "timeout", "Codat did not answer in time").again()
	} else if err != nil {
		return problem(503, "unavailable", "Codat could not be reached").again()
	}
	defer answer.Body.Close()
	// Codat's own words and status stay here: its 401 speaks of the key, not of the merchant.
	switch {
	case answer.StatusCode == 429:
		wait := answer.Header.Get("Retry-After")
		if wait == "" {
			wait = "5"
		}
		return problem(429, "rate-limited", "Too many calls to Codat").again().with("Retry-After", wait)
	case answer.StatusCode >= 500:
		return problem(503, "unavailable", "Codat can’t serve this now").again()
	case answer.StatusCode != 200:
		return problem(502, "unavailable", "Codat refused the call")
	}
	if json.NewDecoder(io.LimitReader(answer.Body, 8<<20)).Decode(into) != nil {
		return problem(502, "bad-response", "Codat’s answer was not understood").again()
	}
	return nil
}

// Integration is a row of Codat's list, in what the picker shows of it.
type Integration struct {
	Key        string          `json:"key"`
	Name       string          `json:"name"`
	LogoURL    string          `json:"logoUrl"`
	SourceType string          `json:"sourceType"`
	Enabled    bool            `json:"enabled"`
	IsBeta     bool            `json:"isBeta"`
	Branding   json.RawMessage `json:"branding,omitempty"`
}

// Shop is what can be picked, and what was picked of late.
type Shop struct {
	lock  sync.Mutex
	rows  []Integration
	until time.Time
	picks map[string]time.Time
}

// offer is the accounting software that is switched on in Codat's portal, without the host itself.
func (s *Shop) offer() ([]Integration, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if time.Now().Before(s.until) {
		return s.rows, nil
	}
	var list struct{ Results []Integration }
	if err := askCodat("/config/integrations?page=1&pageSize=500", &list); err != nil {
		return nil, err
	}
	rows := []Integration{}
	for _, row := range list.Results {
		if !row.Enabled || row.SourceType != "Accounting" || row.Key == connector {
			continue
		}
		if err := askCodat("/config/integrations/"+row.Key+"/branding", &row.Branding); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	s.rows, s.until = rows, time.Now().Add(2*time.Hour)
	return rows, nil
}

// once refuses a pick that was sent before: a browser may send a POST again by itself.
func (s *Shop) once(merchant, key string) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	for pick, at := range s.picks {
		if time.Since(at) > time.Minute {
			delete(s.picks, pick)
		}
	}
	pick := merchant + "\n" + key
	if _, isKnown := s.picks[pick]; isKnown && key != "" {
		return problem(409, "conflict", "This pick was sent before").again()
	}
	s.picks[pick] = time.Now()
	return nil
}

func (s *Shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	err := s.answer(w, r)
	if err == nil {
		return
	}
	var p *Problem
	if !errors.As(err, &p) {
		log.Print(err)
		p = problem(500, "unknown", "An unexpected failure; the log has it")
	}
	if p.header[0] != "" {
		w.Header().Set(p.header[0], p.header[1])
	}
	w.Header().Set("Cache-Control", "no-store")
	body, _ := json.Marshal(p)
	send(w, p.Status, "application/problem+json", body)
}

func (s *Shop) answer(w http.ResponseWriter, r *http.Request) error {
	switch path.Base(r.URL.Path) {
	case "integrations":
		if r.Method != "GET" && r.Method != "HEAD" {
			return problem(405, "bad-request", "No such method").with("Allow", "GET, HEAD")
		}
		return s.list(w, r)
	case "sync-url":
		if r.Method != "POST" {
			return problem(405, "bad-request", "No such method").with("Allow", "POST")
		}
		return s.syncURL(w, r)
	}
	return problem(404, "not-found", "Only integrations and sync-url are answered here")
}

func merchantOf(r *http.Request) (string, error) {
	if cookie, err := r.Cookie("session"); err == nil && sessions[cookie.Value] != "" {
		return sessions[cookie.Value], nil
	}
	return "", problem(401, "unauthenticated", "Nobody is logged in")
}

func (s *Shop) list(w http.ResponseWriter, r *http.Request) error {
	if _, err := merchantOf(r); err != nil {
		return err
	}
	rows, err := s.offer()
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"results": rows})
	if err != nil {
		return err
	}
	etag := fmt.Sprintf(`W/"%.13x"`, sha256.Sum256(body))
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Vary", "Cookie")
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(304)
	} else {
		send(w, 200, "application/json", body)
	}
	return nil
}

func (s *Shop) syncURL(w http.ResponseWriter, r *http.Request) error {
	// Another site's page could otherwise make the merchant's browser create companies at Codat.
	site := r.Header.Get("Sec-Fetch-Site")
	origin, err := url.Parse(r.Header.Get("Origin"))
	isOwn := err == nil && origin.Host == r.Host
	if site != "" && site != "same-origin" || site == "" && !isOwn {
		return problem(403, "forbidden", "Only a page of the same origin may ask for a Sync URL")
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return problem(415, "bad-request", "The body must be application/json")
	}
	merchant, err := merchantOf(r)
	if err != nil {
		return err
	}
	key, err := platformKeyIn(r)
	if err != nil {
		return err
	}
	rows, err := s.offer()
	if err != nil {
		return err
	}
	isOffered := false
	for _, row := range rows {
		isOffered = isOffered || row.Key == key
	}
	if !isOffered {
		return problem(404, "unknown-platform", "This platformKey is not on offer")
	}
	if err := s.once(merchant, r.Header.Get("Idempotency-Key")); err != nil {
		return err
	}
	// The connector is commerce software here. Where yours is accounting software, the two keys change places.
	query := strings.ReplaceAll(url.QueryEscape(merchant), "+", "%20")
	var answer struct {
		URL string `json:"url"`
	}
	start := fmt.Sprintf("/config/sync/commerce/%s/%s/start?merchantIdentifier=%s", connector, key, query)
	if err := askCodat(start, &answer); err != nil {
		return err
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	send(w, 200, "application/json", body)
	return nil
}

func platformKeyIn(r *http.Request) (string, error) {
	text, err := io.ReadAll(io.LimitReader(r.Body, 4097))
	if err != nil {
		return "", problem(400, "bad-request", "The body broke off")
	}
	if len(text) > 4096 {
		return "", problem(413, "bad-request", "The body is too large")
	}
	// A map, as a struct would take "PlatformKey" for "platformKey".
	var body map[string]any
	if json.Unmarshal(text, &body) != nil {
		return "", problem(400, "bad-request", "The body is not a JSON object")
	}
	for _, name := range []string{"merchantIdentifier", "companyId", "redirectUrl"} {
		if _, isNamed := body[name]; isNamed {
			return "", problem(400, "bad-request", "The body must name a platformKey and nothing else")
		}
	}
	// Before it becomes a part of a path beside the key.
	if key, isText := body["platformKey"].(string); isText && platformKey.MatchString(key) {
		return key, nil
	}
	return "", problem(400, "bad-request", "platformKey must be four lower-case letters")
}

func send(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write(body)
}

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func main() {
	server := http.Server{
		Addr:              "127.0.0.1:" + env("PORT", "3000"),
		Handler:           &Shop{picks: map[string]time.Time{}},
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       20 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}
