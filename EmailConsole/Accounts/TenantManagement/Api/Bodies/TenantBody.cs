using System.Text.Json.Serialization;

namespace EmailConsole.Accounts.TenantManagement.Api.Bodies;

/// <summary>A tenant.</summary>
/// <param name="Id">By which it is changed.</param>
/// <param name="Name">Its domain.</param>
/// <param name="Domain">In its normal form.</param>
/// <param name="Owners">At most one.</param>
/// <param name="CreatedDate">When it was added.</param>
/// <param name="LifecycleStatus">Whether it is active.</param>
/// <param name="Warning">The tenant was added, but its owner's invitation was not mailed: why, and the link to hand over.</param>
internal sealed record TenantBody(
    Guid Id,
    string Name,
    string Domain,
    IReadOnlyList<OwnerBody> Owners,
    DateTime CreatedDate,
    LifecycleStatusBody LifecycleStatus,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Warning = null)
{
    public static TenantBody Of(TenantEntry entry, string? warning = null) => new(
        entry.Id,
        entry.Domain,
        entry.Domain,
        entry is { OwnerId: { } id, OwnerUsername: { } username } ? [new OwnerBody(id, username[..username.LastIndexOf('@')])] : [],
        entry.CreatedAt.UtcDateTime,
        new LifecycleStatusBody(entry.IsActive),
        warning);
}
