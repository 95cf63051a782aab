namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>What the client is told.</summary>
/// <param name="Text">One or more lines without the last line break; empty: nothing.</param>
/// <param name="IsLast">Whether the connection ends with it.</param>
internal readonly record struct SmtpAnswer(string Text, bool IsLast)
{
    public static implicit operator SmtpAnswer(string text) => new(text, IsLast: false);

    public static SmtpAnswer Last(string text) => new(text, IsLast: true);

    /// <summary>Ends a conversation in which nothing more can be read.</summary>
    public static SmtpAnswer For(SmtpRead state) => state switch
    {
        SmtpRead.TimedOut => Last("421 4.4.2 Waited too long"),
        SmtpRead.TooLong => Last("500 5.5.6 Too long"),
        _ => Last(""),
    };
}
