using System.Security.Claims;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Posting;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Managing;

/// <summary>Adds, changes, pauses and removes the endpoints of a tenant. Administrators only.</summary>
internal sealed partial class ManageWebhooks(
    TenantAccess access,
    IDbContextFactory<EmailConsoleDb> contexts,
    EndpointRules rules,
    EndpointDirectory directory,
    WebhookSecrets secrets,
    TimeProvider clock,
    ILogger<ManageWebhooks> logger)
{
    /// <summary>Endpoints a tenant may have.</summary>
    public const int Limit = 10;

    /// <summary>So long the secret before is signed by as well.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public async Task<WebhookResult> AddAsync(ClaimsPrincipal person, string domain, EndpointDraft draft, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, cancellationToken) is not { } granted)
        {
            return new WebhookResult.Denied();
        }

        if (draft.Check(rules).ToList() is { Count: > 0 } problems)
        {
            return new WebhookResult.Invalid(problems);
        }

        var (id, tenantId, secret) = (Guid.CreateVersion7(), granted.Tenant.Id, WebhookSecrets.Generate());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // The write lock from the start: two at once are counted one after the other
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<WebhookEndpoint>().CountAsync(e => e.TenantId == tenantId, cancellationToken) >= Limit)
        {
            return new WebhookResult.TooMany(Limit);
        }

        db.Add(new WebhookEndpoint
        {
            Id = id,
            TenantId = tenantId,
            Url = draft.NormalUrl,
            Types = draft.ChosenTypes,
            ProtectedSecret = secrets.Protect(tenantId, id, secret),
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = granted.Actor.Username,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await directory.ReadAsync(tenantId, CancellationToken.None);
        LogChanged(granted.Actor.Username, "added", id, granted.Tenant.Domain);
        return new WebhookResult.Secret(draft.NormalUrl, secret);
    }

    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="seen">As it was shown.</param>
    /// <param name="draft">As it is to be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<WebhookResult> ChangeAsync(ClaimsPrincipal person, string domain, EndpointRow seen, EndpointDraft draft, CancellationToken cancellationToken) =>
        EditAsync(person, domain, seen, "changed", endpoint =>
        {
            if (draft.Check(rules).ToList() is { Count: > 0 } problems)
            {
                return new WebhookResult.Invalid(problems);
            }

            // What another address has answered says nothing of this one
            endpoint.FailingSince = endpoint.Url == draft.NormalUrl ? endpoint.FailingSince : null;
            (endpoint.Url, endpoint.Types) = (draft.NormalUrl, draft.ChosenTypes);
            return new WebhookResult.Done();
        }, cancellationToken);

    /// <summary>What happens from now on can be replayed, as what waits.</summary>
    public async Task<WebhookResult> PauseAsync(ClaimsPrincipal person, string domain, EndpointRow seen, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, cancellationToken) is not { } granted)
        {
            return new WebhookResult.Denied();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.Set<WebhookEndpoint>().AnyAsync(e => e.Id == seen.Id && e.TenantId == granted.Tenant.Id, cancellationToken))
        {
            return new WebhookResult.Gone();
        }

        await DeliveryRows.PauseAsync(db, seen.Id, PauseReason.ByHand, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await directory.ReadAsync(granted.Tenant.Id, CancellationToken.None);
        LogChanged(granted.Actor.Username, "paused", seen.Id, granted.Tenant.Domain);
        return new WebhookResult.Done();
    }

    public Task<WebhookResult> ResumeAsync(ClaimsPrincipal person, string domain, EndpointRow seen, CancellationToken cancellationToken) =>
        EditAsync(person, domain, seen, "resumed", endpoint =>
        {
            (endpoint.PausedAt, endpoint.FailingSince) = (null, null);
            return new WebhookResult.Done();
        }, cancellationToken);

    /// <summary>Another secret; the one before is signed by as well for a day.</summary>
    public Task<WebhookResult> RotateAsync(ClaimsPrincipal person, string domain, EndpointRow seen, CancellationToken cancellationToken) =>
        EditAsync(person, domain, seen, "given another secret", endpoint =>
        {
            var secret = WebhookSecrets.Generate();
            (endpoint.ProtectedPrevious, endpoint.PreviousUntil) = (endpoint.ProtectedSecret, clock.GetUtcNow() + Overlap);
            endpoint.ProtectedSecret = secrets.Protect(endpoint.TenantId, endpoint.Id, secret);
            return new WebhookResult.Secret(endpoint.Url, secret);
        }, cancellationToken);

    /// <summary>The secret before is not signed by any more.</summary>
    public Task<WebhookResult> RevokePreviousAsync(ClaimsPrincipal person, string domain, EndpointRow seen, CancellationToken cancellationToken) =>
        EditAsync(person, domain, seen, "rid of its previous secret", endpoint =>
        {
            (endpoint.ProtectedPrevious, endpoint.PreviousUntil) = (null, null);
            return new WebhookResult.Done();
        }, cancellationToken);

    /// <summary>With all that was told it.</summary>
    public async Task<WebhookResult> DeleteAsync(ClaimsPrincipal person, string domain, Guid id, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, cancellationToken) is not { } granted)
        {
            return new WebhookResult.Denied();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = await db.Set<WebhookEndpoint>().Where(e => e.Id == id && e.TenantId == granted.Tenant.Id).ExecuteDeleteAsync(cancellationToken);
        await directory.ReadAsync(granted.Tenant.Id, CancellationToken.None);
        if (count == 0)
        {
            return new WebhookResult.Gone();
        }

        LogChanged(granted.Actor.Username, "deleted", id, granted.Tenant.Domain);
        return new WebhookResult.Done();
    }

    private async Task<WebhookResult> EditAsync(
        ClaimsPrincipal person, string domain, EndpointRow seen, string what, Func<WebhookEndpoint, WebhookResult> edit, CancellationToken cancellationToken)
    {
        if (await DecideAsync(person, domain, cancellationToken) is not { } granted)
        {
            return new WebhookResult.Denied();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<WebhookEndpoint>().SingleOrDefaultAsync(e => e.Id == seen.Id && e.TenantId == granted.Tenant.Id, cancellationToken) is not { } endpoint)
        {
            return new WebhookResult.Gone();
        }

        db.Entry(endpoint).Property(e => e.Version).OriginalValue = seen.Version;
        var result = edit(endpoint);
        if (result is WebhookResult.Invalid)
        {
            return result;
        }

        // Also where nothing has changed: what is known of its failures counts no more
        db.Entry(endpoint).State = EntityState.Modified;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new WebhookResult.ChangedElsewhere();
        }

        await directory.ReadAsync(granted.Tenant.Id, CancellationToken.None);
        LogChanged(granted.Actor.Username, what, endpoint.Id, granted.Tenant.Domain);
        return result;
    }

    private async Task<TenantDecision.Granted?> DecideAsync(ClaimsPrincipal person, string domain, CancellationToken cancellationToken) =>
        await access.DecideAsync(person, domain, TenantPermission.Administer, cancellationToken) as TenantDecision.Granted;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} has {What} the webhook endpoint {Id} of {Domain}.")]
    private partial void LogChanged(string username, string what, Guid id, string domain);
}
