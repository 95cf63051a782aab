using System.Buffers.Text;
using System.Text.Json;

namespace EmailConsole.Kinds.MicrosoftGraph;

/// <summary>Looks into an access token without checking it: good for a hint to people, and for no decision.</summary>
internal static class TokenClaims
{
    /// <returns>The application permissions; empty: it names none; null: it is no token that can be read (RFC 7519 section 3).</returns>
    public static IReadOnlyList<string>? Roles(string token)
    {
        if (token.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.ValueKind != JsonValueKind.Object ? null
                : claims.RootElement.TryGetProperty("roles", out var roles) && roles.ValueKind == JsonValueKind.Array
                ? [.. roles.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.String).Select(r => r.GetString()!)]
                : [];
        }
        catch (JsonException)
        {
            // It only looked like one
            return null;
        }
    }
}
