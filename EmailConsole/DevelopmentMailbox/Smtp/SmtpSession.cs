using System.Globalization;
using EmailConsole.DevelopmentMailbox.Messages;

namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>
/// One client's conversation (RFC 5321, with PIPELINING, SIZE, 8BITMIME, SMTPUTF8, CHUNKING and AUTH). Every sender,
/// recipient, user and password is accepted; credentials are read and forgotten.
/// </summary>
internal sealed class SmtpSession(SmtpConnection connection, MailboxStore store)
{
    private const string Ok = "250 2.0.0 OK";
    private const string TooLarge = "552 5.3.4 The message is larger than 25 MB";
    private const string OutOfOrder = "503 5.5.1 Not at this point";

    private readonly List<string> _recipients = [];
    private readonly List<string> _notes = [];
    private string? _sender;
    private MessageBuffer? _chunks;
    private bool _isGreeted;
    private bool _isAuthenticated;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!await connection.ReplyAsync("220 localhost EmailConsole development mailbox ESMTP", cancellationToken))
        {
            return;
        }

        for (var mistakes = 0; mistakes < SmtpLimits.Mistakes;)
        {
            var (state, line) = await connection.ReadLineAsync(cancellationToken);
            var answer = state == SmtpRead.Complete ? await AnswerAsync(line, cancellationToken) : SmtpAnswer.For(state);
            if ((answer.Text.Length > 0 && !await connection.ReplyAsync(answer.Text, cancellationToken)) || answer.IsLast)
            {
                return;
            }

            mistakes += answer.Text.StartsWith('5') ? 1 : 0;
        }

        await connection.ReplyAsync("421 4.7.0 Too many mistakes", cancellationToken);
    }

    private async Task<SmtpAnswer> AnswerAsync(string line, CancellationToken cancellationToken)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var argument = space < 0 ? "" : line[(space + 1)..].Trim();
        return (space < 0 ? line : line[..space]).ToUpperInvariant() switch
        {
            "EHLO" => Greet($"""
                250-localhost greets you
                250-PIPELINING
                250-SIZE {SmtpLimits.MessageBytes}
                250-8BITMIME
                250-SMTPUTF8
                250-CHUNKING
                250-AUTH PLAIN LOGIN XOAUTH2
                250 ENHANCEDSTATUSCODES
                """.ReplaceLineEndings("\r\n")),
            "HELO" => Greet("250 localhost"),
            "MAIL" => Mail(SmtpPath.Parse(argument, "FROM")),
            "RCPT" => Recipient(SmtpPath.Parse(argument, "TO")),
            "DATA" => await DataAsync(cancellationToken),
            "BDAT" => await ChunkAsync(argument.Split(' '), cancellationToken),
            "AUTH" => await AuthenticateAsync(argument, cancellationToken),
            "RSET" => Reset(Ok),
            "NOOP" => Ok,
            "VRFY" => "252 2.1.5 Every recipient is accepted",
            "STARTTLS" => "502 5.5.1 No encryption is offered: the mailbox is on this machine",
            "QUIT" => SmtpAnswer.Last("221 2.0.0 Bye"),
            _ => "500 5.5.1 Command not recognised",
        };
    }

    private SmtpAnswer Greet(string reply)
    {
        _isGreeted = true;
        return Reset(reply);
    }

    private SmtpAnswer Mail(SmtpPath? path)
    {
        if (!_isGreeted || _sender is not null)
        {
            return OutOfOrder;
        }

        if (path is null)
        {
            return "501 5.5.4 Expected MAIL FROM:<address>";
        }

        if (path.Parameters.Any(p => p.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase)
            && (!long.TryParse(p.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > SmtpLimits.MessageBytes)))
        {
            return TooLarge;
        }

        _sender = path.Address;
        Note(path, "MAIL FROM");
        return "250 2.1.0 OK";
    }

    private SmtpAnswer Recipient(SmtpPath? path)
    {
        if (_sender is null || _chunks is not null)
        {
            return OutOfOrder;
        }

        if (path is not { Address.Length: > 0 })
        {
            return "501 5.5.4 Expected RCPT TO:<address>";
        }

        if (_recipients.Count == SmtpLimits.Recipients)
        {
            return "452 4.5.3 Too many recipients";
        }

        _recipients.Add(path.Address);
        Note(path, "RCPT TO");
        return "250 2.1.5 OK";
    }

    private async Task<SmtpAnswer> DataAsync(CancellationToken cancellationToken)
    {
        if (_recipients.Count == 0 || _chunks is not null)
        {
            return OutOfOrder;
        }

        if (!await connection.ReplyAsync("354 End with a line that is a single dot", cancellationToken))
        {
            return SmtpAnswer.For(SmtpRead.Closed);
        }

        var message = new MessageBuffer();
        var state = await connection.ReadMessageAsync(message, cancellationToken);
        return state == SmtpRead.Complete ? Accept(message) : SmtpAnswer.For(state);
    }

    private async Task<SmtpAnswer> ChunkAsync(string[] argument, CancellationToken cancellationToken)
    {
        if (!long.TryParse(argument[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return SmtpAnswer.Last("501 5.5.4 Expected BDAT length [LAST]");
        }

        // A chunk that is refused has been sent nevertheless (RFC 3030 section 2)
        var message = _recipients.Count == 0 ? new MessageBuffer() : _chunks ??= new MessageBuffer();
        if (length > SmtpLimits.AbandonedBytes - message.Length)
        {
            return SmtpAnswer.For(SmtpRead.TooLong);
        }

        var state = await connection.ReadChunkAsync(length, message, cancellationToken);
        if (state != SmtpRead.Complete)
        {
            return SmtpAnswer.For(state);
        }

        var isLast = argument.Length > 1 && argument[1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        return _chunks is null ? OutOfOrder : isLast ? Accept(message) : Ok;
    }

    private async Task<SmtpAnswer> AuthenticateAsync(string argument, CancellationToken cancellationToken)
    {
        if (!_isGreeted || _isAuthenticated || _sender is not null)
        {
            return OutOfOrder;
        }

        var questions = SmtpCredentials.Questions(argument);
        if (questions is null)
        {
            return "504 5.5.4 PLAIN, LOGIN and XOAUTH2 are offered";
        }

        foreach (var question in questions)
        {
            var (state, line) = await connection.ReplyAsync($"334 {question}", cancellationToken)
                ? await connection.ReadLineAsync(cancellationToken)
                : (SmtpRead.Closed, "");
            if (state != SmtpRead.Complete)
            {
                return SmtpAnswer.For(state);
            }

            if (line == "*")
            {
                return "501 5.7.0 Cancelled";
            }
        }

        _isAuthenticated = true;
        return "235 2.7.0 Accepted, as any user and password";
    }

    private SmtpAnswer Accept(MessageBuffer message)
    {
        if (message.IsTooLarge)
        {
            return Reset(TooLarge);
        }

        var kept = store.Add(_sender!, [.. _recipients], message.ToMemory(), [.. _notes]);
        return Reset($"250 2.0.0 In the development mailbox, queued as {kept.Id:N}");
    }

    private SmtpAnswer Reset(string reply)
    {
        _sender = null;
        _recipients.Clear();
        _notes.Clear();
        _chunks = null;
        return reply;
    }

    // One of a kind: a message may have a hundred recipients
    private void Note(SmtpPath path, string command)
    {
        var note = path.Fault switch
        {
            PathFault.Blank => $"The program put a blank beside the colon of {command}. Strict servers refuse that: it should send {command}:<address> (RFC 5321 section 4.1.1).",
            PathFault.NoBrackets => $"The program sent the address of {command} without angle brackets. Strict servers refuse that: it should send {command}:<address> (RFC 5321 section 4.1.1).",
            _ => null,
        };
        if (note is not null && !_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }
}
