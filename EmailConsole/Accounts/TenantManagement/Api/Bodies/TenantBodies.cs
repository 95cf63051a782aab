using System.Text.Json;
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

/// <summary>The administrator who was there first.</summary>
/// <param name="Id">Of the account.</param>
/// <param name="Username">Without the domain.</param>
internal sealed record OwnerBody(Guid Id, string Username);

/// <summary>Whether a tenant is active.</summary>
/// <param name="Activated">False: nobody signs in, keys are refused, and its mail waits.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LifecycleStatusBody(bool? Activated);

/// <summary>A page of tenants.</summary>
/// <param name="TotalResults">Of all pages.</param>
/// <param name="StartIndex">Of the first one here, from 1.</param>
/// <param name="Count">Of this page.</param>
/// <param name="Links">To the next and the previous page.</param>
/// <param name="Tenants">In the order of their domains.</param>
internal sealed record TenantListBody(
    int TotalResults, int StartIndex, int Count, IReadOnlyList<LinkBody> Links, IReadOnlyList<TenantBody> Tenants);

/// <summary>Another page of a list.</summary>
/// <param name="Href">Its address without the host.</param>
/// <param name="Rel"><c>next</c> or <c>previous</c>.</param>
internal sealed record LinkBody(string Href, string Rel);

/// <summary>A tenant to add.</summary>
/// <param name="Domain">Such as <c>foo.com</c>.</param>
/// <param name="Owners">Exactly one: the tenant's first administrator.</param>
/// <param name="Name">Taken for the sake of WSO2's clients and not kept: a tenant is known by its domain.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewTenantBody(string? Domain, IReadOnlyList<NewOwnerBody?>? Owners, string? Name = null);

/// <summary>The first administrator of a tenant to add.</summary>
/// <param name="Username">Without the domain.</param>
/// <param name="Email">Where notices and the invitation go, and test emails by default.</param>
/// <param name="ProvisioningMethod"><c>inline-password</c>, or <c>invite-via-email</c>: a link by which the owner chooses a password.</param>
/// <param name="Password">For <c>inline-password</c>.</param>
/// <param name="Firstname">Taken and not kept.</param>
/// <param name="Lastname">Taken and not kept.</param>
/// <param name="AdditionalClaims">Taken and not kept.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewOwnerBody(
    string? Username,
    string? Email,
    string? ProvisioningMethod,
    string? Password = null,
    string? Firstname = null,
    string? Lastname = null,
    JsonElement? AdditionalClaims = null);
