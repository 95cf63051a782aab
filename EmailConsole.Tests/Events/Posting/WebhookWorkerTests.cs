using System.Collections.Concurrent;
using System.Net;
using EmailConsole.Delivery.Network;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Persistence;
using EmailConsole.Tests.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Events.Posting;

/// <summary>Receivers as they are: away, slow, gone, elsewhere.</summary>
public sealed class WebhookWorkerTests : IAsyncLifetime
{
    private EventsBed _bed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Down_ForADay_AllArriveUnderTheirOwnIds(DatabaseKind kind)
    {
        _bed = await EventsBed.OpenAsync(kind: kind);
        await _bed.AddEndpointAsync();
        _bed.Receiver.Answers(500);
        for (var hour = 0; hour < 24; hour += 2)
        {
            await _bed.HappensAsync(3);
            await _bed.UntilAsync(all => all.All(d => d.Attempts > 0 || d.DueAt > _bed.Time.GetUtcNow()) || all.Any(d => d.Attempts > 1));
            _bed.Time.Advance(TimeSpan.FromHours(2));
        }

        Assert.DoesNotContain(await _bed.DeliveriesAsync(), d => d.State is WebhookState.Failed or WebhookState.Delivered);
        ConcurrentQueue<string> arrived = [];
        _bed.Receiver.Answer = (request, http) =>
        {
            arrived.Enqueue(request.Header("webhook-id")!);
            http.Response.StatusCode = 204;
            return Task.CompletedTask;
        };

        // Hours pass only where nothing is due: a receiver has 15 s to answer, by the same clock
        await _bed.UntilAsync(
            all =>
            {
                if (all.Where(d => d.State == WebhookState.Waiting).Min(d => d.DueAt) - _bed.Time.GetUtcNow() is { Ticks: > 0 } pause)
                {
                    _bed.Time.Advance(pause);
                }

                return all.All(d => d.State == WebhookState.Delivered);
            },
            TimeSpan.FromSeconds(1));

        // One that a busy machine answered too late comes again
        var told = (await _bed.DeliveriesAsync()).Select(d => d.EventId.ToString("N")).Order().ToList();
        Assert.Equal(36, told.Count);
        Assert.Equal(told, arrived.Distinct().Order());
    }

    [Fact]
    public async Task Hangs_AnotherEndpointIsToldMeanwhileAndItsOwnEndsInTime()
    {
        _bed = await EventsBed.OpenAsync();
        var hold = new TaskCompletionSource();
        _bed.Receiver.Answer = (request, http) => request.Address == "/slow" ? hold.Task.WaitAsync(http.RequestAborted) : Task.CompletedTask;
        var (slow, _) = await _bed.AddEndpointAsync($"https://localhost:{_bed.Receiver.Port}/slow");
        var (quick, _) = await _bed.AddEndpointAsync();

        await _bed.HappensAsync(30);

        await _bed.UntilAsync(all => all.Where(d => d.EndpointId == quick).All(d => d.State == WebhookState.Delivered));
        Assert.All(await _bed.DeliveriesAsync(slow), d => Assert.Equal(0, d.Attempts));
        _bed.Time.Advance(TimeSpan.FromSeconds(16));
        await _bed.UntilAsync(all => all.Any(d => d.EndpointId == slow && d.Attempts == 1));
        Assert.Contains("There was no answer within 15 s.", (await _bed.DeliveriesAsync(slow)).Select(d => d.Problem));
        hold.SetResult();
    }

    [Fact]
    public async Task Redirect_IsNotFollowedAndFails()
    {
        _bed = await EventsBed.OpenAsync();
        await _bed.AddEndpointAsync();
        _bed.Receiver.Answers(302, "", ("Location", $"https://localhost:{_bed.Receiver.Port}/elsewhere"));

        await _bed.HappensAsync();

        await _bed.UntilAsync(all => all[0].Attempts == 1);
        var delivery = (await _bed.DeliveriesAsync())[0];
        Assert.Equal((WebhookState.Waiting, 302), (delivery.State, delivery.Status));
        Assert.Contains("redirect", delivery.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(_bed.Receiver.Requests, r => r.Address == "/elsewhere");
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Gone_PausesTheEndpointTellsOfItAndKeepsWhatHappens(DatabaseKind kind)
    {
        _bed = await EventsBed.OpenAsync(kind: kind);
        var (id, _) = await _bed.AddEndpointAsync();
        _bed.Receiver.Answers(410);
        await _bed.HappensAsync(3);

        await _bed.UntilAsync(all => all.All(d => d.DueAt is null));

        var endpoint = await _bed.EndpointAsync(id);
        Assert.Equal(PauseReason.Gone, endpoint.PausedWhy);
        Assert.NotNull(endpoint.PausedAt);
        Assert.Equal([WebhookState.Failed, WebhookState.Missed, WebhookState.Missed], (await _bed.DeliveriesAsync()).Select(d => d.State).Order());
        Assert.Single(_bed.Receiver.Requests);
        await _bed.HappensAsync();
        Assert.Equal(3, (await _bed.DeliveriesAsync()).Count(d => d.State == WebhookState.Missed));
        await _bed.UntilAsync(_ => _bed.Pauses.Told.Count == 1);
        Assert.Equal((id, PauseReason.Gone), (_bed.Pauses.Told[0].EndpointId, _bed.Pauses.Told[0].Why));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Fails_InSeveralWays_IsFailingSinceTheFirstForTheLastReason(DatabaseKind kind)
    {
        _bed = await EventsBed.OpenAsync(kind: kind);
        var (id, _) = await _bed.AddEndpointAsync();
        _bed.Receiver.Answers(500);
        await _bed.HappensAsync();
        await _bed.UntilAsync(all => all[0].Attempts == 1);
        var first = await _bed.EndpointAsync(id);
        _bed.Receiver.Answers(503);

        await _bed.UntilAsync(all => all[0].Attempts == 2, TimeSpan.FromMilliseconds(200));

        var second = await _bed.EndpointAsync(id);
        Assert.Equal(("It answered 500.", "It answered 503."), (first.FailingWhy, second.FailingWhy));
        Assert.NotNull(first.FailingSince);
        Assert.Equal(first.FailingSince, second.FailingSince);
    }

    [Fact]
    public async Task TryFindPause_OfAnEndpointThatAnswersOrIsUnknown_IsNone()
    {
        _bed = await EventsBed.OpenAsync();
        var (id, _) = await _bed.AddEndpointAsync();
        await _bed.HappensAsync();
        await _bed.UntilAsync(all => all[0].State == WebhookState.Delivered);

        Assert.True(_bed.Get<WebhookWorker>().TryFindPause(id, out var until));
        Assert.Null(until);
        Assert.True(_bed.Get<WebhookWorker>().TryFindPause(Guid.NewGuid(), out until));
        Assert.Null(until);
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task TooMany_WithRetryAfter_NothingIsSentBeforeThen(DatabaseKind kind)
    {
        _bed = await EventsBed.OpenAsync(kind: kind);
        await _bed.AddEndpointAsync();
        _bed.Receiver.Answers(429, "", ("Retry-After", "600"));
        await _bed.HappensAsync(5);
        await _bed.UntilAsync(all => all.Any(d => d.Attempts == 1));
        _bed.Receiver.Answers(204);

        _bed.Time.Advance(TimeSpan.FromSeconds(590));
        await _bed.HappensAsync();
        await _bed.Get<WebhookWorker>().RoundAsync(default);

        Assert.Single(_bed.Receiver.Requests);
        await _bed.UntilAsync(all => all.All(d => d.State == WebhookState.Delivered), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Resolve_ToLoopbackTheSecondTime_IsRefusedThere()
    {
        var resolver = new TurningResolver();
        _bed = await EventsBed.OpenAsync(
            new Dictionary<string, string?> { ["Network:Allow:0"] = "127.0.0.1:*" },
            "Production",
            services => services.AddSingleton<IHostResolver>(resolver));
        await _bed.AddEndpointAsync($"https://hooks.example:{_bed.Receiver.Port}/hook");
        resolver.Addresses.Enqueue(IPAddress.Loopback);
        _bed.Receiver.Answers(204, "", ("Connection", "close"));
        await _bed.HappensAsync();
        await _bed.UntilAsync(all => all[0].State == WebhookState.Delivered);
        resolver.Addresses.Enqueue(IPAddress.Parse("127.0.0.2"));

        await _bed.HappensAsync();

        await _bed.UntilAsync(all => all[1].Attempts == 1);
        Assert.Contains("The network policy does not allow", (await _bed.DeliveriesAsync())[1].Problem, StringComparison.Ordinal);
        Assert.Single(_bed.Receiver.Requests);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("192.168.1.1")]
    [InlineData("::1")]
    public async Task Resolve_ToThePrivateNetwork_IsRefused(string address)
    {
        var resolver = new TurningResolver();
        resolver.Addresses.Enqueue(IPAddress.Parse(address));
        _bed = await EventsBed.OpenAsync(environment: "Production", replace: services => services.AddSingleton<IHostResolver>(resolver));
        await _bed.AddEndpointAsync("https://hooks.example/hook");

        await _bed.HappensAsync();

        await _bed.UntilAsync(all => all[0].Attempts == 1);
        var problem = (await _bed.DeliveriesAsync())[0].Problem;
        Assert.Contains("The network policy does not allow hooks.example:443", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(address, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_InProduction_IsRefused()
    {
        _bed = await EventsBed.OpenAsync(new Dictionary<string, string?> { ["Network:Allow:0"] = "127.0.0.1:*" }, "Production");
        await _bed.AddEndpointAsync($"http://127.0.0.1:{_bed.Receiver.Port}/hook");

        await _bed.HappensAsync();

        await _bed.UntilAsync(all => all[0].Attempts == 1);
        Assert.Contains("does not allow", (await _bed.DeliveriesAsync())[0].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [OnSqlite(9, 5.1, true)]
    [OnSqlite(8, 5.1, false)]
    [OnSqlite(9, 4.9, false)]
    [OnPostgres(9, 5.1, true)]
    [OnPostgres(8, 5.1, false)]
    [OnPostgres(9, 4.9, false)]
    public async Task Failing_ForFiveDaysWithTenGivenUp_IsPausedAndToldOnce(DatabaseKind kind, int givenUp, double days, bool isPaused)
    {
        _bed = await EventsBed.OpenAsync(kind: kind);
        var since = _bed.Time.GetUtcNow().AddDays(-days);
        var (id, _) = await _bed.AddEndpointAsync(change: e => (e.FailingSince, e.PausedAt) = (since, since));
        await _bed.HappensAsync(givenUp + 1);
        await using (var db = await _bed.DbAsync())
        {
            var all = await db.Set<WebhookDelivery>().OrderBy(d => d.Id).ToListAsync();
            foreach (var delivery in all)
            {
                (delivery.State, delivery.Attempts, delivery.FinishedAt) = (WebhookState.Failed, 10, since.AddDays(2));
            }

            (all[0].State, all[0].Attempts, all[0].FinishedAt, all[0].DueAt) = (WebhookState.Waiting, 9, null, since);
            (await db.Set<WebhookEndpoint>().SingleAsync()).PausedAt = null;
            await db.SaveChangesAsync();
        }

        _bed.Receiver.Answers(500);
        await _bed.Get<EndpointDirectory>().ReadAsync(_bed.Tenant, default);

        await _bed.UntilAsync(all => all.All(d => d.State == WebhookState.Failed) && (!isPaused || _bed.Pauses.Told.Count > 0));
        Assert.Equal(isPaused, (await _bed.EndpointAsync(id)).PausedAt is not null);
        Assert.Equal(isPaused ? [PauseReason.Failing] : [], _bed.Pauses.Told.Select(p => p.Why));
    }

    [Theory]
    [OnSqlite]
    [OnPostgres]
    public async Task Answer_OfManyBytes_IsKeptUpToFourKilobytes(DatabaseKind kind)
    {
        _bed = await EventsBed.OpenAsync(kind: kind);
        await _bed.AddEndpointAsync();
        _bed.Receiver.Answers(200, new string('x', 100_000));

        await _bed.HappensAsync();

        await _bed.UntilAsync(all => all[0].State == WebhookState.Delivered);
        Assert.Equal(new string('x', 4096), (await _bed.DeliveriesAsync())[0].Answer);
    }

    /// <summary>2xx says that it has it, whatever becomes of the rest of the answer.</summary>
    [Fact]
    public async Task Answer_GoodButWithoutEnd_IsDelivered()
    {
        _bed = await EventsBed.OpenAsync();
        var hold = new TaskCompletionSource();
        _bed.Receiver.Answer = async (_, http) =>
        {
            await http.Response.WriteAsync("thanks", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await hold.Task.WaitAsync(http.RequestAborted);
        };
        await _bed.AddEndpointAsync();

        await _bed.HappensAsync();

        await _bed.UntilAsync(all =>
        {
            _bed.Time.Advance(TimeSpan.FromMilliseconds(500));
            return all[0].State == WebhookState.Delivered;
        });
        Assert.Equal("thanks", (await _bed.DeliveriesAsync())[0].Answer);
        hold.SetResult();
    }

    /// <summary>The last address is given again.</summary>
    private sealed class TurningResolver : IHostResolver
    {
        private IPAddress _last = IPAddress.None;

        public ConcurrentQueue<IPAddress> Addresses { get; } = new();

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            _last = Addresses.TryDequeue(out var next) ? next : _last;
            return Task.FromResult<IReadOnlyList<IPAddress>>([_last]);
        }
    }
}
