namespace EmailConsole.Delivery.Smtp;

/// <summary>One reply of the server (RFC 5321 section 4.2).</summary>
/// <param name="Code">200 to 599.</param>
/// <param name="Lines">The text of each line, without the code; at least one, perhaps empty.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>An acceptance or a refusal; else it asks for more.</summary>
    public bool IsFinal => IsPositive || Code >= 400;

    /// <summary>RFC 2034: the code stands at the start of each line of a 2yz, 4yz or 5yz reply.</summary>
    public string? EnhancedCode { get; } = Replies.EnhancedCode.Find(Code, Lines[0]);

    /// <summary>Everything after the codes, as one line.</summary>
    public string Text => string.Join(' ', Lines.Select(WithoutCode).Where(l => l.Length > 0));

    /// <summary>As the server said it, the codes once.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Code.ToString(System.Globalization.CultureInfo.InvariantCulture), EnhancedCode, Text }.Where(p => !string.IsNullOrEmpty(p)));

    private string WithoutCode(string line) =>
        EnhancedCode is { } code && line.StartsWith(code, StringComparison.Ordinal) ? line[code.Length..].Trim() : line.Trim();
}

/// <summary>The server's words are not SMTP; the connection is of no use any more.</summary>
/// <param name="message">What was wrong.</param>
/// <param name="serverText">The start of what it said; not scrubbed.</param>
internal sealed class SmtpProtocolException(string message, string? serverText = null) : Exception(message)
{
    public string? ServerText { get; } = serverText;
}
