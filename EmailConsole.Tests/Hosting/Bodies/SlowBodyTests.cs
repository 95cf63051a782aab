using System.Net;
using EmailConsole.Hosting.Bodies;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Api;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Hosting.Bodies;

/// <summary>A body that begins and does not go on, at every endpoint that reads one.</summary>
public sealed class SlowBodyTests : IAsyncLifetime
{
    private const string Form = "application/x-www-form-urlencoded";

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly SendConsole _console;
    private readonly SendConsole _http2;

    public SlowBodyTests()
    {
        _console = new SendConsole { ReplaceServices = services => services.AddSingleton<TimeProvider>(_time) };
        _http2 = new SendConsole
        {
            ReplaceServices = services => services.AddSingleton<TimeProvider>(_time)
                .Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)),
        };
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _console.DisposeAsync();
        await _http2.DisposeAsync();
    }

    [Theory]
    [InlineData("t/slow.example/api/v1/emails", "application/json")]
    [InlineData("t/slow.example/api/v1/emails/batch", "application/json")]
    [InlineData("t/slow.example/api/v1/api-keys", "application/json")]
    [InlineData("t/slow.example/api/server/v1/notification-senders/email", "application/json")]
    [InlineData("t/slow.example/api/server/v2/notification-senders/email", "application/json")]
    [InlineData("api/server/v1/tenants", "application/json")]
    [InlineData("sign-in", Form)]
    [InlineData("set-up", Form)]
    [InlineData("invitation", Form)]
    public async Task Post_BodyStandsStill_IsToldSoAndTheConnectionIsClosed(string path, string contentType)
    {
        using var tenant = _console.CreateRestClient(await _console.AddTenantAsync("slow.example"));
        using var super = _console.CreateRestClient(await _console.AddSuperAdministratorAsync());
        var client = path.StartsWith("api/", StringComparison.Ordinal) ? super : tenant;
        var credential = contentType == Form ? null : client.DefaultRequestHeaders.Authorization;
        using var announced = await RawRequest.OpenAsync(_console.Url, path, credential, 60_000, contentType);
        await announced.SendAsync("{ \"some"u8.ToArray());
        using var chunked = await RawRequest.OpenAsync(_console.Url, path, credential, length: null, contentType);
        await chunked.SendChunkAsync("{ \"some"u8.ToArray());

        var answers = await UntilAsync(Task.WhenAll(announced.ReadToEndAsync(CancellationToken.None), chunked.ReadToEndAsync(CancellationToken.None)));

        Assert.All(answers, answer =>
        {
            Assert.Contains("Connection: close", answer, StringComparison.Ordinal);

            // A form that stands still may also be told as one that cannot be read: it is bounded alike
            if (contentType != Form || !answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal))
            {
                Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
                Assert.Contains("took too long to arrive", answer, StringComparison.Ordinal);
            }
        });
        Assert.DoesNotContain(_console.Log, line => line.StartsWith("Error ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_BodyStandsStillOverHttp2_ItsStreamAloneEnds()
    {
        using var client = _http2.CreateRestClient(await _http2.AddTenantAsync("slow.example"));
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var never = new TaskCompletionSource();

        using var answer = await UntilAsync(client.PostAsync("t/slow.example/api/v1/emails", new HeldBody("{}", () => never.Task)));
        using var next = await client.GetAsync("t/slow.example/api/v1/caller");

        Assert.Equal(HttpStatusCode.RequestTimeout, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        never.SetResult();
    }

    /// <summary>Lets time pass until it has ended.</summary>
    private async Task<T> UntilAsync<T>(Task<T> ends)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!ends.IsCompleted)
        {
            await poll.WaitForNextTickAsync(bound.Token);
            _time.Advance(TimedBody.Window / 4);
        }

        return await ends;
    }
}
