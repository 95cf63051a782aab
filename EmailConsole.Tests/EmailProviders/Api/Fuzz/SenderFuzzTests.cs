using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders.Api.Schemas;

namespace EmailConsole.Tests.EmailProviders.Api.Fuzz;

public sealed class SenderFuzzTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const int Rounds = 100;

    [Theory]
    [InlineData(1, "basic")]
    [InlineData(1, "oauth")]
    [InlineData(2, "basic")]
    [InlineData(2, "oauth")]
    [InlineData(2, "http")]
    public async Task Write_MutatedBodies_NeverFailAndStoreWhatTheFormShows(int version, string sender)
    {
        var tenant = $"fuzz{version}{sender}.example";
        var person = await console.AddTenantAsync(tenant);
        var principal = await console.OpenSessionAsync(person);
        using var client = await SenderClient.CreateAsync(console, tenant, version);
        using var other = await SenderClient.CreateAsync(console, tenant, 3 - version);
        var bodies = new BodyMutation(seed: 4711 + version);
        var good = (sender switch { "basic" => SenderClient.Basic(version), "oauth" => SenderClient.ClientCredential(version), _ => SenderClient.OfHttp("PASSWORD_CREDENTIAL") })
            .WithProperty("x", "1").WithProperty("x\u00ad", "2").WithProperty("X-Mailer", "3");
        var stored = 0;

        for (var i = 0; i < Rounds; i++)
        {
            var posted = bodies.Next(good);
            stored += await SendAsync(client, HttpMethod.Post, client.All, posted) == 201 ? 1 : 0;
            await AssertShownAsync(principal, tenant, posted, client, other);
            var put = bodies.Next(good.DeepClone().AsObject().Without("name"));
            stored += await SendAsync(client, HttpMethod.Put, client.One, put) == 200 ? 1 : 0;
            await AssertShownAsync(principal, tenant, put, client, other);
            if (version == 2)
            {
                await SendAsync(client, HttpMethod.Patch, client.One, put);
                await AssertShownAsync(principal, tenant, put, client, other);
            }

            await SendAsync(client, HttpMethod.Delete, client.One, put);
        }

        Assert.InRange(stored, Rounds / 10, Rounds * 2);
        Assert.DoesNotContain(console.Log, line => line.StartsWith("Error EmailConsole.Rest", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Read_MutatedNames_NeverFail(int version)
    {
        using var client = await SenderClient.CreateAsync(console, "fuzznames.example", version);
        foreach (var name in new[]
        {
            "%00", "%FF", "%F0%9F%98%80", "..%2f..", "%2e%2e", "emailpublisher", "EmailPublisher%20", "%3Cscript%3E", "a%0d%0aX:%20y", new string('a', 4000), "%25", "a;b", "a,b", "*",
        })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete })
            {
                var status = await SendAsync(client, method, $"{client.All}/{name}", "{}"u8.ToArray());

                Assert.InRange(status, 400, 499);
            }
        }
    }

    private static async Task<int> SendAsync(SenderClient client, HttpMethod method, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using var response = await client.Http.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} for {method} {path} {Encoding.UTF8.GetString(body)}");
        if (answer.Length > 0)
        {
            using var json = JsonDocument.Parse(answer);
            SenderSchemas.AssertMatches(response, json.RootElement);
        }

        return (int)response.StatusCode;
    }

    private async Task AssertShownAsync(
        System.Security.Claims.ClaimsPrincipal principal, string tenant, byte[] body, SenderClient client, SenderClient other)
    {
        var loaded = Assert.IsType<LoadResult.Loaded>(
            await console.Service<LoadEmailProvider>().LoadAsync(principal, tenant, CancellationToken.None));
        if (loaded.Own is not { } own)
        {
            return;
        }

        var draft = EmailProviderDraft.From(own.Settings);
        var errors = EmailProviderValidation.FindErrors(draft.ToInput(), own);
        Assert.True(errors.Count == 0, $"{string.Join(' ', errors)} after {Encoding.UTF8.GetString(body)}");
        Assert.Equal(own.Settings, draft.ToSettings());
        await SendAsync(client, HttpMethod.Get, client.One, []);
        await SendAsync(other, HttpMethod.Get, other.One, []);
    }
}
