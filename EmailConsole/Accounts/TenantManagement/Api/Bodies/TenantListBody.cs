namespace EmailConsole.Accounts.TenantManagement.Api.Bodies;

/// <summary>A page of tenants.</summary>
/// <param name="TotalResults">Of all pages.</param>
/// <param name="StartIndex">Of the first one here, from 1.</param>
/// <param name="Count">Of this page.</param>
/// <param name="Links">To the next and the previous page.</param>
/// <param name="Tenants">In the order of their domains.</param>
internal sealed record TenantListBody(
    int TotalResults, int StartIndex, int Count, IReadOnlyList<LinkBody> Links, IReadOnlyList<TenantBody> Tenants);
