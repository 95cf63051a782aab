using System.Globalization;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace EmailConsole.EmailProviders.Guides;

/// <summary>
/// Reads a guide from the documentation: <c># title</c>, <c>## Steps</c> with a <c>###</c> heading for each step, then
/// further <c>##</c> sections. Fenced code is a command.
/// </summary>
internal static class GuideReader
{
    private const string StepsHeading = "Steps";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <exception cref="FormatException">The text has no title or no steps.</exception>
    public static Guide Read(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            link.GetAttributes().AddPropertyIfNotExist("target", "_blank");
            link.GetAttributes().AddPropertyIfNotExist("rel", "noopener noreferrer");
        }

        string? title = null;
        var isInSteps = false;
        var steps = new List<GuideSection>();
        var notes = new List<GuideSection>();
        List<GuidePart>? parts = null;
        foreach (var block in document)
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } heading:
                    title = TextOf(heading);
                    break;
                case HeadingBlock { Level: 2 } heading:
                    isInSteps = TextOf(heading) == StepsHeading;
                    parts = isInSteps ? null : Open(notes, heading);
                    break;
                case HeadingBlock heading when isInSteps:
                    parts = Open(steps, heading);
                    break;
                case FencedCodeBlock code:
                    parts?.Add(new GuidePart.Command(code.Lines.ToString().Trim()));
                    break;
                default:
                    parts?.Add(new GuidePart.Text(HtmlOf(block)));
                    break;
            }
        }

        return title is not null && steps.Count > 0
            ? new Guide(title, steps, notes)
            : throw new FormatException("A guide needs a title and steps.");
    }

    private static List<GuidePart> Open(List<GuideSection> sections, HeadingBlock heading)
    {
        var parts = new List<GuidePart>();
        sections.Add(new GuideSection(TextOf(heading), parts));
        return parts;
    }

    private static string TextOf(HeadingBlock heading) =>
        string.Concat(heading.Inline!.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));

    private static string HtmlOf(Block block)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.Render(block);
        return text.ToString();
    }
}
