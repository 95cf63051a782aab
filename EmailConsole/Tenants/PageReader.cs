namespace EmailConsole.Tenants;

/// <summary>For whom a page is: its words suit what that person can do. Decides nothing, that is <see cref="TenantAccess"/>'s.</summary>
/// <param name="TenantDomain">Whose page it is.</param>
/// <param name="RunsConsole">An administrator of the super tenant, who can see to the console's machine and files.</param>
/// <param name="Administers">May change the tenant's provider; an operator can but tell those who may.</param>
public sealed record PageReader(string TenantDomain, bool RunsConsole, bool Administers = true);
