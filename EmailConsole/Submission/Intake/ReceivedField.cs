using System.Globalization;
using System.Text;

namespace EmailConsole.Submission.Intake;

/// <summary>The field that says how a message came here (RFC 5321 section 4.4). The client's address stays out of it: it may be one of a network within.</summary>
internal static class ReceivedField
{
    public const string Name = "Received";

    private const int LongestEhlo = 255;

    /// <returns>With its line breaks.</returns>
    public static byte[] Write(SubmittedMessage message, string hostName, DateTimeOffset now) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: from {Clean(message.EhloName)}\r\n\tby {hostName} with {Protocol(message)} id {message.Id:N};\r\n\t{MailTime.Write(now)}\r\n"));

    // RFC 3848: whoever hands mail over has signed in, which HELO does not allow
    private static string Protocol(SubmittedMessage message) =>
        !message.IsExtended ? "SMTP" : message.IsEncrypted ? "ESMTPSA" : "ESMTPA";

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']').Take(LongestEhlo));
        return clean.Length == 0 ? "unknown" : clean;
    }
}

/// <summary>A time as RFC 5322 section 3.3 writes it.</summary>
internal static class MailTime
{
    public static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
