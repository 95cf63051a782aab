using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.OutboxMode;
using EmailConsole.Benchmarks.SenderMode;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>A tenant with a provider of its own.</summary>
/// <param name="Domain">Its domain.</param>
/// <param name="Key">An API key that may send.</param>
internal sealed record ClusterTenant(string Domain, string Key)
{
    private const string Senders = "api/server/v2/notification-senders/email";

    private static readonly string[] Scopes = ["send"];

    /// <param name="node">That is asked for it.</param>
    /// <param name="number">By which it is told from others.</param>
    /// <param name="port">Of its server, on loopback.</param>
    public static async Task<ClusterTenant> AddAsync(OutboxConsole node, int number, int port)
    {
        var domain = Seed.Domain(number);
        using (var platform = ClientOf(node, "carbon.super"))
        {
            using var added = await platform.PostAsJsonAsync("api/server/v1/tenants", new
            {
                domain,
                owners = new[] { new { username = "admin", email = $"admin@{domain}", password = ConsoleBenchmark.Password, provisioningMethod = "inline-password" } },
            });
            await CheckAsync(added);
        }

        using var own = ClientOf(node, domain);
        using var sender = await own.PostAsync($"t/{domain}/{Senders}", SenderOf(domain, port));
        await CheckAsync(sender);
        using var key = await own.PostAsJsonAsync($"t/{domain}/api/v1/api-keys", new { name = "benchmark", scopes = Scopes });
        await CheckAsync(key);
        using var body = JsonDocument.Parse(await key.Content.ReadAsStringAsync());
        return new ClusterTenant(domain, body.RootElement.GetProperty("key").GetString()!);
    }

    /// <summary>A client of its administrator.</summary>
    public HttpClient CreateClient(OutboxConsole node) => ClientOf(node, Domain);

    /// <summary>Updates its provider: from here on its mail goes to another port.</summary>
    /// <param name="client">Of its administrator.</param>
    /// <param name="port">On loopback.</param>
    public async Task UpdateAsync(HttpClient client, int port)
    {
        using var answer = await client.PutAsync($"t/{Domain}/{Senders}/EmailPublisher", SenderOf(Domain, port));
        await CheckAsync(answer);
    }

    /// <summary>Requests that hand in its messages.</summary>
    public List<ReadOnlyMemory<byte>> Requests(OutboxConsole node, int count) => new SendRequests(node.Address, Key, OtpTemplates.Plain, Domain).Make(count);

    private static HttpClient ClientOf(OutboxConsole node, string domain)
    {
        var client = ServerCertificate.CreateClient(node.Address);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin@{domain}:{ConsoleBenchmark.Password}")));
        return client;
    }

    private static StringContent SenderOf(string domain, int port) => new(
        string.Create(CultureInfo.InvariantCulture, $$"""
            {"provider":"SMTP","smtpServerHost":"127.0.0.1","smtpPort":{{port}},"fromAddress":"codes@{{domain}}","authType":"NONE",
             "properties":[{"key":"mail.smtp.starttls.enable","value":"false"}]}
            """),
        Encoding.UTF8,
        "application/json");

    private static async Task CheckAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{response.RequestMessage!.RequestUri} was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
