using System.Diagnostics;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>One thing to write, part of a group commit.</summary>
internal abstract class OutboxWrite
{
    private long _handedIn = Stopwatch.GetTimestamp();

    /// <summary>Bytes it adds to the transaction, roughly.</summary>
    public virtual long Size => 256;

    /// <summary>How long whoever handed it in has waited.</summary>
    public TimeSpan Waited => Stopwatch.GetElapsedTime(_handedIn);

    public void HandIn() => _handedIn = Stopwatch.GetTimestamp();

    /// <summary>Says what it will look at, so that a database that is far away is asked once for a whole group.</summary>
    public virtual void Announce(GroupNeeds needs)
    {
    }

    /// <summary>Within the transaction, on the writer's thread. May run a second time, after a rollback.</summary>
    public abstract void Execute(OutboxSession session);

    /// <summary>The transaction is on the disk.</summary>
    public abstract void Committed();

    /// <summary>Nothing of it was written.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>What the writes of a transaction will look at.</summary>
internal sealed class GroupNeeds
{
    /// <summary>Whether they are active.</summary>
    public HashSet<Guid> Tenants { get; } = [];

    /// <summary>Tenants of whom everything goes: what somebody has begun to accept for them must be there, to go too.</summary>
    public HashSet<Guid> Removed { get; } = [];

    public HashSet<Guid> Messages { get; } = [];

    /// <summary>Nodes whose results are recorded: whether they still own what they decide on.</summary>
    public HashSet<Guid> Nodes { get; } = [];

    public List<KeyClaim> Keys { get; } = [];
}

/// <summary>One that somebody waits for.</summary>
internal abstract class OutboxWrite<TResult> : OutboxWrite
{
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;

    /// <summary>Ends after the commit, or with <see cref="OutboxUnavailableException"/>.</summary>
    public Task<TResult> Done => _done.Task;

    public sealed override void Execute(OutboxSession session) => _result = Write(session);

    public override void Committed() => _done.SetResult(_result);

    public override void Fail(Exception exception) => _done.SetException(exception);

    protected abstract TResult Write(OutboxSession session);
}
