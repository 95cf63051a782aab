using System.Collections.Concurrent;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Loading;

/// <summary>Opens a provider's channel while this node owns it, and closes it before it is nobody's. Thread-safe.</summary>
internal sealed class ChannelLoader : IChannelActivation, IDisposable
{
    private readonly ChannelSet _channels;
    private readonly INode _node;
    private readonly IOwners _owners;
    private readonly LaneTurns _turns = new();

    // Given back as soon as nothing of them is with a server
    private readonly ConcurrentDictionary<ProviderId, bool> _leaving = new();

    public ChannelLoader(ChannelSet channels, INode node, IOwners owners)
    {
        (_channels, _node, _owners) = (channels, node, owners);
        node.Lost += Lost;
        node.Lapsed += Lapsed;
        node.Expired += Lost;
    }

    public async Task<ISendingChannel?> OpenAsync(ProviderInForce provider, int place, CancellationToken cancellationToken)
    {
        using (await _turns.EnterAsync(provider.Id.Value, cancellationToken))
        {
            return !MayBeHere(provider.Id) ? null : await _owners.TakeAsync(OwnedKind.Channel, provider.Id.Value, cancellationToken) switch
            {
                { } owner when owner == _node.Id => _channels.Open(provider, place),
                null => throw NotNow(),
                _ => null,
            };
        }
    }

    /// <summary>Takes the channel where nobody owns it.</summary>
    /// <param name="provider">Whose; null: the tenant has none, and its lane waits for one anywhere.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The node on which the lanes are to be that send by it; null: nobody can have it just now.</returns>
    public async Task<Guid?> FindHomeAsync(ProviderId? provider, CancellationToken cancellationToken)
    {
        if (provider is not { } some)
        {
            return _node.IsDrained ? null : _node.Id;
        }

        if (MayBeHere(some))
        {
            return await _owners.TakeAsync(OwnedKind.Channel, some.Value, cancellationToken);
        }

        return await _owners.FindAsync(OwnedKind.Channel, some.Value, cancellationToken) is { } owner && owner != _node.Id ? owner : null;
    }

    /// <summary>Closes a channel that nobody uses, which is nobody's then.</summary>
    /// <returns>False: it is in use.</returns>
    public async Task<bool> TryCloseAsync(ProviderId provider, TimeSpan idleFor, CancellationToken cancellationToken)
    {
        using (await _turns.EnterAsync(provider.Value, cancellationToken))
        {
            if (!_channels.TryClose(provider, idleFor))
            {
                return false;
            }

            await _channels.ClosedAsync(provider, cancellationToken);
            _owners.GiveBack(OwnedKind.Channel, provider.Value);
            return true;
        }
    }

    /// <inheritdoc cref="ChannelSet.ProvidersOf"/>
    public IReadOnlyList<ProviderId> ProvidersOf(Guid ownerTenantId) => _channels.ProvidersOf(ownerTenantId);

    /// <summary>From here on until it is disposed this node takes nothing of that provider's.</summary>
    public IDisposable Leave(ProviderId provider)
    {
        _leaving[provider] = true;
        return new Leaving(() => _leaving.TryRemove(provider, out _));
    }

    public static OutboxUnavailableException NotNow() => new("The node that sends this tenant's mail changes just now.");

    public void Dispose()
    {
        _node.Lost -= Lost;
        _node.Lapsed -= Lapsed;
        _node.Expired -= Lost;
        _turns.Dispose();
    }

    private void Lost(object? sender, EventArgs e) => _channels.AbandonAll();

    // Whoever takes over may connect before this node knows that it is lost
    private void Lapsed(object? sender, EventArgs e) => _channels.CloseIdle();

    private bool MayBeHere(ProviderId provider) => !_node.IsDrained && !_leaving.ContainsKey(provider);

    private sealed class Leaving(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>One after the other for each tenant or provider; two that share a turn by chance only wait for each other.</summary>
internal sealed class LaneTurns : IDisposable
{
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async ValueTask<IDisposable> EnterAsync(Guid key, CancellationToken cancellationToken)
    {
        var turn = _turns[(uint)key.GetHashCode() % (uint)_turns.Length];
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    public void Dispose()
    {
        foreach (var turn in _turns)
        {
            turn.Dispose();
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
