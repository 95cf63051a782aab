using EmailConsole.Rest.Server;

namespace EmailConsole.Accounts.TenantManagement.Api;

/// <summary>The errors of the Tenants API, by their codes in WSO2.</summary>
internal static class TenantErrors
{
    private const string InvalidRequest = "Invalid Request.";

    public static readonly ServerError InvalidLimit = Refused("TM-60010", "Limit should not be negative.");

    public static readonly ServerError InvalidOffset = Refused("TM-60011", "Offset should not be negative.");

    public static readonly ServerError OwnerRequired = Refused("TM-60012", "Required parameter owner is not specified. Give exactly one owner.");

    public static ServerError Missing(string parameter) => Refused("TM-60013", $"Required parameter {parameter} is not specified.");

    /// <param name="description">What is wrong and what to send.</param>
    public static ServerError InvalidDomain(string description) => Refused("TM-60007", description);

    public static ServerError Taken(string domain) => new(
        StatusCodes.Status409Conflict,
        "TM-60009",
        "Tenant already exists.",
        $"A tenant with same domain {domain} already exist. Please use a different domain name.");

    public static ServerError NotFound(string id) => new(
        StatusCodes.Status404NotFound, "TM-60014", "Tenant not found.", $"Tenant cannot be found for the provided id: {id}.");

    public static ServerError DomainNotFound(string domain) => new(
        StatusCodes.Status404NotFound, "TM-60015", "Tenant not found.", $"Tenant cannot be found for the provided domain: {domain}.");

    /// <param name="sentences">What is wrong and what to send.</param>
    public static ServerError Invalid(params IEnumerable<string> sentences) => ServerError.Missing(sentences);

    private static ServerError Refused(string code, string description) =>
        new(StatusCodes.Status400BadRequest, code, InvalidRequest, description);
}
