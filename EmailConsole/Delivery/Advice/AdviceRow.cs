using System.Text.RegularExpressions;

namespace EmailConsole.Delivery.Advice;

/// <summary>
/// One line of a table: which failures it is about, and the words. What is not given matches anything; the first line that
/// matches wins, so the particular ones stand above the general ones. A line whose cure asks for what is set already does not
/// match (<see cref="Ask"/>): the one below it says what else may be.
/// </summary>
internal sealed record AdviceRow
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly Regex? _words;

    /// <param name="cause">What happened and why, a template (<see cref="AdviceText"/>).</param>
    /// <param name="cure">What to do; null when nothing better than the server's words is known.</param>
    /// <param name="command">PowerShell to copy.</param>
    public AdviceRow(string cause, string? cure = null, string? command = null)
    {
        Cause = cause;
        Cure = cure;
        Command = command;
    }

    public string Cause { get; }

    public string? Cure { get; }

    public string? Command { get; }

    /// <summary>A further sentence of the cure, left out where it asks for what is set already.</summary>
    public string? More { get; init; }

    /// <summary>
    /// What only whoever runs the console can do about it: files, network and addresses of the machine. No other template names those.
    /// </summary>
    public string? Console { get; init; }

    /// <summary>
    /// Whether the cure helps though the server calls its refusal temporary; else it is what to do only if the refusal stays.
    /// </summary>
    public bool Lasts { get; init; }

    /// <summary>
    /// For what many servers say alike and this one means in its own way: it is the provider's host, or its words. What is said
    /// unmistakably needs no such condition.
    /// </summary>
    public KnownProvider At { get; init; }

    public DeliveryFailureKind[] Kinds { get; init; } = [];

    public DeliveryStage[] Stages { get; init; } = [];

    public int[] Replies { get; init; } = [];

    /// <summary>4 for temporary refusals, 5 for lasting ones.</summary>
    public int? Class { get; init; }

    /// <summary>Enhanced status codes (RFC 3463); without their class, as in <c>7.26</c>, both 4.7.26 and 5.7.26; <c>1.*</c>: all of a subject.</summary>
    public string[] Codes { get; init; } = [];

    /// <summary>A pattern that is found in the server's words, or in the detail where there are none. Without regard to case.</summary>
    public string? Words
    {
        get => _words?.ToString();
        init => _words = value is null
            ? null
            : new Regex(value, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchLimit);
    }

    public Func<DeliveryFailureFacts, bool>? When { get; init; }

    public bool Matches(ComparableFacts said) => IsAbout(said) && !AdviceText.AsksInVain(Cure, said.Facts) && !AdviceText.AsksInVain(Console, said.Facts);

    private bool IsAbout(ComparableFacts said)
    {
        var facts = said.Facts;
        return (At == KnownProvider.None || At == said.ByHost || At == said.ByWords)
            && (Kinds.Length == 0 || Kinds.Contains(facts.Kind))
            && (Stages.Length == 0 || Stages.Contains(facts.Stage))
            && (Replies.Length == 0 || facts.ReplyCode is { } reply && Replies.Contains(reply))
            && (Class is null || facts.ReplyCode / 100 == Class)
            && (Codes.Length == 0 || said.Code is { } code && Codes.Any(c => IsCode(code, c)))
            && (When is null || When(facts))
            && (_words is null || IsFound(_words, said.Words));
    }

    /// <summary>A text made to keep a pattern busy says nothing.</summary>
    private static bool IsFound(Regex words, string text)
    {
        try
        {
            return words.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static bool IsCode(string code, string wanted) =>
        code == wanted
        || wanted.EndsWith(".*", StringComparison.Ordinal) && code.AsSpan(2).StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal)
        || code.AsSpan(2).SequenceEqual(wanted);
}
