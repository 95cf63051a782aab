using System.Security.Claims;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;

namespace EmailConsole.Events.Notices;

/// <summary>What stands, for a person's bell. From memory, after who may look was asked.</summary>
internal sealed class ViewNotices(TenantAccess access, NoticeBoard board, NodeFiles files, ISuperTenantProvider provider)
{
    private const int MostNames = 3;

    /// <summary>Equal as long as nothing has changed; from memory.</summary>
    public BellVersion Version => new(board.Version, files.Difference, provider.Current);

    /// <returns>Causes before consequences; null: whoever asks may not look, or not any more.</returns>
    public async Task<IReadOnlyList<BellEntry>?> ListAsync(ClaimsPrincipal person, string domain, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(person, domain, TenantPermission.View, cancellationToken) is not TenantDecision.Granted { Tenant: var tenant, Actor: var actor })
        {
            return null;
        }

        return
        [
            .. tenant.IsSuper ? FilesOf(tenant.Domain) : [],
            .. board.Of(tenant.Id).Select(n => Of(n, tenant.Domain, actor)),
            .. board.FailingOf(tenant.Id).Select(w => OfWebhook(w, tenant.Domain)),
            .. RefusedOf(tenant, actor),
            .. tenant.IsSuper && actor.IsPlatformAdministrator ? TenantsOf() : [],
        ];
    }

    private static BellEntry Of(Notice notice, string domain, Actor actor)
    {
        // What expired may be resent by whoever sees it
        var mayAct = notice.Kind == NoticeKind.MailExpiring
            || TenantAccess.Suffices(actor, notice.IsOutage ? TenantPermission.ManageProvider : TenantPermission.Administer);
        return new BellEntry(notice.Title, mayAct ? notice.Words : NoticeWords.ForOthers(notice.Words, domain), NoticeWords.PathOf(notice, domain))
        {
            IsOfProvider = notice.IsOutage,
            Mailed = notice.MailedAt is { } at ? NoticeWords.Mailed(at, notice.OpenedAt) : null,
        };
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more";

    private IEnumerable<BellEntry> RefusedOf(Tenant tenant, Actor actor)
    {
        if (board.RefusedOf(tenant.Id) is { Count: > 0 } keys)
        {
            var words = $"With the API key{(keys.Count == 1 ? "" : "s")} {Names(keys)}, in the last 24 hours. What they did not send again is not among the deliveries.";
            yield return TenantAccess.Suffices(actor, TenantPermission.Administer)
                ? new BellEntry("Mail of programs was refused", $"{words} API keys says why, and what to do.", NoticeWords.ApiKeysPath(tenant.Domain))
                : new BellEntry("Mail of programs was refused", $"{words} Deliveries says why, and what to do.", NoticeWords.DeliveriesPath(tenant.Domain));
        }
    }

    private IEnumerable<BellEntry> TenantsOf()
    {
        if (board.Outages is { Count: > 0 } domains)
        {
            yield return new BellEntry(
                domains.Count == 1 ? "1 tenant needs attention" : $"{domains.Count} tenants need attention",
                $"{Names(domains)}: an email provider is paused, or refuses the sign-in.",
                NoticeWords.TenantsPath);
        }
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

    /// <summary>When it was mailed; null: it was not.</summary>
    public string? Mailed { get; init; }
}

/// <param name="Notices">Of the board.</param>
/// <param name="Files">What differs.</param>
/// <param name="Provider">As the file was last read.</param>
internal sealed record BellVersion(long Notices, string? Files, SuperTenantProviderState Provider);
