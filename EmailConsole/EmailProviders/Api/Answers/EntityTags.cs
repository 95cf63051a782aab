using Microsoft.Net.Http.Headers;

namespace EmailConsole.EmailProviders.Api.Answers;

/// <summary>The version of a sender as an entity tag (RFC 9110, section 8.8.3).</summary>
internal static class EntityTags
{
    public static void SetEntityTag(this HttpContext http, Guid version) => http.Response.Headers.ETag = Of(version).ToString();

    /// <summary>Whether the caller wants the change only of a certain version.</summary>
    public static bool HasIfMatch(this HttpContext http) => http.Request.Headers.IfMatch.Count > 0;

    /// <returns>True as well where the header is absent; false where it cannot be read.</returns>
    public static bool MatchesIfMatch(this HttpContext http, Guid version) =>
        !http.HasIfMatch()
        || (EntityTagHeaderValue.TryParseList(http.Request.Headers.IfMatch, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(Of(version), useStrongComparison: true)));

    private static EntityTagHeaderValue Of(Guid version) => new($"\"{version:N}\"");
}
