using System.Text;
using EmailConsole.EmailProviders;
using MailKit.Security;

namespace EmailConsole.Delivery.Smtp;

/// <summary>AUTH (RFC 4954) with one attempt only: repeated failures lock mailboxes.</summary>
internal static class SmtpAuthentication
{
    // The command line of a stock Postfix; a token of Microsoft's passes it
    private const int MaxLine = 2_048;
    private const int MaxChallenges = 4;

    // The challenges of these three mechanisms carry nothing, and some servers do not even encode them
    private const string AnyChallenge = "Og==";

    /// <param name="connection">After EHLO.</param>
    /// <param name="settings">Basic takes PLAIN, else LOGIN; client credentials take XOAUTH2.</param>
    /// <param name="secret">The password or the access token.</param>
    /// <param name="run">Told of every form of the secret that goes over the wire.</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    public static async Task<StageResult> AuthenticateAsync(
        SmtpConnection connection, EmailProviderSettings settings, string secret, DeliveryRun run, CancellationToken cancellationToken)
    {
        var offered = connection.Capabilities.Mechanisms;
        if (Choose(settings, secret, offered) is not { } mechanism)
        {
            return new Fault(
                DeliveryFailureKind.AuthenticationNotOffered,
                Detail: offered.Count == 0 ? "no AUTH" : $"AUTH {string.Join(' ', offered)}");
        }

        var (reply, error) = await ExchangeAsync(connection, mechanism, run, cancellationToken);
        return reply.Code switch
        {
            235 => new StageResult.Passed($"{mechanism.MechanismName} as {mechanism.Credentials.UserName}"),
            421 => Fault.Refused(DeliveryFailureKind.Refused, reply),

            // Not known or not implemented is no word on the credentials: neither another password nor a new token would help
            500 or 502 or 504 => Fault.Refused(
                DeliveryFailureKind.AuthenticationNotOffered,
                reply,
                $"it lists AUTH {string.Join(' ', offered)}, but does not take {mechanism.MechanismName}"),
            >= 400 => Fault.Refused(DeliveryFailureKind.AuthenticationRefused, reply, error),
            _ => throw new SmtpProtocolException("The answer to AUTH is neither 235 nor a refusal.", reply.ToString()),
        };
    }

    private static SaslMechanism? Choose(EmailProviderSettings settings, string secret, IReadOnlyList<string> offered)
    {
        if (settings.AuthenticationType == AuthenticationType.ClientCredential)
        {
            return offered.Contains("XOAUTH2") ? new SaslMechanismOAuth2(settings.SignInName!, secret) : null;
        }

        var user = settings.Username ?? "";
        return offered.Contains("PLAIN") ? new SaslMechanismPlain(Encoding.UTF8, user, secret)
            : offered.Contains("LOGIN") ? new SaslMechanismLogin(Encoding.UTF8, user, secret)
            : null;
    }

    private static async Task<(SmtpReply Reply, string? Error)> ExchangeAsync(
        SmtpConnection connection, SaslMechanism mechanism, DeliveryRun run, CancellationToken cancellationToken)
    {
        var command = $"AUTH {mechanism.MechanismName}";
        var response = mechanism.SupportsInitialResponse ? await NextAsync(mechanism, null, run, cancellationToken) : null;
        SmtpReply reply;
        if (response is not null && command.Length + 1 + response.Length + 2 <= MaxLine)
        {
            reply = await connection.CommandAsync($"{command} {response}", cancellationToken, $"{command} ***");
            response = null;
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

            if (response is null && mechanism.IsAuthenticated)
            {
                // XOAUTH2 says in a challenge why it refuses, and waits for an empty line before its 535
                error = Decode(reply.Text);
                reply = await connection.CommandAsync("", cancellationToken);
                continue;
            }

            response ??= await NextAsync(mechanism, AnyChallenge, run, cancellationToken);
            reply = await connection.CommandAsync(response, cancellationToken, "***");
            response = null;
        }

        return (reply, error);
    }

    private static async Task<string> NextAsync(
        SaslMechanism mechanism, string? challenge, DeliveryRun run, CancellationToken cancellationToken)
    {
        var response = await mechanism.ChallengeAsync(challenge, cancellationToken) ?? "";
        if (mechanism is not SaslMechanismLogin || mechanism.IsAuthenticated)
        {
            run.Hide(response);
        }

        return response;
    }

    private static string Decode(string challenge)
    {
        var bytes = new byte[challenge.Length];
        return Convert.TryFromBase64String(challenge, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : challenge;
    }
}
