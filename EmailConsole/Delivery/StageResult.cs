using EmailConsole.Delivery.Smtp;

namespace EmailConsole.Delivery;

/// <summary>How a stage ended. A closed list.</summary>
internal abstract record StageResult
{
    private StageResult()
    {
    }

    public sealed record Passed(string Detail, string? Warning = null) : StageResult;

    public sealed record Failed(Fault Fault) : StageResult;

    public static implicit operator StageResult(Fault fault) => new Failed(fault);
}

/// <summary>The facts of a failure as a stage finds them, before the stage, the settings and the words are added.</summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Reply">The server's refusal, where it was one.</param>
/// <param name="Text">Words of others that are no reply (the token endpoint's); not scrubbed yet.</param>
/// <param name="Detail">What else was learned, for the advice.</param>
/// <param name="IsRetryable">The opposite of <see cref="DeliveryFailure.IsLasting"/>.</param>
internal sealed record Fault(
    DeliveryFailureKind Kind,
    SmtpReply? Reply = null,
    string? Text = null,
    string? Detail = null,
    bool IsRetryable = false)
{
    /// <summary>A refusal is worth another try when the server says so with a 4yz (RFC 5321 section 4.2.1).</summary>
    public static Fault Refused(DeliveryFailureKind kind, SmtpReply reply, string? detail = null) =>
        new(kind, reply, Detail: detail, IsRetryable: reply.IsTransient);
}
