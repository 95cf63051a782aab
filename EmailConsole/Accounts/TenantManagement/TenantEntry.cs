namespace EmailConsole.Accounts.TenantManagement;

/// <summary>A tenant with its owner, as the API knows it.</summary>
/// <param name="OwnerId">Of the administrator who was there first; null: none left.</param>
/// <param name="OwnerUsername">In full.</param>
internal sealed record TenantEntry(
    Guid Id, string Domain, bool IsActive, DateTimeOffset CreatedAt, Guid? OwnerId, string? OwnerUsername);
