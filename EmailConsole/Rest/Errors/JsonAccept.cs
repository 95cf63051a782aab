using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Rest.Errors;

/// <summary>Whether a caller takes JSON (RFC 9110, section 12.5.1).</summary>
internal static class JsonAccept
{
    /// <param name="accept">The header; absent, empty or unreadable: anything.</param>
    public static bool IsSatisfiable(StringValues accept)
    {
        if (accept.Count == 0 || accept is ["*/*"] or ["application/json"])
        {
            return true;
        }

        return !MediaTypeHeaderValue.TryParseList(accept, out var types)
            || types.Count == 0
            || types.Any(type => type.Quality is not 0 && Takes(type));
    }

    private static bool Takes(MediaTypeHeaderValue type) =>
        type.MatchesAllTypes
        || type.MatchesAllSubTypes && type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals(ProblemBody.ContentType, StringComparison.OrdinalIgnoreCase);
}
