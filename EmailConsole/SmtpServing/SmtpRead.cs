namespace EmailConsole.SmtpServing;

/// <summary>How reading from the client ended.</summary>
internal enum SmtpRead
{
    /// <summary>What was asked for is there.</summary>
    Complete,

    /// <summary>The client is gone.</summary>
    Closed,

    /// <summary>The client was silent, or slow, for longer than it may be.</summary>
    TimedOut,

    /// <summary>Longer than anybody waits for.</summary>
    TooLong,

    /// <summary>A line that ends with LF alone, where that is refused.</summary>
    BareLineFeed,

    /// <summary>The server stops.</summary>
    Stopping,
}
