using EmailConsole.Rest;

namespace EmailConsole.SmtpServing;

/// <summary>Who a client is, on one connection (AUTH, RFC 4954).</summary>
internal sealed class SmtpSignIn(SmtpConnection connection, SmtpRules rules, ISmtpVisit visit, CancellationToken stopping)
{
    private int _failed;

    /// <summary>Whether the client may hand over mail.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Nobody could say it. Mail is put off then, not refused: some clients go on without having signed in (Exim), and would give the message back.</summary>
    public bool IsUndecided { get; private set; }

    /// <summary>After STARTTLS the client begins anew.</summary>
    public void Forget() => (IsDone, IsUndecided) = (false, false);

    public async ValueTask<SmtpReply> AuthenticateAsync(string argument)
    {
        if (_failed >= rules.FailedSignIns)
        {
            return SmtpReply.TooManySignIns;
        }

        var space = argument.IndexOf(' ', StringComparison.Ordinal);
        var mechanism = (space < 0 ? argument : argument[..space]).ToUpperInvariant();
        var initial = space < 0 ? null : argument[(space + 1)..];
        if (!rules.Mechanisms.Contains(mechanism))
        {
            return SmtpReply.No(RefusalCause.Mechanism, $"504 5.5.4 {string.Join(", ", rules.Mechanisms.SkipLast(1))} and {rules.Mechanisms[^1]} are offered");
        }

        var (first, refused) = await AskAsync(initial, mechanism == "LOGIN" ? SaslResponse.AskUserName : "");
        if (first is null)
        {
            return refused;
        }

        SmtpCredentials? credentials;
        if (mechanism == "LOGIN")
        {
            (var password, refused) = await AskAsync(null, SaslResponse.AskPassword);
            if (password is null)
            {
                return refused;
            }

            credentials = SaslResponse.Login(first, password);
        }
        else
        {
            credentials = mechanism == "PLAIN" ? SaslResponse.Plain(first) : SaslResponse.Bearer(first);
        }

        // Until the door has said it, and where it does not
        (IsDone, IsUndecided) = (false, true);
        var reply = await visit.SignInAsync(credentials ?? new SmtpCredentials(mechanism, "", ""), stopping);
        _failed += reply.Text.StartsWith('5') ? 1 : 0;
        (IsDone, IsUndecided) = (reply.IsPositive, reply.Text.StartsWith('4'));
        return reply;
    }

    /// <param name="response">What the client has said already; null: it is asked.</param>
    /// <param name="question">In base64.</param>
    private async ValueTask<(byte[]? Octets, SmtpReply Refused)> AskAsync(string? response, string question)
    {
        if (response is null)
        {
            connection.Reply($"334 {question}");
            (var state, response) = await connection.ReadLineAsync(rules.BeforeSignIn);
            if (state != SmtpRead.Complete)
            {
                return (null, SmtpReply.For(state));
            }

            if (response == "*")
            {
                return (null, SmtpReply.No(RefusalCause.Protocol, "501 5.7.0 Cancelled"));
            }
        }

        return SaslResponse.Decode(response) is { } octets ? (octets, default) : (null, SmtpReply.No(RefusalCause.Protocol, "501 5.5.2 That is no base64"));
    }
}
