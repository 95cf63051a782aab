using EmailConsole.Deployment;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Tells open pages of a tenant that its provider was changed, by whomever.</summary>
public sealed partial class ProviderWatch(ILogger<ProviderWatch> logger) : IEmailProviderChanged
{
    private readonly Subscribers<Guid> _subscribers = new();

    /// <param name="changed">Called with the id of the tenant whose provider it is; must not take long.</param>
    public IDisposable Subscribe(Action<Guid> changed) => _subscribers.Add(changed);

    public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        _subscribers.Tell(ownerTenantId, LogNotTold);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Error, "An open page was not told that its email provider changed")]
    private partial void LogNotTold(Exception exception);
}
