namespace EmailConsole.Sending.Loading;

/// <summary>The table <c>[tenant_mgt]</c>.</summary>
/// <param name="IdleTimeout">A lane without work is unloaded after so long.</param>
/// <param name="Eager">Loaded at start and never unloaded for idleness.</param>
internal sealed record TenantLoadingSettings(TimeSpan IdleTimeout, EagerTenants Eager)
{
    public static TenantLoadingSettings Default { get; } = new(TimeSpan.FromMinutes(30), EagerTenants.None);
}
