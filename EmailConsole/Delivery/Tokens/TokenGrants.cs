namespace EmailConsole.Delivery.Tokens;

/// <summary>Checks a token before anybody relies on it.</summary>
internal static class TokenGrants
{
    private const int MaxLength = 64 * 1024;

    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    /// <param name="token">Visible ASCII only (RFC 6749 appendix A.12); what is beyond would end up inside an SMTP command.</param>
    /// <param name="type">Compared without case (RFC 6749 section 7.1).</param>
    /// <param name="expiresAt">When the endpoint says it ends; more than a day is not believed.</param>
    /// <param name="now">The time.</param>
    /// <param name="host">The endpoint's host.</param>
    public static AccessTokenResult Check(string? token, string? type, DateTimeOffset expiresAt, DateTimeOffset now, string host)
    {
        if (string.IsNullOrEmpty(token) || token.Length > MaxLength || token.Any(c => c is <= ' ' or > '~'))
        {
            return TokenFailures.Unusable("Its answer holds no usable access_token.");
        }

        if (!string.Equals(type, "Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return TokenFailures.Unusable("Its answer holds a token of another type than Bearer.");
        }

        var latest = now + LongestLife;
        return new AccessTokenResult.Granted(token, expiresAt < latest ? expiresAt : latest, host);
    }
}
