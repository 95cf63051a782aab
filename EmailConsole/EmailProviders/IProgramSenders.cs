using System.Security.Claims;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders;

/// <summary>Whom a tenant's programs may name in From, as its administrators say. Authorises every call.</summary>
public interface IProgramSenders
{
    Task<SendersResult> LoadAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken);

    /// <param name="person">Who asks.</param>
    /// <param name="tenantDomain">Whose.</param>
    /// <param name="loadedVersion">As it was shown; null: nothing was stored.</param>
    /// <param name="mode">What becomes of others than the From Address.</param>
    /// <param name="allowed">As typed: addresses and <c>@domain</c>, one a line.</param>
    /// <param name="cancellationToken">Ends it before anything is written, or not at all.</param>
    Task<SendersResult> SetAsync(
        ClaimsPrincipal person, string? tenantDomain, Guid? loadedVersion, OtherSenders mode, string allowed, CancellationToken cancellationToken);
}

/// <summary>Hears of a change that this process made; what another one made is read within half a second anyhow.</summary>
public interface IProgramSendersChanged
{
    void Changed(Guid tenantId);
}

/// <param name="Mode">What becomes of others than the From Address.</param>
/// <param name="Allowed">Addresses and <c>@domain</c> in their normal form.</param>
/// <param name="Version">Null: nothing is stored.</param>
public sealed record StoredSenders(OtherSenders Mode, IReadOnlyList<string> Allowed, Guid? Version)
{
    public static StoredSenders None { get; } = new(OtherSenders.Refuse, [], null);
}

/// <summary>A closed list.</summary>
public abstract record SendersResult
{
    private SendersResult()
    {
    }

    /// <param name="Now">As stored.</param>
    public sealed record Stored(StoredSenders Now) : SendersResult
    {
        /// <summary>Those on the list that are refused all the same, since mail leaves by the super tenant's server now, which does not send for them.</summary>
        public IReadOnlyList<string> NotPermitted { get; init; } = [];
    }

    /// <param name="Fault">What to type instead.</param>
    public sealed record Invalid(string Fault) : SendersResult;

    /// <summary>Somebody else has changed it since it was shown. Nothing was written.</summary>
    /// <param name="Theirs">As stored.</param>
    public sealed record ChangedElsewhere(StoredSenders Theirs) : SendersResult;

    /// <param name="Decision">Not found, forbidden, or not signed in any more.</param>
    public sealed record Refused(TenantDecision Decision) : SendersResult;
}
