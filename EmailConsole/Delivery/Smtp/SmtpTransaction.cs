using System.Globalization;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Delivery.Smtp;

/// <summary>MAIL, RCPT and DATA or BDAT for one message over an open connection.</summary>
/// <param name="connection">Signed in.</param>
/// <param name="message">What to send.</param>
/// <param name="plan">What goes together. The replies come in the order of the commands, so each stage reads its own.</param>
/// <param name="mayGo">Asked once more where the content goes apart from the envelope; null: it may.</param>
/// <param name="clock">For <see cref="LastWords"/>.</param>
internal sealed partial class SmtpTransaction(
    SmtpConnection connection, BuiltMessage message, TransferPlan plan, Func<CancellationToken, ValueTask<bool>>? mayGo, TimeProvider clock)
{
    /// <summary>The detail of a failure that comes from commands having gone together.</summary>
    public const string GroupLost = "commands that went together (PIPELINING) got lost; the next attempt sends them one by one";

    /// <summary>The detail of a failure for want of SMTPUTF8 that is no address's.</summary>
    public const string Utf8Header = "its header is in UTF-8";

    private readonly List<(string Address, SmtpReply Reply)> _refused = [];

    // One by one once the server has lost count of a group
    private TransferPlan _plan = plan;
    private int _answered;

    // Null until a write failed
    private LastWords? _lastWords;

    /// <summary>The recipients the server refused, with its words.</summary>
    public IReadOnlyList<(string Address, SmtpReply Reply)> Refused => _refused;

    /// <summary>The server's last word; null until it took the message.</summary>
    public SmtpReply? Accepted { get; private set; }

    /// <summary>Whether the server may have the message, or a part of it, though <see cref="Accepted"/> is null.</summary>
    public bool IsContentBegun { get; private set; }

    /// <summary>The server lost count of commands that came in one group: command by command it took them, or it cannot be asked.</summary>
    public bool IsGroupLost { get; private set; }

    /// <summary>
    /// Replies to the commands of a group are missing, and nothing of the content has gone. With the content in the group a
    /// server may take its time.
    /// </summary>
    public bool AwaitsGroup =>
        _plan is TransferPlan.PipelinedData or TransferPlan.Chunk && !connection.IsGroupProven && !IsContentBegun && _answered < GroupSize;

    /// <summary>Whether the server has answered to a part of the group.</summary>
    public bool HasAnswered => _answered > 0;

    /// <summary>Whether its commands go in groups.</summary>
    public bool IsPipelined => _plan != TransferPlan.OneByOne;

    private int GroupSize => 1 + message.Recipients.Count + (_plan == TransferPlan.PipelinedData ? 1 : 0);

    /// <param name="extend">Called where the command goes once more.</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    public async Task<StageResult> SenderAsync(Action extend, CancellationToken cancellationToken)
    {
        var capabilities = connection.Capabilities;
        if (message.NeedsSmtpUtf8 && !capabilities.SmtpUtf8)
        {
            return new Fault(DeliveryFailureKind.SmtpUtf8NotOffered, Detail: message.InternationalAddress ?? Utf8Header);
        }

        if (message.NeedsEightBit && !capabilities.EightBitMime)
        {
            return new Fault(DeliveryFailureKind.EightBitMimeNotOffered);
        }

        if (capabilities.MaxSize is { } most && message.Size > most)
        {
            return new Fault(
                DeliveryFailureKind.MessageTooLarge,
                Detail: string.Create(CultureInfo.InvariantCulture, $"the message has {message.Size} bytes, the server takes {most}"));
        }

        var commands = TransferCommands.First(_plan, message, capabilities);
        try
        {
            if (_plan == TransferPlan.OneGroup)
            {
                IsContentBegun = true;
                await connection.WriteGroupAsync(commands, message.Added, message.Content, cancellationToken);
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

        var refusal = Fault.Refused(IsTooLarge(reply) ? DeliveryFailureKind.MessageTooLarge : DeliveryFailureKind.Refused, reply, message.Sender);
        if (await LeaveAsync(refusal, message.Recipients.Count, extend, cancellationToken) is { } failed)
        {
            return failed;
        }

        var alone = await SenderAsync(extend, cancellationToken);
        IsGroupLost = alone is StageResult.Passed;
        return alone;
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
                return IsPipelined && IsOutOfStep(reply) ? Lost(reply) : Fault.Refused(DeliveryFailureKind.Refused, reply, recipient);
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
            // Worth another try as long as one of them is
            var first = _refused.Find(r => r.Reply.IsTransient) is { Reply: not null } transient ? transient : _refused[0];
            var refusal = Fault.Refused(DeliveryFailureKind.RecipientRefused, first.Reply, string.Join(", ", _refused.Select(r => r.Address)));
            return await LeaveAsync(refusal, 0, extend, cancellationToken) ?? await EnvelopeAsync(extend, cancellationToken);
        }

        if (IsPipelined && _plan != TransferPlan.OneGroup && _refused.Find(r => IsOutOfStep(r.Reply)) is { Reply: { } outOfStep })
        {
            return await LeaveSomeAsync(outOfStep, extend, cancellationToken) ?? await EnvelopeAsync(extend, cancellationToken);
        }

        return new StageResult.Passed(
            string.Join(", ", message.Recipients.Except(_refused.Select(r => r.Address))),
            "Refused: " + string.Join("; ", _refused.Select(r => $"{r.Address} ({r.Reply})")));
    }

    /// <param name="extend">Called when the message itself goes over the wire: it has a longer time limit than the server's 354.</param>
    /// <param name="cancellationToken">Leaves the connection unusable, and unknown what became of the message.</param>
    public async Task<StageResult> ContentAsync(Action extend, CancellationToken cancellationToken)
    {
        if (_plan is TransferPlan.OneByOne or TransferPlan.PipelinedData && await GoAheadAsync(extend, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (_plan != TransferPlan.OneGroup)
        {
            if (mayGo is not null && !await mayGo(cancellationToken))
            {
                // Without the content nobody gets anything
                connection.Distrust();
                return new Fault(DeliveryFailureKind.Cancelled);
            }

            IsContentBegun = true;
            extend();
            await WriteContentAsync(cancellationToken);
        }

        var final = await ReadFinalAsync(cancellationToken);
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
        connection.IsGroupProven |= IsPipelined;
        Accepted = final;
        return new StageResult.Passed(final.ToString());
    }

    private async Task WriteContentAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_plan == TransferPlan.Chunk)
            {
                await connection.WriteGroupAsync([TransferCommands.Bdat(message)], message.Added, message.Content, cancellationToken);
                return;
            }

            await connection.WriteContentAsync(message.Added, message.Content, cancellationToken);
        }
        catch (Exception e) when (LastWords.MayFollow(e, connection))
        {
            _lastWords = new LastWords(connection, e, clock);
        }
    }

    private async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var reply = await (_lastWords?.ReadAsync() ?? connection.ReadReplyAsync(cancellationToken));
        _answered++;
        return reply;
    }

    /// <summary>
    /// The code stands in every line of a reply (RFC 5321 section 4.2.1), so the first says whether the server has taken the
    /// message. Whatever becomes of the rest, a message that was taken must not be sent again.
    /// </summary>
    private async Task<SmtpReply> ReadFinalAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (Exception) when (_lastWords is null && connection.Begun is { IsFinal: true })
        {
            connection.Distrust();
            return connection.Begun;
        }
    }

    /// <returns>Null: the server waits for the content.</returns>
    private async Task<StageResult?> GoAheadAsync(Action extend, CancellationToken cancellationToken)
    {
        var wasPipelined = IsPipelined;
        var reply = wasPipelined ? await ReadAsync(cancellationToken) : await connection.CommandAsync("DATA", cancellationToken);
        if (wasPipelined && (IsOutOfStep(reply) || IsOfSyntax(reply)))
        {
            return await ResetAsync(reply, extend, cancellationToken)
                ?? (await EnvelopeAsync(extend, cancellationToken) is StageResult.Failed failed ? failed : await GoAheadAsync(extend, cancellationToken));
        }

        StageResult Refusal() => reply.Code >= 400
            ? Fault.Refused(DeliveryFailureKind.Refused, reply)
            : throw Nonsense("The answer to DATA is neither 354 nor a refusal.", reply);
        return reply.Code == 354 ? null : Refusal();
    }

    /// <summary>In step by the count of replies, but nobody knows what the server waits for.</summary>
    private SmtpProtocolException Nonsense(string message, SmtpReply reply)
    {
        connection.Distrust();
        return new SmtpProtocolException(message, reply.ToString());
    }

    private static bool IsTooLarge(SmtpReply reply) => reply.EnhancedCode is "5.3.4" or "5.2.3";
}
