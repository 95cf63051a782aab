using System.Globalization;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Delivery.Smtp;

/// <summary>MAIL, RCPT and DATA or BDAT for one message over an open connection.</summary>
/// <param name="connection">Signed in.</param>
/// <param name="message">What to send.</param>
/// <param name="plan">What goes together. The replies come in the order of the commands, so each stage reads its own.</param>
/// <param name="clock">For <see cref="LastWords"/>.</param>
internal sealed class SmtpTransaction(SmtpConnection connection, BuiltMessage message, TransferPlan plan, TimeProvider clock)
{
    private readonly List<(string Address, SmtpReply Reply)> _refused = [];

    // Null until a write failed
    private LastWords? _lastWords;

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
        try
        {
            if (plan == TransferPlan.OneGroup)
            {
                IsContentBegun = true;
                await connection.WriteGroupAsync(commands, message.Content, cancellationToken);
            }
            else
            {
                await connection.WriteAsync(commands, cancellationToken);
            }
        }
        catch (Exception e) when (LastWords.MayFollow(e, connection))
        {
            _lastWords = new LastWords(connection, e, clock);
        }

        var reply = await ReadAsync(cancellationToken);
        if (reply.IsPositive)
        {
            return new StageResult.Passed(message.Sender);
        }

        await RefusedGroup.LeaveAsync(connection, plan, message.Recipients.Count, cancellationToken);
        return Fault.Refused(IsTooLarge(reply) ? DeliveryFailureKind.MessageTooLarge : DeliveryFailureKind.Refused, reply, message.Sender);
    }

    /// <param name="extend">Called after each reply but the last: every recipient has the time limit to itself (RFC 5321 section 4.5.3.2.3).</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    public async Task<StageResult> RecipientsAsync(Action extend, CancellationToken cancellationToken)
    {
        for (var i = 0; i < message.Recipients.Count; i++)
        {
            if (i > 0)
            {
                extend();
            }

            var recipient = message.Recipients[i];
            var reply = IsPipelined
                ? await ReadAsync(cancellationToken)
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
            await RefusedGroup.LeaveAsync(connection, plan, 0, cancellationToken);

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
        if (plan is TransferPlan.OneByOne or TransferPlan.PipelinedData && await GoAheadAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        if (plan != TransferPlan.OneGroup)
        {
            IsContentBegun = true;
            extend();
            await WriteContentAsync(cancellationToken);
        }

        var final = await ReadAsync(cancellationToken);
        if (final.Code is >= 300 and < 400)
        {
            throw Nonsense("The answer to the message is neither an acceptance nor a refusal.", final);
        }

        if (!final.IsPositive)
        {
            return Fault.Refused(IsTooLarge(final) ? DeliveryFailureKind.MessageTooLarge : DeliveryFailureKind.Refused, final);
        }

        // The server's yes to what it cannot have in full is worth nothing
        _lastWords?.Throw();
        Accepted = final;
        return new StageResult.Passed(final.ToString());
    }

    private async Task WriteContentAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (plan == TransferPlan.Chunk)
            {
                await connection.WriteGroupAsync([TransferCommands.Bdat(message)], message.Content, cancellationToken);
                return;
            }

            using var encoded = DotStuffing.Encode(message.Content.Span);
            await connection.WriteContentAsync(encoded.Written, cancellationToken);
        }
        catch (Exception e) when (LastWords.MayFollow(e, connection))
        {
            _lastWords = new LastWords(connection, e, clock);
        }
    }

    private Task<SmtpReply> ReadAsync(CancellationToken cancellationToken) => _lastWords?.ReadAsync() ?? connection.ReadReplyAsync(cancellationToken);

    /// <returns>Null: the server waits for the content.</returns>
    private async Task<Fault?> GoAheadAsync(CancellationToken cancellationToken)
    {
        var reply = plan == TransferPlan.PipelinedData
            ? await ReadAsync(cancellationToken)
            : await connection.CommandAsync("DATA", cancellationToken);
        return reply.Code == 354 ? null
            : reply.Code >= 400 ? Fault.Refused(DeliveryFailureKind.Refused, reply)
            : throw Nonsense("The answer to DATA is neither 354 nor a refusal.", reply);
    }

    /// <summary>In step by the count of replies, but nobody knows what the server waits for.</summary>
    private SmtpProtocolException Nonsense(string message, SmtpReply reply)
    {
        connection.Distrust();
        return new SmtpProtocolException(message, reply.ToString());
    }

    private static bool IsTooLarge(SmtpReply reply) => reply.EnhancedCode is "5.3.4" or "5.2.3";
}
