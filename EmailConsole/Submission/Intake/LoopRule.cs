using System.Buffers;
using EmailConsole.Rest;

namespace EmailConsole.Submission.Intake;

/// <summary>Whether a message comes back, or goes round between others.</summary>
/// <param name="hostName">What this console calls itself in Received.</param>
internal sealed class LoopRule(string hostName)
{
    /// <summary>RFC 5321 section 6.3.</summary>
    private const int MaxReceived = 100;

    private const int IdLength = 32;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdef");

    private readonly string _by = $" by {hostName} with ";

    /// <returns>Null: it does not.</returns>
    public IntakeResult.Refused? Find(HeaderBlock header)
    {
        var received = header.All(ReceivedField.Name).ToList();
        return received.Count > MaxReceived ? Loop($"The message has passed more than {MaxReceived} servers.")
            : received.Exists(IsOwn) ? Loop($"The message was here before ({hostName}): what takes mail from this console hands it back.")
            : null;
    }

    private static IntakeResult.Refused Loop(string text) => IntakeResult.Refused.With(RefusalCause.Loop, "554 5.4.6", text);

    // Others may bear the same name, such as localhost; none has ids as ours
    private bool IsOwn(HeaderField field)
    {
        var value = string.Join(' ', field.Read().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        var by = value.IndexOf(_by, StringComparison.OrdinalIgnoreCase);
        if (by < 0)
        {
            return false;
        }

        var id = value.IndexOf(" id ", by, StringComparison.Ordinal);
        return id >= 0 && value.Length >= id + 4 + IdLength && value.AsSpan(id + 4, IdLength) is var found && !found.ContainsAnyExcept(IdCharacters);
    }
}
