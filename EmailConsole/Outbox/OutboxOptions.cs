namespace EmailConsole.Outbox;

/// <summary>The section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>Waiting messages a tenant; more are answered 429. Default 100,000, at most 10,000,000.</summary>
    public int QueueLimit { get; set; } = 100_000;

    /// <summary>Bytes on the wire of the messages that wait, a tenant; default 1 GB, at least <see cref="MaxMessageSize"/>, at most 1 TB.</summary>
    public long QueueBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Bytes of the remembered <c>Idempotency-Key</c>s, a tenant: about 150 for one of a single message. Default 1 GB, at most 1 TB.</summary>
    public long KeyBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Bytes of a message on the wire; default 25 MB, at most 100 MB.</summary>
    public long MaxMessageSize { get; set; } = 25 * 1024 * 1024;

    /// <summary>Bytes of a request's body; default 40 MB, at most 200 MB.</summary>
    public long MaxRequestSize { get; set; } = 40 * 1024 * 1024;

    /// <summary>
    /// Bytes that the bodies of all requests above 64 KB hold together, of which a tenant has a share; at least four times
    /// <see cref="MaxRequestSize"/>, at most 16 GB. Null: that, or 256 MB where it is less.
    /// </summary>
    public long? RequestMemory { get; set; }

    /// <summary>To, Cc and Bcc together; default 50, at most 1,000.</summary>
    public int MaxRecipients { get; set; } = 50;

    /// <summary>Messages of one batch; default 1,000, at most 10,000.</summary>
    public int MaxBatch { get; set; } = 1_000;

    /// <summary>Headers that callers may set besides the usual ones.</summary>
    public IList<string> AllowedHeaders { get; } = [];

    /// <summary>How long a locked database is waited for; default 5 s, at most 1 min.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause after the first failed attempt, doubled after each; default 5 s, at least 1 s.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two attempts; default 1 h, at most 1 day.</summary>
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long is tried where the caller says nothing; default 24 h, at most 30 days.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the content stays after delivery; default 0, at most <see cref="HistoryRetention"/>.</summary>
    public TimeSpan ContentRetention { get; set; } = TimeSpan.Zero;

    /// <summary>How long a finished message stays; default 30 days, at least 1 h, at most 10 years.</summary>
    public TimeSpan HistoryRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long an <c>Idempotency-Key</c> is remembered; default 24 h, at most 30 days.</summary>
    public TimeSpan KeyRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a message of high priority waits for a provider that asks for less, before it leaves by the next one of its tenant's route.
    /// Default 2 s, at most 1 day. One that cannot be used at all is not waited for.
    /// </summary>
    public TimeSpan HighSwitchAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The same of normal priority; default 1 min, at most 1 day.</summary>
    public TimeSpan NormalSwitchAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The same of bulk; default 10 min, at most 1 day.</summary>
    public TimeSpan BulkSwitchAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Results that servers have given and that are not on the disk yet, of all tenants: while there are more, no message begins.
    /// After a kill these may go twice, and what was with servers at that moment. Default 32, 1 to 10,000.
    /// </summary>
    public int UnrecordedResults { get; set; } = 32;

    public TimeSpan SwitchAfter(EmailPriority priority) => priority switch
    {
        EmailPriority.High => HighSwitchAfter,
        EmailPriority.Normal => NormalSwitchAfter,
        _ => BulkSwitchAfter,
    };
}
