namespace EmailConsole.Accounts.TenantManagement.Api.Bodies;

/// <summary>The administrator who was there first.</summary>
/// <param name="Id">Of the account.</param>
/// <param name="Username">Without the domain.</param>
internal sealed record OwnerBody(Guid Id, string Username);
