using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.Rest.Server;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary>Reads the body of a POST or PUT.</summary>
internal static class SenderBody
{
    /// <returns>The body, or why there is none: never both, never neither.</returns>
    public static async Task<(TBody? Body, IResult? Refusal)> ReadAsync<TBody>(HttpRequest request)
        where TBody : class, ISenderBody
    {
        var (body, refusal) = await ServerBody.ReadAsync<TBody>(request, SenderJson.Options);
        var missing = body?.MissingMembers().ToList() ?? [];
        return missing.Count > 0 ? (null, ServerError.Missing(missing.Distinct(StringComparer.Ordinal))) : (body, refusal);
    }
}
