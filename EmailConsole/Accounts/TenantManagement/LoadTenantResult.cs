namespace EmailConsole.Accounts.TenantManagement;

/// <summary>What became of loading or unloading a tenant.</summary>
internal enum LoadTenantResult
{
    Done = 0,

    /// <summary>No tenant of that id.</summary>
    Gone = 1,

    /// <summary>An inactive tenant is not loaded.</summary>
    Inactive = 2,

    /// <summary>The part that sends is still starting.</summary>
    NotYet = 3,

    /// <summary>Whoever asks does not manage tenants, or not any more.</summary>
    Denied = 4,
}
