using System.Text.RegularExpressions;

namespace EmailConsole.Tests.Architecture;

/// <summary>
/// Inside a room the folders have an order too: of two folders at most one names types of the other, be it through others. The room's
/// root is everybody's, and a folder and those within it are one.
/// </summary>
public sealed partial class FolderTests
{
    public static TheoryData<string> InOrder => [.. Rooms.InOrder];

    [Theory]
    [MemberData(nameof(InOrder))]
    public void Folders_OfARoom_NameEachOtherOneWayOnly(string room)
    {
        var files = SourceFiles.Product.Where(path => Rooms.Of(path) == room && path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => (Folder: FolderOf(path), Text: string.Join('\n', SourceFiles.ReadLines(path).Where(line => !IsComment(line))))).ToList();
        var homes = files.SelectMany(file => Types().Matches(file.Text).Select(match => (Name: match.Groups["name"].Value, file.Folder)))
            .ToLookup(type => type.Name, type => type.Folder, StringComparer.Ordinal);
        var uses = files.Where(file => file.Folder.Length > 0)
            .SelectMany(file => Words().Matches(Texts().Replace(file.Text, "")).Select(match => (file.Folder, match.Value)).Distinct())
            .Select(use => (use.Folder, use.Value, Home: homes[use.Value].Distinct(StringComparer.Ordinal).ToList()))
            .Where(use => use.Home is [{ Length: > 0 } home] && !IsWithin(home, use.Folder) && !IsWithin(use.Folder, home))
            .ToLookup(use => use.Folder, use => (Home: use.Home[0], Type: use.Value), StringComparer.Ordinal);

        Faults.AssertNone(
            from folder in uses
            from use in folder
            where Reachable(use.Home, uses).Contains(folder.Key)
            select $"{room}/{folder.Key} names {use.Type} of {room}/{use.Home}, and comes before it");
    }

    private static HashSet<string> Reachable(string folder, ILookup<string, (string Home, string Type)> uses)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { folder };
        for (var next = new Queue<string>(found); next.TryDequeue(out var one);)
        {
            foreach (var (home, _) in uses[one].Where(use => found.Add(use.Home)))
            {
                next.Enqueue(home);
            }
        }

        return found;
    }

    private static bool IsWithin(string inner, string outer) =>
        inner == outer || inner.StartsWith(outer + "/", StringComparison.Ordinal);

    private static string FolderOf(string path) => string.Join('/', path.Split('/')[2..^1]);

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    // Those within another are that one's
    [GeneratedRegex(
        @"^(?:public|internal|file)\s+(?:(?:static|sealed|abstract|partial|readonly|ref)\s+)*(?:class|interface|enum|struct|record(?: struct| class)?)\s+(?<name>\w+)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Types();

    [GeneratedRegex(@"\b[A-Z]\w+\b", RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    [GeneratedRegex("\"[^\"\\n]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex Texts();
}
