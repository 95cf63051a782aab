using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>Calls the send API of one tenant as scripts do.</summary>
internal sealed class SendClient(HttpClient client, string domain) : IDisposable
{
    public const string Good = """{"to":["someone@bar.example"],"subject":"Your code","text":"Code 421337"}""";

    public HttpClient Http => client;

    public string Emails => $"t/{domain}/api/v1/emails";

    public static async Task<SendClient> OpenAsync(ConsoleApplication console, string domain) =>
        new(console.CreateRestClient(await console.AddTenantAsync(domain)), domain);

    public Task<HttpResponseMessage> PostAsync(string body, string? key = null, string below = "") =>
        PostAsync(Encoding.UTF8.GetBytes(body), key, below);

    public async Task<HttpResponseMessage> PostAsync(byte[] body, string? key = null, string below = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Emails + below) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Sends what must be accepted.</summary>
    public async Task<Guid> SendAsync(string body = Good, string? key = null)
    {
        using var response = await PostAsync(body, key);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        return (await response.ReadJsonAsync()).GetProperty("id").GetGuid();
    }

    public async Task<JsonElement> ReadAsync(Guid id)
    {
        using var response = await client.GetAsync($"{Emails}/{id}");
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return await response.ReadJsonAsync();
    }

    /// <summary>Asks until it stands so, as a script that waits does.</summary>
    public async Task<JsonElement> UntilAsync(Guid id, string status)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var story = await ReadAsync(id);
            if (story.GetProperty("status").GetString() == status)
            {
                return story;
            }

            Assert.False(bound.IsCancellationRequested, story.ToString());
            await poll.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public void Dispose() => client.Dispose();
}
