using EmailConsole.Cluster;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailConsole.Tests.Events.Posting;

/// <summary>A console that stops, or leaves the work to another node, while a receiver has not answered yet.</summary>
public sealed class WebhookLeavingTests : IAsyncLifetime
{
    private readonly FakeOwner _node = new();
    private readonly TaskCompletionSource _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EventsBed _bed = null!;

    public async Task InitializeAsync()
    {
        _bed = await EventsBed.OpenAsync(replace: services =>
        {
            services.RemoveAll<INode>().AddSingleton<INode>(_node);
            services.RemoveAll<IOwners>().AddSingleton<IOwners>(_node);
        });
        _bed.Receiver.Answer = async (_, http) =>
        {
            await _hold.Task.WaitAsync(http.RequestAborted);
            http.Response.StatusCode = 204;
        };
        await _bed.AddEndpointAsync();
        await _bed.HappensAsync(3);
        await _bed.UntilAsync(_ => _bed.Receiver.Requests.Count == 1);
    }

    public async Task DisposeAsync()
    {
        _hold.TrySetResult();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task Stop_TheReceiverAnswersMeanwhile_IsRecordedAndNothingElseBegins()
    {
        var stop = Worker.StopAsync(default);
        Assert.False(stop.IsCompleted);

        _hold.SetResult();
        await stop.WaitAsync(Bound.Wait);

        Assert.Single(_bed.Receiver.Requests);
        Assert.Equal([WebhookState.Waiting, WebhookState.Waiting, WebhookState.Delivered], (await _bed.DeliveriesAsync()).Select(d => d.State).Order());
    }

    [Fact]
    public async Task Stop_TheReceiverDoesNotAnswer_EndsInTimeAndItIsDueStill()
    {
        var stop = Worker.StopAsync(default);

        await _bed.UntilAsync(_ => stop.IsCompleted, TimeSpan.FromMilliseconds(100));

        Assert.All(await _bed.DeliveriesAsync(), d => Assert.Equal((WebhookState.Waiting, 0), (d.State, d.Attempts)));
        Assert.All(await _bed.DeliveriesAsync(), d => Assert.NotNull(d.DueAt));
    }

    [Fact]
    public async Task TakenOut_TheReceiverAnswersMeanwhile_TheWorkIsGivenBackOnlyThen()
    {
        _node.IsDrained = true;
        var round = Worker.RoundAsync(default);
        Assert.False(round.IsCompleted);
        Assert.DoesNotContain(ClusterRole.Webhooks, _node.GivenBack);

        _hold.SetResult();
        await round.WaitAsync(Bound.Wait);

        Assert.Contains(ClusterRole.Webhooks, _node.GivenBack);
        Assert.Single(await _bed.DeliveriesAsync(), d => d.State == WebhookState.Delivered);
        Assert.Single(_bed.Receiver.Requests);
    }

    [Fact]
    public async Task TakenOut_TheReceiverDoesNotAnswer_TheWorkIsGivenBackAllTheSame()
    {
        _node.IsDrained = true;

        await _bed.UntilAsync(_ => _node.GivenBack.Contains(ClusterRole.Webhooks), TimeSpan.FromMilliseconds(100));

        Assert.DoesNotContain(await _bed.DeliveriesAsync(), d => d.State == WebhookState.Delivered);
    }

    private WebhookWorker Worker => _bed.Get<WebhookWorker>();

    /// <summary>Owns what it takes; beside it is another one, which takes nothing.</summary>
    private sealed class FakeOwner : FakeNode, IOwners
    {
        private readonly HashSet<Guid> _owned = [];
        private readonly List<Guid> _givenBack = [];

        public FakeOwner() => All = [State(Id, "own"), State(Guid.Empty, "other")];

        public IReadOnlyList<Guid> GivenBack
        {
            get
            {
                lock (_owned)
                {
                    return [.. _givenBack];
                }
            }
        }

        public bool Owns(OwnedKind kind, Guid key)
        {
            lock (_owned)
            {
                return _owned.Contains(key);
            }
        }

        public Task<Guid?> TakeAsync(OwnedKind kind, Guid key, CancellationToken cancellationToken)
        {
            lock (_owned)
            {
                _owned.Add(key);
                return Task.FromResult<Guid?>(Id);
            }
        }

        public void GiveBack(OwnedKind kind, Guid key)
        {
            lock (_owned)
            {
                if (_owned.Remove(key))
                {
                    _givenBack.Add(key);
                }
            }
        }

        public Task<Guid?> FindAsync(OwnedKind kind, Guid key, CancellationToken cancellationToken) => Task.FromResult<Guid?>(Id);

        public Task<IReadOnlyDictionary<Guid, Guid>> FindOthersAsync(OwnedKind kind, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, Guid>>(new Dictionary<Guid, Guid>());

        public IReadOnlyList<Guid> OwnedOf(OwnedKind kind) => [];
    }
}
