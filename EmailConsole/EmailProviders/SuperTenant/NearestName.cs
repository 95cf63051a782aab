namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>Longer names are not compared in full: nobody misspells that much.</summary>
    private const int MaxLength = 64;

    public static (string Name, int Distance) Of(string text, IEnumerable<string> names) =>
        names.Select(n => (Name: n, Distance: Distance(text, n))).MinBy(c => c.Distance);

    /// <summary>Levenshtein's distance, upper and lower case taken as equal at a cost of nothing.</summary>
    public static int Distance(string a, string b)
    {
        if (a.Length > MaxLength || b.Length > MaxLength)
        {
            return Math.Max(a.Length, b.Length);
        }

        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = previous[j - 1] + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
