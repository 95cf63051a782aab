using EmailConsole.Accounts.Invitations;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>A tenant to add, with its first administrator.</summary>
internal sealed record NewTenant(
    string? Domain, string? AdministratorUsername, string? AdministratorEmail, Credential Credential);
