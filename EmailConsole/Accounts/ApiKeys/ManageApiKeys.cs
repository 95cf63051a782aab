using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>Creates, lists and revokes the keys of a tenant. Administrators only.</summary>
internal sealed partial class ManageApiKeys(
    TenantAccess access,
    IDbContextFactory<EmailConsoleDb> contexts,
    ApiKeyCache cache,
    ApiKeyUses uses,
    ApiKeyRefusals refusals,
    IEnumerable<ISmtpEntrance> smtp,
    TimeProvider time,
    ILogger<ManageApiKeys> logger)
{
    /// <summary>Keys a tenant may have.</summary>
    public const int Limit = 100;

    public async Task<ApiKeyResult> CreateAsync(
        ClaimsPrincipal principal, string domain, NewApiKey input, CancellationToken cancellationToken)
    {
        if (await DecideAsync(principal, domain, cancellationToken) is not { } granted)
        {
            return new ApiKeyResult.Denied();
        }

        var now = time.GetUtcNow();
        if (input.Check(now).ToList() is { Count: > 0 } problems)
        {
            return new ApiKeyResult.Invalid(problems);
        }

        var text = ApiKeyText.Generate();
        _ = ApiKeyText.TryGetPrefix(text, out var prefix);
        var key = new ApiKey
        {
            TenantId = granted.Tenant.Id,
            Name = input.Name!.Trim(),
            Prefix = prefix!,
            Hash = ApiKeyText.Hash(text),
            Scopes = input.Scopes,
            CreatedAt = now,
            CreatedBy = granted.Actor.Username,
            ExpiresAt = input.ExpiresAt?.ToUniversalTime(),
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // The write lock from the start: two at once are counted one after the other
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<ApiKey>().CountAsync(k => k.TenantId == key.TenantId, cancellationToken) >= Limit)
        {
            return new ApiKeyResult.TooMany(Limit);
        }

        db.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogCreated(granted.Actor.Username, key.Id, granted.Tenant.Domain);
        return new ApiKeyResult.Created(ApiKeyRow.Of(key), text);
    }

    /// <returns>Newest first; null where whoever asks is no administrator of the tenant.</returns>
    public async Task<IReadOnlyList<ApiKeyRow>?> ListAsync(ClaimsPrincipal principal, string domain, CancellationToken cancellationToken)
    {
        if (await DecideAsync(principal, domain, cancellationToken) is not { } granted)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db.Set<ApiKey>().AsNoTracking()
            .Where(k => k.TenantId == granted.Tenant.Id)
            .OrderByDescending(k => k.CreatedAt)
            .ToListAsync(cancellationToken);
        var refused = await refusals.FindAsync(db, [.. keys.Select(k => k.Id)], cancellationToken);
        return
        [
            .. keys.Select(ApiKeyRow.Of).Select(row => row with
            {
                LastUsedAt = uses.LatestOf(row.Id) ?? row.LastUsedAt,
                Refusals = [.. refused[row.Id]],
            }),
        ];
    }

    /// <returns>Null where it was not used yet, is gone, or whoever asks is no administrator of the tenant.</returns>
    public async Task<DateTimeOffset?> FindLastUseAsync(ClaimsPrincipal principal, string domain, Guid id, CancellationToken cancellationToken)
    {
        if (await DecideAsync(principal, domain, cancellationToken) is not { } granted)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db.Set<ApiKey>().AsNoTracking()
            .SingleOrDefaultAsync(k => k.Id == id && k.TenantId == granted.Tenant.Id, cancellationToken);
        return key is null ? null : uses.LatestOf(id) ?? key.LastUsedAt;
    }

    /// <returns>Where programs connect with the tenant's keys; null where whoever asks is no administrator of the tenant.</returns>
    public async Task<KeyEntrance?> FindEntranceAsync(ClaimsPrincipal principal, string domain, CancellationToken cancellationToken)
    {
        if (await DecideAsync(principal, domain, cancellationToken) is not { } granted)
        {
            return null;
        }

        var entrance = smtp.FirstOrDefault();
        return new KeyEntrance(
            entrance?.Find(), entrance is null ? null : await entrance.FindSenderAsync(granted.Tenant.Id, cancellationToken));
    }

    /// <summary>For good. Requests with the key are refused from now on; in another process within a second.</summary>
    public async Task<ApiKeyResult> RevokeAsync(
        ClaimsPrincipal principal, string domain, Guid id, CancellationToken cancellationToken)
    {
        if (await DecideAsync(principal, domain, cancellationToken) is not { } granted)
        {
            return new ApiKeyResult.Denied();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db.Set<ApiKey>().AsNoTracking()
            .SingleOrDefaultAsync(k => k.Id == id && k.TenantId == granted.Tenant.Id, cancellationToken);
        if (key is null || await db.Set<ApiKey>().Where(k => k.Id == id).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return new ApiKeyResult.Gone();
        }

        cache.Forget(key.Prefix);
        LogRevoked(granted.Actor.Username, id, granted.Tenant.Domain);
        return new ApiKeyResult.Revoked(key.Name);
    }

    private async Task<TenantDecision.Granted?> DecideAsync(ClaimsPrincipal principal, string domain, CancellationToken cancellationToken) =>
        await access.DecideAsync(principal, domain, TenantPermission.Administer, cancellationToken) as TenantDecision.Granted;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} created the API key {KeyId} of {Domain}.")]
    private partial void LogCreated(string username, Guid keyId, string domain);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} revoked the API key {KeyId} of {Domain}.")]
    private partial void LogRevoked(string username, Guid keyId, string domain);
}
