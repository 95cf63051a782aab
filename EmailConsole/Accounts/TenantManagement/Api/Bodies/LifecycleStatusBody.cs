using System.Text.Json.Serialization;

namespace EmailConsole.Accounts.TenantManagement.Api.Bodies;

/// <summary>Whether a tenant is active.</summary>
/// <param name="Activated">False: nobody signs in, keys are refused, and its mail waits.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LifecycleStatusBody(bool? Activated);
