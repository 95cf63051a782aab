using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailConsole.Accounts.TenantManagement.Api.Bodies;

/// <summary>The first administrator of a tenant to add.</summary>
/// <param name="Username">Without the domain.</param>
/// <param name="Email">Where test emails go by default, and the invitation.</param>
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
