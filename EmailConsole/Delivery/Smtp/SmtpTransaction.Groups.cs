using System.Net.Sockets;

namespace EmailConsole.Delivery.Smtp;

/// <summary>What becomes of a group that a server has lost count of.</summary>
internal sealed partial class SmtpTransaction
{
    private static readonly string[] OutOfStep = ["synchroni", "pipelin"];

    /// <summary>"Bad sequence", or a command not known that every server knows: it has lost count of the group.</summary>
    private static bool IsOutOfStep(SmtpReply reply) =>
        reply.Code is 500 or 502 or 503 || (!reply.IsPositive && Array.Exists(OutOfStep, word => reply.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The address is malformed, or what came behind the first line was taken for a part of it.</summary>
    private static bool IsOfSyntax(SmtpReply reply) => reply.Code is 501 or 555;

    /// <summary>Reads the rest of a group that can come to nothing, and tells whether its refusal is one of the message.</summary>
    /// <param name="refusal">Of MAIL or of all recipients.</param>
    /// <param name="unanswered">How many RCPT have no reply yet.</param>
    /// <param name="extend">Called where everything goes once more.</param>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    /// <returns>Null: the server may have lost count of the group, and can be asked command by command.</returns>
    private async Task<Fault?> LeaveAsync(Fault refusal, int unanswered, Action extend, CancellationToken cancellationToken)
    {
        if (!IsPipelined)
        {
            return refusal;
        }

        var reply = _refused.Find(r => IsOutOfStep(r.Reply)).Reply ?? refusal.Reply!;
        var isOutOfStep = IsOutOfStep(reply) || IsOfSyntax(reply);
        var isWhole = await RefusedGroup.LeaveAsync(connection, _plan, unanswered, cancellationToken);
        _answered = GroupSize;
        if (!isOutOfStep && (isWhole || connection.IsGroupProven || _plan == TransferPlan.OneGroup))
        {
            return refusal;
        }

        return isWhole ? await ResetAsync(reply, extend, cancellationToken) : Lost(reply);
    }

    /// <summary>The same where only some of the recipients were answered out of step.</summary>
    private async Task<Fault?> LeaveSomeAsync(SmtpReply outOfStep, Action extend, CancellationToken cancellationToken)
    {
        if (_plan == TransferPlan.PipelinedData && (await ReadAsync(cancellationToken)).Code < 400)
        {
            // It waits for the content on behalf of some of the recipients. Without it nobody gets anything
            connection.Distrust();
        }

        return await ResetAsync(outOfStep, extend, cancellationToken);
    }

    /// <summary>Back to before MAIL: nothing of the message has gone yet.</summary>
    /// <returns>Null: the server is ready for one command after the other.</returns>
    private async Task<Fault?> ResetAsync(SmtpReply reply, Action extend, CancellationToken cancellationToken)
    {
        extend();
        if (!await IsResetAsync(cancellationToken))
        {
            return Lost(reply);
        }

        // Where it was in the group, it came without a single recipient
        IsContentBegun = false;
        _plan = TransferPlan.OneByOne;
        _refused.Clear();
        return null;
    }

    private async Task<bool> IsResetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return connection is { IsInStep: true, HasLeftOvers: false } && (await connection.CommandAsync("RSET", cancellationToken)).IsPositive;
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or SmtpProtocolException)
        {
            return false;
        }
    }

    /// <summary>The envelope once more, command by command.</summary>
    private async Task<StageResult> EnvelopeAsync(Action extend, CancellationToken cancellationToken)
    {
        if (await SenderAsync(extend, cancellationToken) is StageResult.Failed refused)
        {
            return refused;
        }

        var recipients = await RecipientsAsync(extend, cancellationToken);
        IsGroupLost = recipients is StageResult.Passed;
        return recipients;
    }

    /// <summary>What the server said to the group is about neither the sender nor the recipients.</summary>
    private Fault Lost(SmtpReply reply)
    {
        connection.Distrust();
        IsGroupLost = true;
        IsContentBegun = false;
        _refused.Clear();
        return new Fault(DeliveryFailureKind.ConnectionLost, Text: reply.ToString(), Detail: GroupLost, IsRetryable: true);
    }
}
