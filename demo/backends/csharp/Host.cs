// The picker's two endpoints in C#, with Json.NET and the framework's own server. It runs on .NET and on Mono:
// `dotnet add package Newtonsoft.Json; dotnet run`.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

/// <summary>What the browser is told, in the form of RFC 9457.</summary>
class Problem : Exception
{
    public readonly int Status;
    public readonly string Code;
    public readonly bool Retryable;
    public readonly Dictionary<string, string> Headers = new Dictionary<string, string>();

    public Problem(int status, string code, string title, bool retryable = false) : base(title)
    {
        Status = status;
        Code = code;
        Retryable = retryable;
    }

    public Problem With(string name, string value)
    {
        Headers[name] = value;
        return this;
    }
}

static class Host
{
    static string Env(string name, string otherwise = null) => Environment.GetEnvironmentVariable(name) ?? otherwise;

    static readonly string Connector = Env("CODAT_CONNECTOR_KEY");
    static readonly string Codat = Env("CODAT_BASE_URL", "https://api.codat.io");

    // Yours: who is logged in, as your framework's session says. Here one merchant is, by a cookie.
    static readonly Dictionary<string, string> Sessions = new Dictionary<string, string>
    {
        [Env("SESSION")] = "Café & Co / #1",
    };

    // The key goes to Codat alone, so a redirect is not followed.
    static readonly HttpClient Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    static readonly object Lock = new object();
    static readonly Dictionary<string, DateTime> Picks = new Dictionary<string, DateTime>();
    static JArray rows;
    static DateTime until;

    static async Task<JObject> AskCodat(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Codat + path);
        var key = Convert.ToBase64String(Encoding.UTF8.GetBytes(Env("CODAT_API_KEY")));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", key);
        try
        {
            var answer = await Client.SendAsync(request);
            var status = (int)answer.StatusCode;
            if (status == 200) return JObject.Parse(await answer.Content.ReadAsStringAsync());
            // Codat's own words and status stay here: its 401 speaks of the key, not of the merchant.
            if (status == 429)
            {
                var wait = answer.Headers.RetryAfter?.ToString() ?? "5";
                throw new Problem(429, "rate-limited", "Too many calls to Codat", true).With("Retry-After", wait);
            }
            if (status >= 500) throw new Problem(503, "unavailable", "Codat can’t serve this now", true);
            throw new Problem(502, "unavailable", "Codat refused the call");
        }
        catch (TaskCanceledException)
        {
            throw new Problem(504, "timeout", "Codat did not answer in time", true);
        }
        catch (HttpRequestException)
        {
            throw new Problem(503, "unavailable", "Codat could not be reached", true);
        }
        catch (JsonException)
        {
            throw new Problem(502, "bad-response", "Codat’s answer was not understood", true);
        }
    }

    /// <summary>What can be picked: the accounting software that is switched on in Codat's portal.</summary>
    static async Task<JArray> Offer()
    {
        if (until > DateTime.UtcNow) return rows;
        var list = await AskCodat("/config/integrations?page=1&pageSize=500");
        var offered = new JArray(list["results"].Where(row =>
            // All but the host itself.
            (bool)row["enabled"] && (string)row["sourceType"] == "Accounting" && (string)row["key"] != Connector));
        foreach (var row in offered) row["branding"] = await AskCodat($"/config/integrations/{row["key"]}/branding");
        rows = offered;
        until = DateTime.UtcNow.AddHours(2);
        return offered;
    }

    /// <summary>A browser may send a POST again by itself. The same pick must not be made twice.</summary>
    static void Once(string merchant, string key)
    {
        if (key == null) return;
        lock (Lock)
        {
            var old = Picks.Where(pick => pick.Value < DateTime.UtcNow.AddMinutes(-1)).Select(pick => pick.Key).ToList();
            foreach (var pick in old) Picks.Remove(pick);
            if (Picks.ContainsKey($"{merchant}\n{key}"))
            {
                throw new Problem(409, "conflict", "This pick was sent before", true);
            }
            Picks[$"{merchant}\n{key}"] = DateTime.UtcNow;
        }
    }

    static async Task Answer(HttpListenerContext context)
    {
        try
        {
            try
            {
                switch (context.Request.Url.AbsolutePath.Split('/').Last())
                {
                    case "integrations":
                        Only(context, "GET", "HEAD");
                        await SendList(context);
                        break;
                    case "sync-url":
                        Only(context, "POST");
                        await SendSyncUrl(context);
                        break;
                    default:
                        throw new Problem(404, "not-found", "Only integrations and sync-url are answered here");
                }
            }
            catch (Problem problem)
            {
                SendProblem(context, problem);
            }
            catch (Exception error)
            {
                Console.Error.WriteLine(error);
                SendProblem(context, new Problem(500, "unknown", "An unexpected failure; the log has it"));
            }
        }
        catch (Exception error)
        {
            // The browser has left.
            Console.Error.WriteLine(error.Message);
        }
    }

    static void Only(HttpListenerContext context, params string[] methods)
    {
        if (methods.Contains(context.Request.HttpMethod)) return;
        throw new Problem(405, "bad-request", "No such method").With("Allow", string.Join(", ", methods));
    }

    static string Merchant(HttpListenerContext context)
    {
        var session = context.Request.Cookies["session"]?.Value ?? "";
        if (Sessions.TryGetValue(session, out var merchant)) return merchant;
        throw new Problem(401, "unauthenticated", "Nobody is logged in");
    }

    static async Task SendList(HttpListenerContext context)
    {
        Merchant(context);
        var body = new JObject { ["results"] = await Offer() }.ToString(Formatting.None);
        var hash = SHA256.Create().ComputeHash(Encoding.UTF8.GetBytes(body));
        var etag = $"W/\"{BitConverter.ToString(hash).Replace("-", "").Substring(0, 27)}\"";
        context.Response.Headers["ETag"] = etag;
        context.Response.Headers["Cache-Control"] = "private, no-cache";
        context.Response.Headers["Vary"] = "Cookie";
        if (context.Request.Headers["If-None-Match"] == etag) Send(context, 304, null, "");
        else Send(context, 200, "application/json", body);
    }

    static async Task SendSyncUrl(HttpListenerContext context)
    {
        var headers = context.Request.Headers;
        // Another site's page could otherwise make the merchant's browser create companies at Codat.
        var site = headers["Sec-Fetch-Site"];
        var isOwn = Regex.Replace(headers["Origin"] ?? "", "^https?://", "") == headers["Host"];
        if (site == null ? !isOwn : site != "same-origin")
        {
            throw new Problem(403, "forbidden", "Only a page of the same origin may ask for a Sync URL");
        }
        if ((headers["Content-Type"] ?? "").Split(';')[0].Trim().ToLowerInvariant() != "application/json")
        {
            throw new Problem(415, "bad-request", "The body must be application/json");
        }
        var merchant = Merchant(context);
        var key = await PlatformKey(context.Request);
        if (!(await Offer()).Any(row => (string)row["key"] == key))
        {
            throw new Problem(404, "unknown-platform", "This platformKey is not on offer");
        }
        Once(merchant, headers["Idempotency-Key"]);
        // The connector is commerce software here. Where yours is accounting software, the two keys change places.
        var query = $"merchantIdentifier={Uri.EscapeDataString(merchant)}";
        var answer = await AskCodat($"/config/sync/commerce/{Connector}/{key}/start?{query}");
        context.Response.Headers["Cache-Control"] = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        Send(context, 200, "application/json", new JObject { ["url"] = answer["url"] }.ToString(Formatting.None));
    }

    static async Task<string> PlatformKey(HttpListenerRequest request)
    {
        var buffer = new char[4097];
        var length = await new StreamReader(request.InputStream, Encoding.UTF8).ReadBlockAsync(buffer, 0, buffer.Length);
        if (length > 4096) throw new Problem(413, "bad-request", "The body is too large");
        JObject body;
        try
        {
            body = JObject.Parse(new string(buffer, 0, length));
        }
        catch (JsonException)
        {
            throw new Problem(400, "bad-request", "The body is not a JSON object");
        }
        if (new[] { "merchantIdentifier", "companyId", "redirectUrl" }.Any(name => body.Property(name) != null))
        {
            throw new Problem(400, "bad-request", "The body must name a platformKey and nothing else");
        }
        var key = body["platformKey"];
        // Before it becomes a part of a path beside the key. (\z: the very end, and not that of a line.)
        if (key?.Type == JTokenType.String && Regex.IsMatch((string)key, @"\A[a-z]{4}\z")) return (string)key;
        throw new Problem(400, "bad-request", "platformKey must be four lower-case letters");
    }

    static void SendProblem(HttpListenerContext context, Problem problem)
    {
        foreach (var header in problem.Headers) context.Response.Headers[header.Key] = header.Value;
        context.Response.Headers["Cache-Control"] = "no-store";
        var body = new JObject
        {
            ["type"] = $"urn:codat-commerce-picker:problem:{problem.Code}",
            ["title"] = problem.Message,
            ["status"] = problem.Status,
            ["code"] = problem.Code,
            ["retryable"] = problem.Retryable,
        };
        Send(context, problem.Status, "application/problem+json", body.ToString(Formatting.None));
    }

    static void Send(HttpListenerContext context, int status, string type, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var response = context.Response;
        response.StatusCode = status;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        if (type != null) response.ContentType = type;
        if (text != "" && context.Request.HttpMethod != "HEAD")
        {
            response.ContentLength64 = body.Length;
            response.OutputStream.Write(body, 0, body.Length);
        }
        response.Close();
    }

    static void Main()
    {
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{Env("PORT", "3000")}/");
        listener.Start();
        while (true)
        {
            var context = listener.GetContext();
            Task.Run(() => Answer(context));
        }
    }
}
