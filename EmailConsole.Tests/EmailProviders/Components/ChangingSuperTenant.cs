using EmailConsole.EmailProviders.SuperTenant;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>A deployment.toml that a test reads anew.</summary>
internal sealed class ChangingSuperTenant : ISuperTenantProvider
{
    private readonly List<Action<SuperTenantProviderState>> _subscribers = [];

    public SuperTenantProviderState Current { get; private set; } =
        new(FakeSuperTenant.Platform, ProviderDatabase.Start, [], [], "/etc/emailconsole/deployment.toml", ProviderDatabase.Start, []);

    public int Subscribers => _subscribers.Count;

    public void Read(SuperTenantProviderState state)
    {
        Current = state;
        foreach (var subscriber in _subscribers.ToArray())
        {
            subscriber(state);
        }
    }

    public IDisposable Subscribe(Action<SuperTenantProviderState> changed)
    {
        _subscribers.Add(changed);
        return new Subscription(() => _subscribers.Remove(changed));
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
