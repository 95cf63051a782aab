using System.Runtime.InteropServices;

namespace EmailConsole.Outbox;

/// <summary>Messages of a tenant by state, as committed.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EmailCounts(long Queued, long Retrying, long Delivered, long Failed, long Expired, long Cancelled)
{
    /// <summary>Those that an attempt is still to come for.</summary>
    public long Waiting => Queued + Retrying;

    public static EmailCounts operator +(EmailCounts a, EmailCounts b) => new(
        a.Queued + b.Queued, a.Retrying + b.Retrying, a.Delivered + b.Delivered, a.Failed + b.Failed, a.Expired + b.Expired, a.Cancelled + b.Cancelled);

    public static EmailCounts Add(EmailCounts left, EmailCounts right) => left + right;

    public long Of(EmailState state) => state switch
    {
        EmailState.Queued => Queued,
        EmailState.Retrying => Retrying,
        EmailState.Delivered => Delivered,
        EmailState.Failed => Failed,
        EmailState.Expired => Expired,
        EmailState.Cancelled => Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state that is stored."),
    };

    public EmailCounts With(EmailState state, long change) => state switch
    {
        EmailState.Queued or EmailState.Sending or EmailState.Scheduled => this with { Queued = Queued + change },
        EmailState.Retrying => this with { Retrying = Retrying + change },
        EmailState.Delivered => this with { Delivered = Delivered + change },
        EmailState.Failed => this with { Failed = Failed + change },
        EmailState.Expired => this with { Expired = Expired + change },
        EmailState.Cancelled => this with { Cancelled = Cancelled + change },
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
    };
}
