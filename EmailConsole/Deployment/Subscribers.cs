namespace EmailConsole.Deployment;

/// <summary>Those who want to hear about every later state, called one after the other, in the order they came.</summary>
internal sealed class Subscribers<T>
{
    private readonly Lock _lock = new();
    private readonly List<Subscription> _all = [];

    public IDisposable Add(Action<T> changed)
    {
        var subscription = new Subscription(this, changed);
        lock (_lock)
        {
            _all.Add(subscription);
        }

        return subscription;
    }

    /// <param name="state">What is new.</param>
    /// <param name="failed">Told of a subscriber that threw; the others are called all the same.</param>
    public void Tell(T state, Action<Exception> failed)
    {
        Subscription[] all;
        lock (_lock)
        {
            all = [.. _all];
        }

        foreach (var subscription in all)
        {
            try
            {
                subscription.Changed(state);
            }
            catch (Exception e)
            {
                failed(e);
            }
        }
    }

    private sealed class Subscription(Subscribers<T> owner, Action<T> changed) : IDisposable
    {
        public Action<T> Changed => changed;

        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._all.Remove(this);
            }
        }
    }
}
