using System.Globalization;
using EmailConsole.Rest;

namespace EmailConsole.SmtpServing;

/// <summary>
/// One client's conversation (RFC 5321, with PIPELINING, SIZE, 8BITMIME, SMTPUTF8, CHUNKING, STARTTLS and AUTH). What it means is the
/// door's.
/// </summary>
internal sealed partial class SmtpSession(
    SmtpConnection connection, ISmtpDoor door, ISmtpVisit visit, SmtpTls tls, MistakePauses pauses, ILogger logger, CancellationToken stopping)
{
    private readonly SmtpRules _rules = door.Rules;
    private readonly SmtpSignIn _signIn = new(connection, door.Rules, visit, stopping);
    private readonly MailTransaction _mail = new(connection, door.Rules, visit, stopping);
    private bool _isGreeted;
    private int _mistakes;
    private int _idleCommands;

    private bool MaySignIn => _rules.Mechanisms.Count > 0 && (tls == SmtpTls.None || connection.IsEncrypted);

    private bool OffersTls => tls == SmtpTls.StartTls && !connection.IsEncrypted && door.Certificate is not null;

    public async Task RunAsync()
    {
        if (tls == SmtpTls.Implicit)
        {
            if (door.Certificate is not { } certificate)
            {
                return;
            }

            await connection.EncryptAsync(certificate, _rules.BeforeSignIn);
        }

        if (_rules.IsStrict && tls != SmtpTls.Implicit && connection.HasUnread)
        {
            await SayAsync(SmtpReply.SpokeTooEarly);
            return;
        }

        connection.Reply($"220 {_rules.HostName} {_rules.Greeting}");
        while (true)
        {
            var (state, line) = await connection.ReadLineAsync(_rules.RequiresSignIn && !_signIn.IsDone ? _rules.BeforeSignIn : _rules.Command);
            var reply = state == SmtpRead.Complete ? await AnswerSafelyAsync(line) : SmtpReply.For(state);
            _mistakes += reply.IsMistake ? 1 : 0;
            if (!reply.IsLast && (!await SlowDownAsync(reply) ? SmtpReply.TooManyMistakes : FindExcess()) is { } excess)
            {
                await SayAsync(reply);
                reply = excess;
            }

            if (!await SayAsync(reply))
            {
                return;
            }
        }
    }

    // Returns whether the conversation goes on
    private async ValueTask<bool> SayAsync(SmtpReply reply)
    {
        if (reply.Text.Length > 0)
        {
            connection.Reply(reply.Text);
            if (reply.IsRefusal)
            {
                visit.Refused(reply);
            }
        }

        if (reply.IsLast)
        {
            await connection.FlushAsync();
        }

        return !reply.IsLast;
    }

    private async ValueTask<SmtpReply> AnswerSafelyAsync(string line)
    {
        try
        {
            return await AnswerAsync(line);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return SmtpReply.For(SmtpRead.Stopping);
        }
        catch (Exception e) when (e is not IOException)
        {
            // Whatever it was, the client keeps the message and comes again
            LogFailed(logger, e);
            _mail.Reset();
            return _mail.Refuse(SmtpReply.Failed);
        }
    }

    private ValueTask<SmtpReply> AnswerAsync(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var argument = space < 0 ? "" : line[(space + 1)..].Trim();
        var verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
        if (line.Length > SmtpRules.LineBytes && verb != "AUTH")
        {
            return new(SmtpReply.No(RefusalCause.Protocol, "500 5.5.6 Too long"));
        }

        switch (verb)
        {
            case "MAIL":
                return MayMail() is { } refusal ? new(_signIn.IsUndecided ? _mail.Refuse(refusal) : refusal) : _mail.SenderAsync(argument);
            case "RCPT":
                return _mail.RecipientAsync(argument);
            case "DATA":
                return EndOfMessageAsync(_mail.DataAsync());
            case "BDAT":
                // What is refused comes all the same: of somebody unknown it is not waited for
                return MayMail() is { } no ? new(no with { IsLast = true }) : EndOfMessageAsync(_mail.ChunkAsync(argument.Split(' ')));
            case "AUTH":
                return MayAuthenticate() is { } refused ? new(refused) : _signIn.AuthenticateAsync(argument);
            case "STARTTLS":
                return StartTlsAsync(argument);
        }

        _idleCommands++;
        return new(verb switch
        {
            "EHLO" => Greet(argument, isExtended: true),
            "HELO" => Greet(argument, isExtended: false),
            "RSET" => Reset(SmtpReply.Ok),
            "NOOP" => SmtpReply.Ok,
            "VRFY" => "252 2.1.5 Not looked up: hand the message over",
            "QUIT" => SmtpReply.Last("221 2.0.0 Bye"),
            "EXPN" or "HELP" or "ETRN" or "ATRN" or "TURN" => SmtpReply.No(RefusalCause.Protocol, "502 5.5.1 Not offered"),
            _ => SmtpReply.No(RefusalCause.Protocol, "500 5.5.1 Command not recognised"),
        });
    }

    private SmtpReply Greet(string name, bool isExtended)
    {
        _isGreeted = true;
        _mail.ClientName = new string([.. name.Where(c => c is > ' ' and < '\x7f').Take(255)]);
        _mail.IsExtended = isExtended;
        return Reset(isExtended ? Offers() : $"250 {_rules.HostName}");
    }

    private string Offers()
    {
        List<string> offers =
        [
            $"{_rules.HostName} greets you",
            "PIPELINING",
            string.Create(CultureInfo.InvariantCulture, $"SIZE {_rules.MaxMessageSize}"),
            "8BITMIME",
            "SMTPUTF8",
            "CHUNKING",
            .. MaySignIn ? [$"AUTH {string.Join(' ', _rules.Mechanisms)}"] : Array.Empty<string>(),
            .. OffersTls ? ["STARTTLS"] : Array.Empty<string>(),
            "ENHANCEDSTATUSCODES",
        ];
        return string.Join("\r\n", offers.Select((offer, i) => $"250{(i < offers.Count - 1 ? '-' : ' ')}{offer}"));
    }

    private async ValueTask<SmtpReply> StartTlsAsync(string argument)
    {
        if (connection.IsEncrypted)
        {
            return SmtpReply.No(RefusalCause.Protocol, "503 5.5.1 Encrypted already");
        }

        if (!OffersTls)
        {
            return SmtpReply.No(RefusalCause.Protocol, "502 5.5.1 No encryption is offered here");
        }

        if (argument.Length > 0)
        {
            return SmtpReply.No(RefusalCause.Protocol, "501 5.5.4 STARTTLS has no parameters");
        }

        // What came in the clear may be anybody's, and must not be read as the client's (CVE-2011-0411)
        if (connection.HasUnread)
        {
            return SmtpReply.SpokeBehindStartTls;
        }

        connection.Reply("220 2.0.0 Go on");
        if (!await connection.FlushAsync() || door.Certificate is not { } certificate)
        {
            return SmtpReply.For(SmtpRead.Closed);
        }

        await connection.EncryptAsync(certificate, _rules.BeforeSignIn);
        _isGreeted = false;
        _signIn.Forget();
        _mail.Reset();
        return new SmtpReply("");
    }

    private SmtpReply? MayMail() =>
        !_isGreeted ? SmtpReply.OutOfOrder
        : tls != SmtpTls.None && !connection.IsEncrypted ? SmtpReply.EncryptFirst
        : !_rules.RequiresSignIn || _signIn.IsDone ? (SmtpReply?)null
        : _signIn.IsUndecided ? SmtpReply.No(RefusalCause.SignInNotChecked, "451 4.7.0 Nobody can tell now who may send; try again later")
        : SmtpReply.SignInFirst;

    private SmtpReply? MayAuthenticate() =>
        !_isGreeted || _signIn.IsDone || _mail.IsOpen ? SmtpReply.OutOfOrder
        : _rules.Mechanisms.Count == 0 ? SmtpReply.No(RefusalCause.Protocol, "502 5.5.1 Nobody needs to sign in here")
        : MaySignIn ? (SmtpReply?)null
        : SmtpReply.EncryptFirst;

    private async ValueTask<SmtpReply> EndOfMessageAsync(ValueTask<SmtpReply> handedOver)
    {
        var reply = await handedOver;
        _idleCommands = 0;
        _mistakes = reply.IsPositive ? 0 : _mistakes;
        return reply;
    }

    /// <summary>Before a reply that is one of too many.</summary>
    /// <returns>False: so many are slowed down already that this one is ended.</returns>
    private async ValueTask<bool> SlowDownAsync(SmtpReply reply)
    {
        // Of who has signed in it is a program with a fault, whose mail may be a code
        if (!reply.IsMistake || _signIn.IsDone || _mistakes <= _rules.MistakesAtOnce || _rules.Pause == TimeSpan.Zero)
        {
            return true;
        }

        // What it has been answered already it need not wait for
        return !await connection.FlushAsync() || await pauses.TryWaitAsync(stopping);
    }

    private SmtpReply? FindExcess() =>
        _mistakes >= _rules.Mistakes ? SmtpReply.TooManyMistakes : _idleCommands >= _rules.IdleCommands ? SmtpReply.TooManyIdleCommands : (SmtpReply?)null;

    private SmtpReply Reset(SmtpReply reply)
    {
        _mail.Reset();
        return reply;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An SMTP command was answered 451, because of a fault on this side.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
