using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>What became of a change to the tenants. A closed list.</summary>
internal abstract record TenantResult
{
    private TenantResult()
    {
    }

    /// <param name="Id">Of the tenant.</param>
    /// <param name="Domain">In its normal form.</param>
    /// <param name="Username">The first administrator's, in full.</param>
    /// <param name="Issued">To hand over.</param>
    public sealed record Added(Guid Id, string Domain, string Username, IssuedCredential Issued) : TenantResult;

    public sealed record Changed(string Domain) : TenantResult
    {
        /// <summary>False: some other node acts on it in a few seconds only.</summary>
        public bool IsEverywhere { get; init; } = true;
    }

    public sealed record Deleted : TenantResult;

    /// <param name="Problems">Field by field.</param>
    /// <param name="IsTaken">The domain belongs to another tenant.</param>
    public sealed record Invalid(IReadOnlyList<FieldProblem> Problems, bool IsTaken = false) : TenantResult;

    /// <summary>No tenant of that id.</summary>
    public sealed record Gone : TenantResult;

    /// <summary>The super tenant is always active.</summary>
    public sealed record IsSuperTenant : TenantResult;

    /// <summary>Whoever asks does not manage tenants, or not any more.</summary>
    public sealed record Denied : TenantResult;
}
