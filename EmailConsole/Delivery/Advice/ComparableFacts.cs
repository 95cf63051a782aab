using System.Globalization;
using System.Text.RegularExpressions;
using EmailConsole.Delivery.Replies;

namespace EmailConsole.Delivery.Advice;

/// <summary>A failure as the rows look at it: the facts, and what was said, made comparable once.</summary>
internal sealed partial class ComparableFacts
{
    public ComparableFacts(DeliveryFailureFacts facts)
    {
        Facts = facts;
        Words = ReplyWords.WithoutAddresses(facts.ServerText is { Length: > 0 } text ? text : facts.Detail ?? "");
        Code = facts.EnhancedCode ?? CodeWithin(facts);
        ByHost = KnownProviders.OfHost(facts.Settings.Host);
        ByWords = KnownProviders.OfWords(Words);
    }

    public DeliveryFailureFacts Facts { get; }

    /// <summary>The server's words, else the detail, without the addresses in it: what they are called is no one's opinion.</summary>
    public string Words { get; }

    /// <summary>The enhanced status code, also where it does not stand first: <c>553 sorry (#5.7.1)</c>.</summary>
    public string? Code { get; }

    public KnownProvider ByHost { get; }

    /// <summary>Whose words these are, be it that a relay repeats them.</summary>
    public KnownProvider ByWords { get; }

    /// <summary>Whether it speaks of who the mail is from.</summary>
    public bool IsOfSender => Facts.ReplyCode is not null && (Facts.Stage == DeliveryStage.Sender || Sender().IsMatch(Words));

    private static string? CodeWithin(DeliveryFailureFacts facts) =>
        facts.ReplyCode is { } reply && facts.ServerText is { } text
            ? Enhanced().Matches(text).Select(m => m.Groups["code"].Value).FirstOrDefault(c => c[0] == (reply / 100).ToString(CultureInfo.InvariantCulture)[0])
            : null;

    [GeneratedRegex(@"(?:^|[\s(#:\[])(?<code>[45]\.\d{1,3}\.\d{1,3})(?=$|[\s):;,\]])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Enhanced();

    [GeneratedRegex(@"\bfrom\b|sender|identit|send as|on behalf|发件人|发信人", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Sender();
}
