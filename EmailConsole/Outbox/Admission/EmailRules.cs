using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Admission;

/// <summary>What the members of a message must be together.</summary>
internal sealed class EmailRules(IOptions<OutboxOptions> options)
{
    /// <summary>How far ahead a message may be sent in.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(366);

    private readonly int _mostRecipients = options.Value.MaxRecipients;

    /// <param name="draft">As read.</param>
    /// <param name="now">When the request is looked at.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>When the message must be gone; null: as long as is tried.</returns>
    public DateTimeOffset? Check(EmailDraft draft, DateTimeOffset now, EmailFaults faults)
    {
        if (draft.Named == 0)
        {
            faults.Add("to", "Name at least one recipient in to, cc or bcc.");
        }
        else if (draft.Named > _mostRecipients)
        {
            faults.Add("to", $"Name at most {_mostRecipients} recipients in to, cc and bcc together; there are {draft.Named}.");
        }

        if (draft.Subject is null)
        {
            faults.Add("subject", "This is required.");
        }

        if (draft.Text is null && draft.Html is null)
        {
            faults.Add("text", "Give the message a text, an html, or both.");
        }

        return CheckTimes(draft, now, faults);
    }

    /// <summary>The part of it that is about when a message is sent.</summary>
    /// <param name="draft">As read.</param>
    /// <param name="now">When the request is looked at.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>When the message must be gone; null: as long as is tried.</returns>
    public static DateTimeOffset? CheckTimes(EmailDraft draft, DateTimeOffset now, EmailFaults faults)
    {
        if (draft.SendAt > now + LongestWait)
        {
            faults.Add("sendAt", $"Use a time within the next {LongestWait.TotalDays:0} days.");
        }

        return CheckExpiry(draft, draft.SendAt > now ? draft.SendAt.Value : now, faults);
    }

    private static DateTimeOffset? CheckExpiry(EmailDraft draft, DateTimeOffset due, EmailFaults faults)
    {
        if (draft.ExpiresAt is not { } expiresAt)
        {
            return draft.TimeToLive is { } life && due < DateTimeOffset.MaxValue - life ? due + life : null;
        }

        if (draft.TimeToLive is not null)
        {
            faults.Add("timeToLive", "Use expiresAt or timeToLive, not both.");
        }

        if (expiresAt <= due)
        {
            faults.Add("expiresAt", "Use a time in the future, after sendAt: the message could never be sent.");
        }
        else if (expiresAt - due > EmailReader.LongestLife)
        {
            faults.Add("expiresAt", $"Use a time within {EmailReader.LongestLife.TotalDays:0} days after the message is due.");
        }

        return expiresAt;
    }
}
