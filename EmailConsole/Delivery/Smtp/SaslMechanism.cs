using System.Globalization;
using System.Text;

namespace EmailConsole.Delivery.Smtp;

/// <summary>One way to sign in (RFC 4954): what it says, step by step.</summary>
/// <param name="Name">As EHLO lists it.</param>
/// <param name="Missing">What is remembered of a server that does not know it.</param>
/// <param name="HasInitialResponse">Whether the first response may go with the command.</param>
/// <param name="Responses">In base64; the last one holds the secret.</param>
internal sealed record SaslMechanism(string Name, ServerTrait Missing, bool HasInitialResponse, IReadOnlyList<string> Responses)
{
    /// <summary>The answer to a challenge that says why the server refuses.</summary>
    public string OnError { get; private init; } = "";

    /// <summary>RFC 4616.</summary>
    public static SaslMechanism Plain(string user, string password) =>
        new("PLAIN", ServerTrait.NoPlain, true, [Base64($"\0{user}\0{password}")]);

    /// <summary>No RFC, known to every server: two challenges that carry nothing, and some servers do not even encode them.</summary>
    public static SaslMechanism Login(string user, string password) =>
        new("LOGIN", ServerTrait.NoLogin, false, [Base64(user), Base64(password)]);

    /// <summary>Google's and Microsoft's.</summary>
    public static SaslMechanism XOAuth2(string user, string token) =>
        new("XOAUTH2", ServerTrait.NoXOAuth2, true, [Base64($"user={user}\u0001auth=Bearer {token}\u0001\u0001")]);

    /// <summary>RFC 7628 section 3.1.</summary>
    public static SaslMechanism OAuthBearer(string user, string token, string host, int port)
    {
        // RFC 5801 section 4
        var name = user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
        var text = string.Create(
            CultureInfo.InvariantCulture, $"n,a={name},\u0001host={host}\u0001port={port}\u0001auth=Bearer {token}\u0001\u0001");

        // Section 3.2.3
        return new SaslMechanism("OAUTHBEARER", ServerTrait.NoOAuthBearer, true, [Base64(text)]) { OnError = Base64("\u0001") };
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
