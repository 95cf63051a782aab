using System.Text.Json.Serialization;

namespace EmailConsole.Accounts.TenantManagement.Api.Bodies;

/// <summary>A tenant to add.</summary>
/// <param name="Domain">Such as <c>foo.com</c>.</param>
/// <param name="Owners">Exactly one: the tenant's first administrator.</param>
/// <param name="Name">Taken for the sake of WSO2's clients and not kept: a tenant is known by its domain.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewTenantBody(string? Domain, IReadOnlyList<NewOwnerBody?>? Owners, string? Name = null);
