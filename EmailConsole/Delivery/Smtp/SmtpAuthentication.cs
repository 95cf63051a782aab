using System.Text;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Smtp;

/// <summary>
/// AUTH (RFC 4954) with one attempt only: repeated failures lock mailboxes. That a mechanism is not known there says nothing of
/// the credentials, so then another one is tried.
/// </summary>
internal static class SmtpAuthentication
{
    // The command line of a stock Postfix; a token of Microsoft's passes it
    private const int MaxLine = 2_048;
    private const int MaxChallenges = 4;

    private static readonly string[] OfMechanism =
    [
        "mechanism", "authentication type", "authentication method", "authentication scheme", "auth type", "auth method", "auth scheme",
        "cannot decode", "can't decode", "could not decode", "couldn't decode", "unable to decode", "failed to decode", "base64",
    ];

    /// <param name="connection">After EHLO.</param>
    /// <param name="settings">Basic takes PLAIN and LOGIN; client credentials take XOAUTH2 and OAUTHBEARER.</param>
    /// <param name="secret">The password or the access token.</param>
    /// <param name="memory">What this server was found not to know, and is told.</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    public static async Task<StageResult> AuthenticateAsync(
        SmtpConnection connection, EmailProviderSettings settings, string secret, ServerMemory memory, CancellationToken cancellationToken)
    {
        var offered = connection.Capabilities.Mechanisms;
        var mechanisms = Choose(connection, settings, secret, memory);
        connection.Hide(secret);
        SmtpReply? unknown = null;
        List<SaslMechanism> missing = [];
        foreach (var mechanism in mechanisms)
        {
            var (reply, error) = await ExchangeAsync(connection, mechanism, cancellationToken);
            if (IsOfMechanism(reply))
            {
                unknown = reply;
                missing.Add(mechanism);
                continue;
            }

            switch (reply.Code)
            {
                case 421:
                    return Fault.Refused(DeliveryFailureKind.Refused, reply);
                case < 400 and not 235:
                    throw new SmtpProtocolException("The answer to AUTH is neither 235 nor a refusal.", reply.ToString());
            }

            // The server knows this one, so the next sign-in begins with it
            missing.ForEach(m => memory.Note(connection.Server, m.Missing));
            memory.Forget(connection.Server, mechanism.Missing);
            return reply.Code == 235
                ? new StageResult.Passed($"{mechanism.Name} as {settings.SignInName}")
                : Fault.Refused(DeliveryFailureKind.AuthenticationRefused, reply, error);
        }

        var list = offered.Count == 0 ? "no AUTH" : $"AUTH {string.Join(' ', offered)}";
        return unknown is null
            ? new Fault(DeliveryFailureKind.AuthenticationNotOffered, Detail: list)
            : Fault.Refused(
                DeliveryFailureKind.AuthenticationNotOffered,
                unknown,
                $"it lists {list}, but takes {(missing.Count > 1 ? "neither " : "no ")}{string.Join(" nor ", missing.Select(m => m.Name))} "
                + (connection.IsEncrypted ? "over an encrypted connection" : "in clear text"));
    }

    /// <summary>Whether it says that this mechanism is not known, not good enough or not understood. 5.7.9 alone is also said of passwords.</summary>
    private static bool IsOfMechanism(SmtpReply reply) =>
        reply.Code is 500 or 502 or 504
        || (reply.Code > 500
            && (reply.EnhancedCode == "5.7.4" || Array.Exists(OfMechanism, word => reply.Text.Contains(word, StringComparison.OrdinalIgnoreCase))));

    /// <summary>
    /// Those to try, in their order. For user and password each server knows one of two, and what it lists is not always true;
    /// a token is of no use where nothing for tokens is listed.
    /// </summary>
    private static IEnumerable<SaslMechanism> Choose(SmtpConnection connection, EmailProviderSettings settings, string secret, ServerMemory memory)
    {
        var offered = connection.Capabilities.Mechanisms;
        var user = settings.SignInName ?? "";
        SaslMechanism[] fitting = settings.AuthenticationType == AuthenticationType.ClientCredential
            ? [SaslMechanism.XOAuth2(user, secret), SaslMechanism.OAuthBearer(user, secret, settings.Host, settings.Port)]
            : [SaslMechanism.Plain(user, secret), SaslMechanism.Login(user, secret)];
        if (!Array.Exists(fitting, m => offered.Contains(m.Name)))
        {
            return [];
        }

        return fitting
            .Where(m => settings.AuthenticationType == AuthenticationType.Basic || offered.Contains(m.Name))
            .OrderBy(m => memory.Knows(connection.Server, m.Missing))
            .ThenBy(m => !offered.Contains(m.Name));
    }

    private static async Task<(SmtpReply Reply, string? Error)> ExchangeAsync(
        SmtpConnection connection, SaslMechanism mechanism, CancellationToken cancellationToken)
    {
        connection.Hide(mechanism.Responses[^1]);
        var responses = new Queue<string>(mechanism.Responses);
        var command = $"AUTH {mechanism.Name}";
        SmtpReply reply;
        if (mechanism.HasInitialResponse && command.Length + 1 + responses.Peek().Length + 2 <= MaxLine)
        {
            reply = await connection.CommandAsync($"{command} {responses.Dequeue()}", cancellationToken, $"{command} ***");
        }
        else
        {
            reply = await connection.CommandAsync(command, cancellationToken);
        }

        string? error = null;
        for (var challenges = 0; reply.Code == 334; challenges++)
        {
            if (challenges == MaxChallenges)
            {
                throw new SmtpProtocolException("The server does not come to an end with AUTH.");
            }

            if (responses.TryDequeue(out var response))
            {
                reply = await connection.CommandAsync(response, cancellationToken, "***");
                continue;
            }

            // With a token it says in a challenge why it refuses, and waits for an answer before its 535
            error = Decode(reply.Text);
            reply = await connection.CommandAsync(mechanism.OnError, cancellationToken);
        }

        return (reply, error);
    }

    private static string Decode(string challenge)
    {
        var bytes = new byte[challenge.Length];
        return Convert.TryFromBase64String(challenge, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : challenge;
    }
}
