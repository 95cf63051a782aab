using System.Globalization;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Deliveries;

/// <summary>
/// What the page's address says about the list, as texts of the address: any. What is looked for is never among them: it may be a
/// recipient, and addresses end up in histories and logs.
/// </summary>
/// <param name="State">States, separated by commas.</param>
/// <param name="Last">One of <see cref="Periods"/>.</param>
/// <param name="From">A time, in UTC.</param>
/// <param name="To">A time, in UTC.</param>
/// <param name="Cause">See <see cref="FailureCause"/>.</param>
/// <param name="Tenants"><c>own</c>: on the super tenant's page, its own mail alone.</param>
public sealed record DeliveriesQuery(string? State = null, string? Last = null, string? From = null, string? To = null, string? Cause = null, string? Tenants = null)
{
    public const string Own = "own";

    public const string TimeFormat = "yyyy-MM-ddTHH:mm";

    /// <summary>Names in the address, words and lengths.</summary>
    public static readonly IReadOnlyList<(string Name, string Words, TimeSpan Length)> Periods =
    [
        ("15m", "Last 15 minutes", TimeSpan.FromMinutes(15)),
        ("1h", "Last hour", TimeSpan.FromHours(1)),
        ("24h", "Last 24 hours", TimeSpan.FromHours(24)),
        ("7d", "Last 7 days", TimeSpan.FromDays(7)),
    ];

    public bool IsAcross => Tenants != Own;

    public IReadOnlyList<EmailState> States => [.. (State ?? "").Split(',').Select(StateOf).OfType<EmailState>().Distinct()];

    public FailureCause? FailureCause => FailureCause.Parse(Cause);

    public bool IsNarrowed => States.Count > 0 || FailureCause is not null || Since(DateTimeOffset.MaxValue) is not null || TimeOf(To) is not null;

    public DeliveriesQuery Toggle(EmailState state)
    {
        List<EmailState> now = [.. States.Contains(state) ? States.Where(s => s != state) : States.Append(state)];
        var text = string.Join(',', EmailState.InOrder.Where(now.Contains).Select(s => s.ToString().ToLowerInvariant()));
        return this with { State = text.Length == 0 ? null : text };
    }

    public EmailFilter ToFilter(FindText find, DateTimeOffset now) => find.Narrow(new EmailFilter
    {
        States = States,
        Cause = FailureCause,
        Since = Since(now),
        Until = TimeOf(To),
    });

    private DateTimeOffset? Since(DateTimeOffset now) =>
        Periods.FirstOrDefault(p => p.Name == Last) is { Name: not null } period ? now - period.Length : TimeOf(From);

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    // Not by number, not several at once
    private static EmailState? StateOf(string name) =>
        Enum.GetValues<EmailState>().Where(s => s.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Select(s => (EmailState?)s).FirstOrDefault();
}
