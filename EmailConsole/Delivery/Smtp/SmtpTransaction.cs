using System.Globalization;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Delivery.Smtp;

/// <summary>MAIL, RCPT and DATA for one message over an open connection.</summary>
internal sealed class SmtpTransaction(SmtpConnection connection, BuiltMessage message)
{
    private readonly List<(string Address, SmtpReply Reply)> _refused = [];

    /// <summary>The recipients the server refused, with its words.</summary>
    public IReadOnlyList<(string Address, SmtpReply Reply)> Refused => _refused;

    /// <summary>The server's last word; null until it took the message.</summary>
    public SmtpReply? Accepted { get; private set; }

    /// <summary>Whether the server may have the message, or a part of it, though <see cref="Accepted"/> is null.</summary>
    public bool IsContentBegun { get; private set; }

    public async Task<StageResult> SenderAsync(CancellationToken cancellationToken)
    {
        var capabilities = connection.Capabilities;
        if (message.NeedsSmtpUtf8 && !capabilities.SmtpUtf8)
        {
            return new Fault(DeliveryFailureKind.SmtpUtf8NotOffered, Detail: message.InternationalAddress);
        }

        if (capabilities.MaxSize is { } most && message.Content.Length > most)
        {
            return new Fault(
                DeliveryFailureKind.MessageTooLarge,
                Detail: string.Create(CultureInfo.InvariantCulture, $"the message has {message.Content.Length} bytes, the server takes {most}"));
        }

        // RFC 2920: MAIL and all RCPT in one group. The replies come in the order of the commands, so each stage reads its own
        var mail = MailCommand(capabilities);
        await connection.WriteAsync(
            capabilities.Pipelining ? [mail, .. message.Recipients.Select(RcptCommand)] : [mail], cancellationToken);
        var reply = await connection.ReadReplyAsync(cancellationToken);
        if (reply.IsPositive)
        {
            return new StageResult.Passed(message.Sender);
        }

        if (capabilities.Pipelining && connection.IsInStep)
        {
            await SkipRepliesAsync(cancellationToken);
        }

        return Fault.Refused(IsTooLarge(reply) ? DeliveryFailureKind.MessageTooLarge : DeliveryFailureKind.Refused, reply, message.Sender);
    }

    public async Task<StageResult> RecipientsAsync(CancellationToken cancellationToken)
    {
        foreach (var recipient in message.Recipients)
        {
            var reply = connection.Capabilities.Pipelining
                ? await connection.ReadReplyAsync(cancellationToken)
                : await connection.CommandAsync(RcptCommand(recipient), cancellationToken);
            if (reply.Code == 421)
            {
                return Fault.Refused(DeliveryFailureKind.Refused, reply, recipient);
            }

            if (!reply.IsPositive)
            {
                _refused.Add((recipient, reply));
            }
        }

        if (_refused.Count == message.Recipients.Count)
        {
            // Worth another try as long as one of them is
            var first = _refused.Find(r => r.Reply.IsTransient) is { Reply: not null } transient ? transient : _refused[0];
            return Fault.Refused(DeliveryFailureKind.RecipientRefused, first.Reply, string.Join(", ", _refused.Select(r => r.Address)));
        }

        return new StageResult.Passed(
            string.Join(", ", message.Recipients.Except(_refused.Select(r => r.Address))),
            _refused.Count == 0 ? null : "Refused: " + string.Join("; ", _refused.Select(r => $"{r.Address} ({r.Reply})")));
    }

    /// <param name="goAhead">The time limit for the server's 354; the message itself has that of the stage.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Leaves the connection unusable, and unknown what became of the message.</param>
    public async Task<StageResult> ContentAsync(TimeSpan goAhead, TimeProvider clock, CancellationToken cancellationToken)
    {
        using (var timer = new CancellationTokenSource(goAhead, clock))
        using (var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken))
        {
            var reply = await connection.CommandAsync("DATA", both.Token);
            if (reply.Code != 354)
            {
                return reply.Code >= 400
                    ? Fault.Refused(DeliveryFailureKind.Refused, reply)
                    : throw new SmtpProtocolException("The answer to DATA is neither 354 nor a refusal.", reply.ToString());
            }
        }

        IsContentBegun = true;
        await connection.WriteContentAsync(DotStuffing.Encode(message.Content.Span), cancellationToken);
        var final = await connection.ReadReplyAsync(cancellationToken);
        if (!final.IsPositive)
        {
            return Fault.Refused(IsTooLarge(final) ? DeliveryFailureKind.MessageTooLarge : DeliveryFailureKind.Refused, final);
        }

        Accepted = final;
        return new StageResult.Passed(final.ToString());
    }

    private static bool IsTooLarge(SmtpReply reply) => reply.EnhancedCode is "5.3.4" or "5.2.3";

    private static string RcptCommand(string recipient) => $"RCPT TO:<{recipient}>";

    private string MailCommand(SmtpCapabilities capabilities)
    {
        var size = capabilities.Size ? string.Create(CultureInfo.InvariantCulture, $" SIZE={message.Content.Length}") : "";
        var utf8 = message.NeedsSmtpUtf8 ? " SMTPUTF8" : "";

        // RFC 6531 section 3.6: headers in UTF-8 are 8-bit data
        var body = message.NeedsSmtpUtf8 && capabilities.EightBitMime ? " BODY=8BITMIME" : "";
        return $"MAIL FROM:<{message.Sender}>{size}{body}{utf8}";
    }

    private async Task SkipRepliesAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < message.Recipients.Count && connection.IsInStep; i++)
        {
            await connection.ReadReplyAsync(cancellationToken);
        }
    }
}
