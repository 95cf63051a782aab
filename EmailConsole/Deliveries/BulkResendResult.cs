using EmailConsole.Outbox;

namespace EmailConsole.Deliveries;

/// <summary>What a bulk resend has done, so far or in all.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Changes">Messages by what became of them.</param>
internal sealed record BulkResendResult(BulkResendEnd End, IReadOnlyDictionary<EmailChange, int> Changes)
{
    public int Done => CountOf(EmailChange.Done);

    public int Looked => Changes.Values.Sum();

    public int CountOf(EmailChange change) => Changes.GetValueOrDefault(change);

    public BulkResendResult With(IEnumerable<EmailChange> more)
    {
        var changes = Changes.ToDictionary();
        foreach (var change in more)
        {
            changes[change] = changes.GetValueOrDefault(change) + 1;
        }

        return this with { Changes = changes };
    }
}
