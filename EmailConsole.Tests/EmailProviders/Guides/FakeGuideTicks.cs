using System.Security.Claims;
using EmailConsole.EmailProviders.Guides;

namespace EmailConsole.Tests.EmailProviders.Guides;

/// <summary>In memory, for whoever asks; a database that does not answer where a test says so.</summary>
internal sealed class FakeGuideTicks : IGuideTicks
{
    /// <summary>By tenant and guide.</summary>
    public Dictionary<string, SortedSet<int>> Kept { get; } = new(StringComparer.Ordinal);

    public bool Fails { get; set; }

    public Task<IReadOnlySet<int>> FindAsync(ClaimsPrincipal person, string? tenantDomain, string guideId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<int>>(Of(tenantDomain, guideId));

    public Task<bool> KeepAsync(
        ClaimsPrincipal person, string? tenantDomain, string guideId, int step, bool isDone, CancellationToken cancellationToken)
    {
        if (Fails)
        {
            throw new InvalidOperationException("The database does not answer.");
        }

        return Task.FromResult(isDone ? Of(tenantDomain, guideId).Add(step) : Of(tenantDomain, guideId).Remove(step));
    }

    private SortedSet<int> Of(string? tenantDomain, string guideId)
    {
        var key = $"{tenantDomain} {guideId}";
        return Kept.TryGetValue(key, out var kept) ? kept : Kept[key] = [];
    }
}
