namespace EmailConsole.Accounts.TenantManagement.Api.Bodies;

/// <summary>Another page of a list.</summary>
/// <param name="Href">Its address without the host.</param>
/// <param name="Rel"><c>next</c> or <c>previous</c>.</param>
internal sealed record LinkBody(string Href, string Rel);
