using System.Net;
using System.Text;
using EmailConsole.Outbox.Api;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Hosting.Bodies;

namespace EmailConsole.Tests.Outbox.Api;

/// <summary>One tenant's large bodies, and what is left for the others.</summary>
public sealed class LargeBodiesTests : IAsyncLifetime
{
    private const int Megabyte = 1024 * 1024;

    private readonly SendConsole _console = new()
    {
        Settings = new Dictionary<string, string> { ["Outbox:RequestMemory"] = $"{16 * Megabyte}", ["Outbox:MaxRequestSize"] = $"{4 * Megabyte}" },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _console.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodiesOfOneTenantStandStill_OthersAreNotRefused(bool isChunked)
    {
        using var greedy = await SendClient.OpenAsync(_console, "greedy.example");
        using var other = await SendClient.OpenAsync(_console, "other.example");
        List<RawRequest> idle = [];
        for (var i = 0; i < 8; i++)
        {
            var request = await RawRequest.OpenAsync(
                _console.Url, greedy.Emails, greedy.Http.DefaultRequestHeaders.Authorization, isChunked ? null : 4 * Megabyte);
            await (isChunked ? request.SendChunkAsync(new byte[3 * Megabyte]) : request.SendAsync(new byte[3 * Megabyte]).AsTask());
            idle.Add(request);

            // Two of them take the tenant's half; the others find nothing left. At the same time they would hinder each other on the way
            await Bound.UntilAsync(() => _console.Service<RequestMemory>().Used >= Math.Min(i + 1, 2) * 4 * Megabyte);
        }

        using var large = await other.PostAsync(Message(3 * Megabyte));
        using var own = await greedy.PostAsync(Message(3 * Megabyte));

        await other.SendAsync();
        await greedy.SendAsync();
        Assert.Equal(HttpStatusCode.Accepted, large.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, own.StatusCode);
        Assert.NotNull(own.Headers.RetryAfter);
        Assert.Contains("Outbox:RequestMemory", (await own.ReadJsonAsync()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Single(_console.Log, line => line.Contains("Outbox:RequestMemory", StringComparison.Ordinal));
        Assert.DoesNotContain(_console.Log, line => line.StartsWith("Error ", StringComparison.Ordinal));
        idle.ForEach(request => request.Dispose());
        await Bound.UntilAsync(() => _console.Service<RequestMemory>().Used == 0);
    }

    [Fact]
    public async Task Post_LengthsAreAnnouncedAndNothingComes_NothingIsHeld()
    {
        using var client = await SendClient.OpenAsync(_console, "idle.example");
        using var idle = await RawRequest.OpenAsync(_console.Url, client.Emails, client.Http.DefaultRequestHeaders.Authorization, 4 * Megabyte);
        await idle.SendAsync("{"u8.ToArray());

        using var large = await client.PostAsync(Message(3 * Megabyte));

        Assert.Equal(HttpStatusCode.Accepted, large.StatusCode);
        Assert.Equal(0, _console.Service<RequestMemory>().Used);
    }

    [Fact]
    public async Task Post_Form_TakesMemoryOfLargeRequestsAndGivesItBack()
    {
        var memory = _console.Service<RequestMemory>();
        using var client = await SendClient.OpenAsync(_console, "form.example");
        Guid[] others = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        var taken = others.ToDictionary(other => other, _ => 0L);
        foreach (var other in others)
        {
            while (memory.Take(other, taken[other], Megabyte) == MemoryRefusal.None)
            {
                taken[other] += Megabyte;
            }
        }

        using var refused = await PostAsync(3 * Megabyte);
        using var small = await PostAsync(1000);
        foreach (var other in others)
        {
            memory.GiveBack(other, taken[other]);
        }

        using var large = await PostAsync(3 * Megabyte);
        using var faulty = await PostAsync(3 * Megabyte, "%");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (small.StatusCode, large.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, faulty.StatusCode);
        await Bound.UntilAsync(() => memory.Used == 0);

        async Task<HttpResponseMessage> PostAsync(int size, string end = "")
        {
            using var form = new StringContent($"to=a@b.example&subject=s&body={new string('x', size)}{end}", Encoding.UTF8, "application/x-www-form-urlencoded");
            return await client.Http.PostAsync(client.Emails, form);
        }
    }

    private static byte[] Message(int size) => Encoding.UTF8.GetBytes(
        $$"""{"to":["a@b.example"],"subject":"x","text":"y","attachments":[{"name":"a","contentType":"application/pdf","content":"{{new string('A', size)}}"}]}""");
}
