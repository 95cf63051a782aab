using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;

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
    /// <summary>What a transport knows better than the tables of SMTP; null: those judge.</summary>
    public Judgement? Judged { get; init; }

    /// <summary>What the words name, where that is not what the delivery began with; null: that.</summary>
    public EmailProviderSettings? Settings { get; init; }

    /// <summary>A refusal is worth another try when the server says so with a 4yz (RFC 5321 section 4.2.1).</summary>
    public static Fault Refused(DeliveryFailureKind kind, SmtpReply reply, string? detail = null) =>
        new(kind, reply, Detail: detail, IsRetryable: reply.IsTransient);
}

/// <summary>What a failure means, said by the transport that met it.</summary>
/// <param name="Blame">Whose fault it is.</param>
/// <param name="Outcome">Whether the message may have been taken all the same.</param>
/// <param name="Advice">In words of our own; nothing of it is secret.</param>
internal sealed record Judgement(Blame Blame, FailureOutcome Outcome, DeliveryAdvice Advice)
{
    /// <summary>Of an HTTP answer; null: there was none.</summary>
    public int? Status { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public bool IsProviderReached { get; init; }
}
