using Microsoft.Extensions.Options;

namespace EmailConsole.EmailProviders.InForce;

/// <summary>
/// WSO2's console updates a sender by removing it and adding another one. In between the tenant's mail must not leave as the
/// platform: a removed provider stays, encrypted, for some seconds, in which only what replaces it sees it.
/// </summary>
internal sealed class ReplacementWait(IOptions<EmailProvidersOptions> options, TimeProvider time)
{
    /// <summary>When the super tenant's provider takes over from one that is removed now; null: at once.</summary>
    public DateTimeOffset? End() => options.Value.ReplaceWithin > TimeSpan.Zero ? time.GetUtcNow() + options.Value.ReplaceWithin : null;

    /// <summary>Whether the removed one's replacement is still waited for. A clock that was set back ends the wait: it must not become long.</summary>
    public bool IsAwaited(EmailProvider provider) =>
        provider.RemovedUntil is { } until && time.GetUtcNow() is var now && now < until && until - now <= options.Value.ReplaceWithin;
}
