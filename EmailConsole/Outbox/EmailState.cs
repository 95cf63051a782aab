namespace EmailConsole.Outbox;

/// <summary>Where a message, or one recipient of it, stands. The numbers are stored.</summary>
public enum EmailState
{
    /// <summary>Accepted, no attempt yet.</summary>
    Queued = 0,

    /// <summary>Being handed over. Known to the lane alone: the database still says <see cref="Queued"/> or <see cref="Retrying"/>.</summary>
    Sending = 1,

    /// <summary>An attempt failed, another one follows.</summary>
    Retrying = 2,

    /// <summary>The server took it.</summary>
    Delivered = 3,

    /// <summary>Refused for good: the dead letter, kept with its cause and cure.</summary>
    Failed = 4,

    /// <summary>Its time ran out before it was delivered.</summary>
    Expired = 5,

    /// <summary>Taken back before it was delivered.</summary>
    Cancelled = 6,

    /// <summary>Accepted, for a time of its sender's that is to come. Known by the clock: the database says <see cref="Queued"/>.</summary>
    Scheduled = 7,
}

public static class EmailStates
{
    extension(EmailState state)
    {
        /// <summary>Whether an attempt is still to come.</summary>
        public bool IsWaiting => state is EmailState.Scheduled or EmailState.Queued or EmailState.Sending or EmailState.Retrying;

        /// <summary>In the order of a message's life. A message is in one of them.</summary>
        public static IReadOnlyList<EmailState> InOrder =>
            [EmailState.Scheduled, EmailState.Queued, EmailState.Sending, EmailState.Retrying, EmailState.Delivered, EmailState.Failed, EmailState.Expired, EmailState.Cancelled];

        /// <summary>
        /// The state of a message with such recipients: waiting as long as one of them is, else the worst of what became of
        /// them, so that a message delivered to some and refused to one is found among the failed.
        /// </summary>
        public static EmailState OfMessage(IEnumerable<EmailState> recipients)
        {
            var worst = EmailState.Delivered;
            foreach (var recipient in recipients)
            {
                worst = Rank(recipient) > Rank(worst) ? recipient : worst;
            }

            return worst;
        }
    }

    private static int Rank(EmailState state) => state switch
    {
        EmailState.Retrying => 5,
        EmailState.Scheduled or EmailState.Queued or EmailState.Sending => 4,
        EmailState.Failed => 3,
        EmailState.Expired => 2,
        EmailState.Cancelled => 1,
        _ => 0,
    };
}
