using System.Text;

namespace EmailConsole.Accounts.Passwords;

/// <summary>
/// Recognises what attackers try first: common passwords and words, the names of product, tenant and user, years, runs such as
/// <c>1234</c>, <c>aaaa</c> or <c>qwerty</c>, and combinations of those. What is left after taking them away must still be something.
/// </summary>
internal static class KnownPasswords
{
    /// <summary>Different characters that must be left.</summary>
    private const int OwnCharacters = 5;
    private const int ShortestRun = 3;
    private const string ResourceName = "EmailConsole.Accounts.Passwords.known-words.txt";

    private static readonly string[] Rows =
        ["qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "abcdefghijklmnopqrstuvwxyz", "01234567890"];

    private static readonly Lazy<string[]> Words = new(Load);

    /// <summary>Both lists for a browser that checks by the same rules, see password-strength.js.</summary>
    public static string AllWords => string.Join(' ', Words.Value);

    /// <inheritdoc cref="AllWords"/>
    public static string AllRows => string.Join(' ', Rows);

    public static bool IsVariation(string password, string? username)
    {
        var plain = password.ToLowerInvariant();
        return IsWeak(plain, username) || IsWeak(Unmasked(plain), username);
    }

    private static bool IsWeak(string text, string? username)
    {
        var names = (username ?? "").ToLowerInvariant().Split(['@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Length >= ShortestRun);
        var rest = new StringBuilder(text);
        foreach (var word in names.Concat(Words.Value).OrderByDescending(word => word.Length))
        {
            rest.Replace(word, "\0");
        }

        return OwnOf(WithoutYears(rest.ToString())) < OwnCharacters;
    }

    private static int OwnOf(string text)
    {
        var own = new HashSet<char>();
        for (var i = 0; i < text.Length;)
        {
            var run = RunAt(text, i);
            if (run < ShortestRun)
            {
                own.Add(text[i]);
                run = 1;
            }

            i += run;
        }

        own.Remove('\0');
        return own.Count;
    }

    private static int RunAt(string text, int start)
    {
        var longest = 1;
        while (start + longest < text.Length && text[start + longest] == text[start] && text[start] != '\0')
        {
            longest++;
        }

        foreach (var row in Rows)
        {
            longest = Math.Max(longest, Math.Max(Follows(text, start, row, 1), Follows(text, start, row, -1)));
        }

        return longest;
    }

    private static int Follows(string text, int start, string row, int step)
    {
        var at = row.IndexOf(text[start], StringComparison.Ordinal);
        var length = 0;
        while (at >= 0 && at < row.Length && start + length < text.Length && text[start + length] == row[at])
        {
            at += step;
            length++;
        }

        return length;
    }

    private static string WithoutYears(string text)
    {
        var rest = new StringBuilder(text);
        for (var i = 0; i + 4 <= text.Length; i++)
        {
            if ((text[i], text[i + 1]) is ('1', '9') or ('2', '0')
                && char.IsAsciiDigit(text[i + 2]) && char.IsAsciiDigit(text[i + 3]))
            {
                rest[i] = rest[i + 1] = rest[i + 2] = rest[i + 3] = '\0';
            }
        }

        return rest.ToString();
    }

    // p@ssw0rd
    private static string Unmasked(string text) => text
        .Replace('@', 'a').Replace('4', 'a').Replace('3', 'e').Replace('1', 'i').Replace('!', 'i')
        .Replace('0', 'o').Replace('$', 's').Replace('5', 's').Replace('7', 't').Replace('8', 'b');

    private static string[] Load()
    {
        using var stream = typeof(KnownPasswords).Assembly.GetManifestResourceStream(ResourceName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    }
}
