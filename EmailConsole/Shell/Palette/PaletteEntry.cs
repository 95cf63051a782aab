namespace EmailConsole.Shell.Palette;

/// <summary>Somewhere to go.</summary>
/// <param name="Kind">What it is, in a word.</param>
/// <param name="Title">What is looked for.</param>
/// <param name="Detail">Where it leads; null where the title says it.</param>
/// <param name="Address">Within the console.</param>
public sealed record PaletteEntry(string Kind, string Title, string? Detail, string Address)
{
    /// <summary>A username to look for there, which stands in no address.</summary>
    public string? Search { get; init; }

    /// <summary>No page of the console's own.</summary>
    public bool LeavesConsole { get; init; }
}
