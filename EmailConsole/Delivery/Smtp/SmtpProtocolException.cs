namespace EmailConsole.Delivery.Smtp;

/// <summary>The server's words are not SMTP; the connection is of no use any more.</summary>
/// <param name="message">What was wrong.</param>
/// <param name="serverText">The start of what it said; not scrubbed.</param>
internal sealed class SmtpProtocolException(string message, string? serverText = null) : Exception(message)
{
    public string? ServerText { get; } = serverText;
}
