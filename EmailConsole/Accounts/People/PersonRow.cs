using EmailConsole.Tenants;

namespace EmailConsole.Accounts.People;

/// <summary>Somebody of a tenant, as listed.</summary>
/// <param name="HasPassword">False: invited, has not chosen one yet.</param>
internal sealed record PersonRow(
    Guid Id, string Username, string? Email, ActorRole Role, bool IsActive, bool HasPassword, DateTimeOffset CreatedAt);
