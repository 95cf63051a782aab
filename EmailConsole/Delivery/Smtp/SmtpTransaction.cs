using System.Globalization;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Delivery.Smtp;

/// <summary>MAIL, RCPT and DATA or BDAT for one message over an open connection.</summary>
/// <param name="connection">Signed in.</param>
/// <param name="message">What to send.</param>
/// <param name="plan">What goes together. The replies come in the order of the commands, so each stage reads its own.</param>
internal sealed class SmtpTransaction(SmtpConnection connection, BuiltMessage message, TransferPlan plan)
{
    private readonly List<(string Address, SmtpReply Reply)> _refused = [];

    /// <summary>The recipients the server refused, with its words.</summary>
    public IReadOnlyList<(string Address, SmtpReply Reply)> Refused => _refused;

    /// <summary>The server's last word; null until it took the message.</summary>
    public SmtpReply? Accepted { get; private set; }

    /// <summary>Whether the server may have the message, or a part of it, though <see cref="Accepted"/> is null.</summary>
    public bool IsContentBegun { get; private set; }

    private bool IsPipelined => plan != TransferPlan.OneByOne;

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

        var commands = TransferCommands.First(plan, message, capabilities);
        if (plan == TransferPlan.OneGroup)
        {
            IsContentBegun = true;
            await connection.WriteGroupAsync(commands, message.Content, cancellationToken);
        }
        else
        {
            await connection.WriteAsync(commands, cancellationToken);
        }

        var reply = await connection.ReadReplyAsync(cancellationToken);
        if (reply.IsPositive)
        {
            return new StageResult.Passed(message.Sender);
        }

        if (IsPipelined)
        {
            await SkipRepliesAsync(message.Recipients.Count, cancellationToken);
            await RefuseContentAsync(cancellationToken);
        }

        return Fault.Refused(IsTooLarge(reply) ? DeliveryFailureKind.MessageTooLarge : DeliveryFailureKind.Refused, reply, message.Sender);
    }

    public async Task<StageResult> RecipientsAsync(CancellationToken cancellationToken)
    {
        foreach (var recipient in message.Recipients)
        {
            var reply = IsPipelined
                ? await connection.ReadReplyAsync(cancellationToken)
                : await connection.CommandAsync(TransferCommands.Rcpt(recipient), cancellationToken);
            if (reply.Code == 421)
            {
                return Fault.Refused(DeliveryFailureKind.Refused, reply, recipient);
            }

            if (!reply.IsPositive)
            {
                _refused.Add((recipient, reply));
            }
        }

        if (_refused.Count == 0)
        {
            return new StageResult.Passed(message.Recipients.Count == 1 ? message.Recipients[0] : string.Join(", ", message.Recipients));
        }

        if (_refused.Count == message.Recipients.Count)
        {
            await RefuseContentAsync(cancellationToken);

            // Worth another try as long as one of them is
            var first = _refused.Find(r => r.Reply.IsTransient) is { Reply: not null } transient ? transient : _refused[0];
            return Fault.Refused(DeliveryFailureKind.RecipientRefused, first.Reply, string.Join(", ", _refused.Select(r => r.Address)));
        }

        return new StageResult.Passed(
            string.Join(", ", message.Recipients.Except(_refused.Select(r => r.Address))),
            "Refused: " + string.Join("; ", _refused.Select(r => $"{r.Address} ({r.Reply})")));
    }

    /// <param name="extend">Called when the message itself goes over the wire: it has a longer time limit than the server's 354.</param>
    /// <param name="cancellationToken">Leaves the connection unusable, and unknown what became of the message.</param>
    public async Task<StageResult> ContentAsync(Action extend, CancellationToken cancellationToken)
    {
        if (plan is TransferPlan.OneByOne or TransferPlan.PipelinedData)
        {
            if (await GoAheadAsync(cancellationToken) is { } refused)
            {
                return refused;
            }

            IsContentBegun = true;
            extend();
            using var encoded = DotStuffing.Encode(message.Content.Span);
            await connection.WriteContentAsync(encoded.Written, cancellationToken);
        }
        else if (plan == TransferPlan.Chunk)
        {
            IsContentBegun = true;
            extend();
            await connection.WriteGroupAsync([TransferCommands.Bdat(message)], message.Content, cancellationToken);
        }

        var final = await connection.ReadReplyAsync(cancellationToken);
        if (final.Code is >= 300 and < 400)
        {
            throw new SmtpProtocolException("The answer to the message is neither an acceptance nor a refusal.", final.ToString());
        }

        if (!final.IsPositive)
        {
            return Fault.Refused(IsTooLarge(final) ? DeliveryFailureKind.MessageTooLarge : DeliveryFailureKind.Refused, final);
        }

        Accepted = final;
        return new StageResult.Passed(final.ToString());
    }

    /// <returns>Null: the server waits for the content.</returns>
    private async Task<Fault?> GoAheadAsync(CancellationToken cancellationToken)
    {
        var reply = plan == TransferPlan.PipelinedData
            ? await connection.ReadReplyAsync(cancellationToken)
            : await connection.CommandAsync("DATA", cancellationToken);
        return reply.Code == 354 ? null
            : reply.Code >= 400 ? Fault.Refused(DeliveryFailureKind.Refused, reply)
            : throw new SmtpProtocolException("The answer to DATA is neither 354 nor a refusal.", reply.ToString());
    }

    /// <summary>Reads what the server says to content that has no recipient; a server that waits for it gets none (RFC 2920 section 3.1).</summary>
    private async Task RefuseContentAsync(CancellationToken cancellationToken)
    {
        if (plan is not (TransferPlan.PipelinedData or TransferPlan.OneGroup) || connection.IsClosing)
        {
            return;
        }

        var reply = await connection.ReadReplyAsync(cancellationToken);
        if (plan == TransferPlan.PipelinedData && reply.Code == 354)
        {
            await connection.WriteContentAsync(".\r\n"u8.ToArray(), cancellationToken);
            await connection.ReadReplyAsync(cancellationToken);
        }
        else if (reply.Code < 400)
        {
            connection.Distrust();
        }
    }

    private static bool IsTooLarge(SmtpReply reply) => reply.EnhancedCode is "5.3.4" or "5.2.3";

    private async Task SkipRepliesAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count && !connection.IsClosing; i++)
        {
            await connection.ReadReplyAsync(cancellationToken);
        }
    }
}
