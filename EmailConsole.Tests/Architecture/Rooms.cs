using System.Text.RegularExpressions;

namespace EmailConsole.Tests.Architecture;

/// <summary>The rooms of the product in the order of dependency: one imports only those before it.</summary>
internal static partial class Rooms
{
    public static IReadOnlyList<string> InOrder { get; } = Names.Split('|');

    private const string Names =
        "Persistence|Cluster|Deployment|Tenants|Rest|SmtpServing|Accounts|EmailProviders|Delivery|Kinds|TestEmail|Outbox|Sending|Submission|Events|Deliveries|DevelopmentMailbox|Shell|Hosting";

    /// <summary>The folders and types of each room.</summary>
    private static ILookup<string, string> Members { get; } = SourceFiles.Product
        .Where(path => Of(path) is not null)
        .SelectMany(path => path.Split('/').Skip(2).Select(part => (Room: Of(path)!, Name: part.Split('.')[0])))
        .ToLookup(member => member.Room, member => member.Name, StringComparer.Ordinal);

    /// <summary>The room of a path such as <c>EmailConsole/Tenants/Tenant.cs</c>; null outside the rooms.</summary>
    public static string? Of(string path) =>
        path.Split('/') is ["EmailConsole", var folder, _, ..] && InOrder.Contains(folder) ? folder : null;

    public static bool IsAbove(string other, string room) => IndexOf(other) > IndexOf(room);

    /// <summary>The rooms that a line of code names, in full (<c>EmailConsole.Shell</c>) or in part (<c>Shell.Theme</c>).</summary>
    public static IEnumerable<string> NamedIn(string line) =>
        line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            ? []
            : FullName().Matches(line).Select(match => match.Groups["room"].Value)
                .Concat(PartialName().Matches(line).Where(NamesAMember).Select(match => match.Groups["room"].Value));

    // A property may be called as a room is; only what the room really holds counts
    private static bool NamesAMember(Match match) =>
        Members[match.Groups["room"].Value].Contains(match.Groups["member"].Value);

    private static int IndexOf(string room)
    {
        for (var i = 0; i < InOrder.Count; i++)
        {
            if (InOrder[i] == room)
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(room), room, "Not a room.");
    }

    [GeneratedRegex(
        $"""\bEmailConsole\.(?<room>{Names})\b""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FullName();

    [GeneratedRegex(
        $"""(?<![\w."/\-])(?<room>{Names})\.(?<member>\w+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PartialName();
}
