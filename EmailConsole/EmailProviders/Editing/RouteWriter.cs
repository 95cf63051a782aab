using System.Security.Claims;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>Changes the order of a tenant's providers, and what they are called. Authorises every call; a version is the one that the entry was shown with.</summary>
public interface IRouteWriter
{
    /// <param name="person">Who moves it.</param>
    /// <param name="tenantDomain">As in the route.</param>
    /// <param name="entry">Which.</param>
    /// <param name="loadedVersion">As it was shown.</param>
    /// <param name="to">Its place then, from 0.</param>
    /// <param name="cancellationToken">Ends it before anything is written, or not at all.</param>
    Task<UpdateResult> MoveAsync(ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, int to, CancellationToken cancellationToken);

    /// <summary>One that is switched off stays in its place with its secrets, and nothing leaves by it.</summary>
    Task<UpdateResult> SetEnabledAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, bool isEnabled, CancellationToken cancellationToken);

    /// <summary>Whether a message of high priority may go on by the next provider where it is not known whether one has it: of the whole route.</summary>
    Task<UpdateResult> SetSwitchesAfterUnknownAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, bool switches, CancellationToken cancellationToken);

    /// <param name="person">Who renames it.</param>
    /// <param name="tenantDomain">As in the route.</param>
    /// <param name="entry">Which.</param>
    /// <param name="loadedVersion">As it was shown.</param>
    /// <param name="name">Empty: it is called by what it is.</param>
    /// <param name="cancellationToken">Ends it before anything is written, or not at all.</param>
    Task<UpdateResult> RenameAsync(ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, string name, CancellationToken cancellationToken);
}

internal sealed partial class RouteWriter(ProviderEdits edits, StoredProviders stored, ILogger<RouteWriter> logger) : IRouteWriter
{
    public const int LongestName = 64;

    public Task<UpdateResult> MoveAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, int to, CancellationToken cancellationToken) =>
        ChangeAsync(person, tenantDomain, entry, loadedVersion, (rows, row) => rows.Move(row, to), $"moved to place {to + 1}", cancellationToken);

    public Task<UpdateResult> SetEnabledAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, bool isEnabled, CancellationToken cancellationToken) =>
        ChangeAsync(person, tenantDomain, entry, loadedVersion, (_, row) => row.IsEnabled = isEnabled, isEnabled ? "enabled" : "disabled", cancellationToken);

    public Task<UpdateResult> SetSwitchesAfterUnknownAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, bool switches, CancellationToken cancellationToken) =>
        ChangeAsync(
            person,
            tenantDomain,
            entry,
            loadedVersion,
            (rows, _) =>
            {
                foreach (var row in rows.All)
                {
                    row.SwitchesAfterUnknown = switches;
                }
            },
            switches ? "and its standbys set to let high priority go on after an unknown outcome" : "and its standbys set to keep high priority after an unknown outcome",
            cancellationToken);

    public async Task<UpdateResult> RenameAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, string name, CancellationToken cancellationToken)
    {
        var text = ProviderText.TrimToNull(name) ?? "";
        return text.Length > 0 && ProviderText.FindFault(text, LongestName) is { } fault
            ? new UpdateResult.Invalid([new FieldError(nameof(EmailProvider.Name), fault)])
            : await ChangeAsync(person, tenantDomain, entry, loadedVersion, (_, row) => row.Name = text, "renamed", cancellationToken);
    }

    private async Task<UpdateResult> ChangeAsync(
        ClaimsPrincipal person, string? tenantDomain, ProviderId entry, Guid loadedVersion, Action<RouteRows, EmailProvider> change, string done, CancellationToken cancellationToken)
    {
        var (granted, refusal) = await edits.DecideAsync(person, tenantDomain, cancellationToken);
        if (granted is null)
        {
            return refusal!;
        }

        var tenant = granted.Tenant;
        var result = await edits.ChangeAsync(
            tenant.Id,
            entry,
            rows =>
            {
                if (rows.Find(entry, loadedVersion) is not { } row)
                {
                    return ProviderEdits.Stale;
                }

                change(rows, row);
                return null;
            },
            () => stored.DescribeAsync(tenant.Id, entry, CancellationToken.None),
            cancellationToken);
        if (result is UpdateResult.Saved { Stored: { } now })
        {
            LogChanged(tenant.Domain, now.CalledName(), done, granted.Actor.Username);
        }

        return result;
    }

    [LoggerMessage(LogLevel.Information, "Email provider {Name} of {TenantDomain} {Done} by {Username}")]
    private partial void LogChanged(string tenantDomain, string name, string done, string username);
}
