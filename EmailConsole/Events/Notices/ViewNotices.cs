using System.Security.Claims;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;

namespace EmailConsole.Events.Notices;

/// <summary>What stands, for a person's bell. From memory, after who may look was asked.</summary>
internal sealed class ViewNotices(TenantAccess access, NoticeBoard board, NodeFiles files, ISuperTenantProvider provider)
{
    /// <summary>Equal as long as nothing has changed; from memory.</summary>
    public BellVersion Version => new(board.Version, files.Difference, provider.Current);

    /// <returns>The newest first; null: whoever asks may not look, or not any more.</returns>
    public async Task<IReadOnlyList<BellEntry>?> ListAsync(ClaimsPrincipal person, string domain, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(person, domain, TenantPermission.View, cancellationToken) is not TenantDecision.Granted { Tenant: var tenant })
        {
            return null;
        }

        var notices = board.Of(tenant.Id).Select(n => (At: n.OpenedAt, Entry: new BellEntry(n.Title, n.Words, NoticeWords.PathOf(n, tenant.Domain))
        {
            IsOfProvider = n.Kind is NoticeKind.ProviderStopped or NoticeKind.CredentialsRefused,
        }));
        var failing = board.FailingOf(tenant.Id).Select(w => (At: w.Since, Entry: OfWebhook(w, tenant.Domain)));
        return [.. tenant.IsSuper ? FilesOf(tenant.Domain) : [], .. notices.Concat(failing).OrderByDescending(e => e.At).Select(e => e.Entry)];
    }

    private static BellEntry OfWebhook(FailingWebhook webhook, string domain) => new(
        $"The webhook {NoticeWords.Host(webhook.Url)} fails",
        $"Since {NoticeWords.Time(webhook.Since)}. {(webhook.Why is { } why ? $"{why} " : "")}It is tried again with one event at a time.",
        NoticeWords.WebhookPath(webhook.EndpointId, domain));

    private IEnumerable<BellEntry> FilesOf(string domain)
    {
        var path = NoticeWords.ProviderPath(domain);
        if (files.Difference is { } difference)
        {
            yield return new BellEntry("deployment.toml is not the same on all nodes", difference, path);
        }

        var errors = provider.Current.Diagnostics.Count(d => d.Severity == DeploymentSeverity.Error);
        if (errors > 0)
        {
            yield return new BellEntry(
                errors == 1 ? "deployment.toml has an error" : $"deployment.toml has {errors} errors", "The page says in which line, and what to write instead.", path);
        }
    }
}

/// <summary>A line of the bell.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Words">Why, and what to do.</param>
/// <param name="Href">Where something can be done about it.</param>
internal sealed record BellEntry(string Title, string Words, string Href)
{
    /// <summary>What is known of the provider that mail leaves through says the same.</summary>
    public bool IsOfProvider { get; init; }
}

/// <param name="Notices">Of the board.</param>
/// <param name="Files">What differs.</param>
/// <param name="Provider">As the file was last read.</param>
internal sealed record BellVersion(long Notices, string? Files, SuperTenantProviderState Provider);
