using System.Text;
using System.Text.Json;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.ApiKeys.Tokens;

/// <summary>Whatever is sent to where tokens are issued: an answer of OAuth 2.0, and never a failure of ours.</summary>
public sealed class TokenFuzzTests(TokenRequestTests.Unlimited console) : IClassFixture<TokenRequestTests.Unlimited>
{
    private const int Rounds = 1500;
    private const int Seed = 20_260_911;

    private static readonly string[] Pieces =
    [
        "grant_type", "client_credentials", "client_id", "client_secret", "scope", "send", "view", "manage", "=", "=", "&", "&", "+", "%", "%2", "%00", "%ff", "%0d%0a",
        "%26", "%3D", "\u00e9", "\ud83d\ude00", "\0", "\r\n", "\"", "{", "]", "grant_type=client_credentials&", "grant_type[]", "client_assertion", "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "code", "refresh_token", "resource", "audience", "request", "id_token_hint", "; charset=utf-16", "token",
    ];

    private static readonly string[] Types =
    [
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8",
        "application/x-www-form-urlencoded; charset=\"utf-8\"", "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nonsense", "application/x-www-form-urlencodedx", "application/json", "multipart/form-data", "multipart/form-data; boundary=a", "x", "",
    ];

    [Fact]
    public async Task Post_AnyBodyAndCredential_IsAnsweredAsOAuthDoes()
    {
        var (_, key) = await console.AddKeyAsync("fuzz.example", "send", "view");
        var random = new Random(Seed);
        using var client = console.CreateBareClient();
        for (var round = 0; round < Rounds; round++)
        {
            var body = Mutate(random, $"{TokenClient.Grant}&client_id={TokenClient.IdOf(key)}&client_secret={key}&scope=send");
            var type = Types[random.Next(Types.Length)];
            var header = random.Next(3) == 0 ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Mutate(random, $"{TokenClient.IdOf(key)}:{key}")))}"
                : random.Next(6) == 0 ? Mutate(random, "Basic ") : null;
            using var request = new HttpRequestMessage(HttpMethod.Post, "t/fuzz.example/oauth2/token") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            if (header is not null && header.All(c => c is >= ' ' and < (char)127))
            {
                request.Headers.TryAddWithoutValidation("Authorization", header);
            }

            using var response = await client.SendAsync(request);

            var story = $"round {round}: {(int)response.StatusCode} for {type} {header} {body}";
            Assert.True((int)response.StatusCode is 200 or 400 or 401, story);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            Assert.True(answer.RootElement.TryGetProperty(response.IsSuccessStatusCode ? "access_token" : "error", out _), story);
        }

        Assert.DoesNotContain(console.Log, line => line.StartsWith("Error", StringComparison.Ordinal) && !line.Contains("SuperTenant", StringComparison.Ordinal));
        Assert.DoesNotContain(console.Log, line => line.Contains(key[12..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_LargeOrManyParameters_IsRefused()
    {
        var (_, key) = await console.AddKeyAsync("large.example", "send");
        using var client = console.CreateBareClient();
        foreach (var (form, status) in new[]
        {
            (TokenClient.Grant + "&scope=" + new string('a', 100_000), 413),
            (TokenClient.Grant + string.Concat(Enumerable.Range(0, 5000).Select(i => $"&a{i}=")), 400),
            (TokenClient.Grant + "&" + new string('a', 10_000) + "=1", 400),
            (TokenClient.Grant + "&scope=" + string.Join('+', Enumerable.Range(0, 5000).Select(i => $"s{i}")), 400),
        })
        {
            using var response = await client.PostTokenAsync("t/large.example/oauth2/token", $"{TokenClient.IdOf(key)}:{key}", form);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.True((await response.ReadJsonAsync()).TryGetProperty("error", out _));
        }
    }

    private static string Mutate(Random random, string text)
    {
        var builder = new StringBuilder(text);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(builder.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    builder.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    builder.Remove(at, random.Next(builder.Length - at + 1));
                    break;
                case 2:
                    builder.Insert(at, (char)random.Next(1, 0x250));
                    break;
                default:
                    builder.Append('&').Append(Pieces[random.Next(Pieces.Length)]).Append('=').Append(Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return builder.ToString();
    }
}
