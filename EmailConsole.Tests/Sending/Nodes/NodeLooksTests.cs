using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Sending;
using EmailConsole.Sending.Nodes;
using EmailConsole.Tests.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Nodes;

public sealed class NodeLooksTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 29, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly FakeNode _node = new();
    private readonly FakeOther _other = new();
    private readonly OutboxTally _tally;
    private readonly NodeLooks _looks;

    public NodeLooksTests()
    {
        _tally = new OutboxTally(new NoCounters(), _time);
        _looks = new NodeLooks(null!, null!, _tally, _node, _other, _time);
        Show(TimeSpan.FromMinutes(1));
    }

    public void Dispose() => _looks.Dispose();

    [Fact]
    public async Task Look_TheOtherHasWritten_ChangesTheVersionOnce()
    {
        await _looks.LookAsync(default);
        var before = _tally.Version;
        await _looks.LookAsync(default);
        Assert.Equal(before, _tally.Version);

        _other.Look = new NodeLook(2, [], [], null);
        await _looks.LookAsync(default);

        Assert.NotEqual(before, _tally.Version);
    }

    [Fact]
    public async Task Look_WhatTheOtherSaid_IsForgottenWhenItDoesNotAnswerAnyMore()
    {
        var lane = new LaneState(Guid.NewGuid(), Start, 3, 2, 1, null);
        _other.Look = new NodeLook(1, [], [lane], new NodeTrouble(Start, "Stood still."));
        await _looks.LookAsync(default);
        Assert.Equal(lane, _looks.Others.Lanes[lane.TenantId]);

        _other.Look = null;
        await _looks.LookAsync(default);

        Assert.Empty(_looks.Others.Lanes);
    }

    [Theory]
    [InlineData(true, 60, true, HealthStatus.Healthy)]
    [InlineData(false, 60, true, HealthStatus.Unhealthy)]
    [InlineData(true, 60, false, HealthStatus.Degraded)]
    [InlineData(true, 20, false, HealthStatus.Healthy)]
    public async Task Health_OfTheLeaseAndTheOtherNode_SaysWhoIsInTrouble(bool mayBegin, int seconds, bool answers, HealthStatus expected)
    {
        _node.MayBegin = mayBegin;
        Show(TimeSpan.FromSeconds(seconds));
        _other.Look = answers ? _other.Look : null;
        await _looks.LookAsync(default);

        var result = await new NodeHealthCheck(_node, _looks).CheckHealthAsync(new HealthCheckContext());

        Assert.Equal(expected, result.Status);
        Assert.Equal(expected == HealthStatus.Degraded, result.Description?.Contains("node2", StringComparison.Ordinal) == true);
    }

    private void Show(TimeSpan age) => _node.All = [FakeNode.State(_node.Id, "node1", Start, Start + age), FakeNode.State(FakeOther.Id, "node2", Start, Start + age)];

    private sealed class NoCounters : IOutboxCounters
    {
        public TenantCounters Read(Guid tenantId) => default;
    }

    private sealed class FakeOther : INodeCalls
    {
        private readonly NoOtherNodes _none = new();

        public static Guid Id { get; } = Guid.NewGuid();

        public NodeLook? Look { get; set; } = new(1, [], [], null);

        public Task<NodeLook?> LookAsync(Guid node, CancellationToken cancellationToken)
        {
            Assert.Equal(Id, node);
            return Task.FromResult(Look);
        }

        public Task<bool?> LoadAsync(Guid node, Guid tenantId, CancellationToken cancellationToken) => _none.LoadAsync(node, tenantId, cancellationToken);

        public Task<bool?> UnloadAsync(Guid node, Guid tenantId, CancellationToken cancellationToken) => _none.UnloadAsync(node, tenantId, cancellationToken);

        public Task<Withdrawal?> WithdrawAsync(Guid node, Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
            _none.WithdrawAsync(node, tenantId, ids, cancellationToken);

        public Task<bool?> WithdrawalEndedAsync(Guid node, Guid id, CancellationToken cancellationToken) => _none.WithdrawalEndedAsync(node, id, cancellationToken);

        public Task<IReadOnlyCollection<Guid>?> SendingAsync(Guid node, Guid? tenantId, CancellationToken cancellationToken) => _none.SendingAsync(node, tenantId, cancellationToken);

        public Task<StageUnderWay?> UnderWayAsync(Guid node, Guid tenantId, Guid id, CancellationToken cancellationToken) => _none.UnderWayAsync(node, tenantId, id, cancellationToken);
    }
}
