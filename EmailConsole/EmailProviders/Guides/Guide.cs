namespace EmailConsole.EmailProviders.Guides;

/// <summary>How to set up one provider, read from the same text as the documentation.</summary>
/// <param name="Title">Of the page, such as "Gmail: send with an App Password".</param>
/// <param name="Steps">In the order in which they are done.</param>
/// <param name="Notes">What follows the steps: limits, common mistakes.</param>
public sealed record Guide(string Title, IReadOnlyList<GuideSection> Steps, IReadOnlyList<GuideSection> Notes);

/// <summary>A titled piece of a guide: a step or a note.</summary>
public sealed record GuideSection(string Title, IReadOnlyList<GuidePart> Parts);

/// <summary>A piece of a section. A closed list.</summary>
public abstract record GuidePart
{
    private GuidePart()
    {
    }

    /// <param name="Html">Rendered from the documentation's own text, never from input.</param>
    public sealed record Text(string Html) : GuidePart;

    /// <param name="Template">A PowerShell command with placeholders such as <c>'&lt;mailbox&gt;'</c>.</param>
    public sealed record Command(string Template) : GuidePart;
}
