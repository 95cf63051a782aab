using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Architecture;

namespace EmailConsole.Tests.Hosting.Crawl;

/// <summary>Whatever is sent to any endpoint, by whomever: it is never the server's fault.</summary>
public sealed class FuzzTests(CrawlConsole bed) : IClassFixture<CrawlConsole>
{
    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json; charset=\"utf-8\"", "application/json; charset=utf-16", "application/json; charset=nothing",
        "application/json; charset=", "application/json;;;", "APPLICATION/JSON;Charset=UTF-8", "application/merge-patch+json; charset='x'", "text/json",
        "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=" + LongBoundary,
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=nothing", "application/x-www-form-urlencoded; charset=utf-7",
        "text/plain", "*/*", "é", "/", ";", "",
    ];

    private const string LongBoundary = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    private static readonly byte[][] Bodies =
    [
        [],
        "{}"u8.ToArray(),
        [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'],
        [0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0],
        "null"u8.ToArray(),
        "[]"u8.ToArray(),
        "{\"name\":\"\\ud800\",\"scopes\":[null],\"properties\":[null],\"emails\":[null,{}],\"to\":null}"u8.ToArray(),
        Encoding.ASCII.GetBytes(new string('[', 5000)),
        [(byte)'"', 0xC3, 0x28, (byte)'"'],
        "--x\r\nContent-Disposition: form-data; name=\"a"u8.ToArray(),
        "--x\r\n\r\n--x--"u8.ToArray(),
        "%zz=%&&=&_handler=sign-in&Input.Username=%00&Input.Password[]=x"u8.ToArray(),
        "\x1f\u008b\b"u8.ToArray(),
    ];

    private static readonly string[] Encodings = ["gzip", "deflate", "br", "nothing", "gzip, gzip", ""];

    private static readonly string[] Queries =
    [
        "", "?returnUrl=/%C3%A9", "?returnUrl=/%FF", "?returnUrl=/%E2%80%AE", "?returnUrl=/a&returnUrl=/b", "?returnUrl=%2F%09", "?returnUrl=/%22%3E%3C",
        "?returnUrl=/%F0%9F%98%80%23%C3%A9", "?token=%00&account=%FF", "?limit=-1&offset=99999999999999&filter=%00&sortBy=%FF", "?state=%C3%A9&since=x&until=%00&cursor=%FF&message=x",
        "?%C3%A9", "?=&&=", "?a[%5D=b",
    ];

    [Fact]
    public async Task Endpoints_AnyContentTypeEncodingAndBody_AreNoFaultOfTheServer()
    {
        var random = new Random(7);
        var requests = new List<(ConsoleEndpoint Endpoint, string Method, CrawlIdentity Identity, string ContentType, string Encoding, byte[] Body, string Query)>();
        CrawlIdentity[] identities = [.. bed.Identities.Where(i => i.Name is "nobody" or "administrator" or "super administrator" or "administrator's browser")];
        foreach (var endpoint in (await ConsoleEndpoint.FindAllAsync(bed.Console)).Where(e => !e.IsStaticFile && !e.Route.StartsWith("/_", StringComparison.Ordinal)))
        {
            foreach (var method in endpoint.Methods)
            {
                requests.AddRange(ContentTypes.Select(type => (endpoint, method, Pick(identities), type, Pick(Encodings), Pick(Bodies), Pick(Queries))));
                requests.AddRange(Bodies.Select(body => (endpoint, method, Pick(identities), Pick(ContentTypes), "", body, Pick(Queries))));
                requests.AddRange(Queries.Select(query => (endpoint, method, Pick(identities), "application/json", "", Array.Empty<byte>(), query)));
            }
        }

        var faults = new ConcurrentBag<string>();
        using var client = bed.CreateClient();
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (r, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(r.Method), new Uri(client.BaseAddress!, r.Endpoint.AddressOf(CrawlConsole.Own) + r.Query));
            r.Identity.Sign(request);
            if (r.Method is not ("GET" or "HEAD"))
            {
                request.Content = new ByteArrayContent(r.Body);
                Add(request.Content.Headers, "Content-Type", r.ContentType);
                Add(request.Content.Headers, "Content-Encoding", r.Encoding);
            }

            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode >= 500)
            {
                faults.Add($"{(int)response.StatusCode}: {r.Method} {r.Endpoint.Route}{r.Query} as {r.Identity.Name}, {r.ContentType}, {r.Encoding}, {Encoding.Latin1.GetString(r.Body[..Math.Min(40, r.Body.Length)])}");
            }
        });

        Faults.AssertNone(faults.Order(StringComparer.Ordinal).Take(50));

        T Pick<T>(T[] values) => values[random.Next(values.Length)];
    }

    [Fact]
    public async Task SignIn_AnyReturnAddress_LeadsToThisSite()
    {
        var random = new Random(11);
        var person = await bed.Console.AddTenantAsync(CrawlConsole.Own);
        string[] pieces = ["/", "\\", "%2F", "%5C", "é", "%C3%A9", "%FF", "%00", "%0A", "%09", " ", "%20", "a", "..", ".", "@", ":", "#", "?", "&", "evil.example", "http", "%F0%9F%98%80", "%E2%80%A8", "%EF%BC%8F", "\u202e"];
        for (var i = 0; i < 150; i++)
        {
            var address = "/" + string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
            using var client = bed.Console.CreateBareClient();
            using var response = await client.PostSignInAsync(person, $"sign-in?returnUrl={address.Replace("#", "%23", StringComparison.Ordinal).Replace("&", "%26", StringComparison.Ordinal)}");

            Assert.True(response.StatusCode == System.Net.HttpStatusCode.Found, $"{(int)response.StatusCode} for {address}");
            Assert.Equal(bed.Console.Url.Authority, new Uri(bed.Console.Url, response.Headers.Location!).Authority);
        }
    }

    private static void Add(HttpContentHeaders headers, string name, string value)
    {
        if (value.Length > 0)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
