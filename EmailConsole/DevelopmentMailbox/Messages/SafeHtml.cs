using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace EmailConsole.DevelopmentMailbox.Messages;

/// <summary>
/// Makes a message's HTML fit for the frame: its own images are put into it, links open in a new tab, and what would
/// load, submit, refresh or run is left out. The frame's sandbox and content security policy hold without this.
/// </summary>
internal static class SafeHtml
{
    private const int MaxImageBytes = 5 * 1024 * 1024;

    private static readonly HashSet<HtmlTagId> Dropped =
    [
        HtmlTagId.Script, HtmlTagId.NoScript, HtmlTagId.Base, HtmlTagId.Meta, HtmlTagId.Link, HtmlTagId.IFrame, HtmlTagId.Frame,
        HtmlTagId.FrameSet, HtmlTagId.Object, HtmlTagId.Embed, HtmlTagId.Applet, HtmlTagId.Form, HtmlTagId.Audio, HtmlTagId.Video,
        HtmlTagId.Source, HtmlTagId.Track,
    ];

    // Only of elements that have an end: after another one the rest of the message would be missing
    private static readonly HashSet<HtmlTagId> WithContent =
        [HtmlTagId.Script, HtmlTagId.IFrame, HtmlTagId.Object, HtmlTagId.Applet, HtmlTagId.Audio, HtmlTagId.Video];

    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "dir", "face", "height", "id",
        "lang", "name", "nowrap", "role", "rowspan", "size", "start", "style", "title", "type", "valign", "width",
    };

    public static string From(MessageContents contents)
    {
        var converter = new HtmlToHtml
        {
            FilterComments = true,
            HtmlTagCallback = (tag, writer) => Rewrite(tag, writer, contents),
        };
        var html = new StringBuilder();
        using var reader = new StringReader(contents.Html ?? "");
        using var writer = new StringWriter(html, CultureInfo.InvariantCulture);
        converter.Convert(reader, writer);
        return html.ToString();
    }

    private static void Rewrite(HtmlTagContext tag, HtmlWriter writer, MessageContents contents)
    {
        if (Dropped.Contains(tag.TagId))
        {
            tag.DeleteTag = true;
            tag.DeleteEndTag = true;
            tag.SuppressInnerContent = WithContent.Contains(tag.TagId);
            return;
        }

        tag.WriteTag(writer, writeAttributes: false);
        if (tag.IsEndTag)
        {
            return;
        }

        foreach (var attribute in tag.Attributes.Where(attribute => Kept.Contains(attribute.Name)))
        {
            writer.WriteAttribute(attribute.Name, attribute.Value ?? "");
        }

        switch (tag.TagId)
        {
            case HtmlTagId.A or HtmlTagId.Area when ValueOf(tag, HtmlAttributeId.Href) is { } address:
                WriteLink(writer, address);
                break;
            case HtmlTagId.Image when ValueOf(tag, HtmlAttributeId.Src) is { } address:
                WriteImage(writer, address, contents);
                break;
        }
    }

    private static void WriteLink(HtmlWriter writer, string address)
    {
        if (address.StartsWith('#'))
        {
            writer.WriteAttribute("href", address);
        }
        else if (Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "mailto")
        {
            writer.WriteAttribute("href", address);
            writer.WriteAttribute("target", "_blank");
            writer.WriteAttribute("rel", "noopener noreferrer");
        }
    }

    private static void WriteImage(HtmlWriter writer, string address, MessageContents contents)
    {
        if (address.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
        {
            writer.WriteAttribute("src", address);
        }
        else if (address.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) && Embed(address[4..], contents) is { } data)
        {
            writer.WriteAttribute("src", data);
        }
        else
        {
            writer.WriteAttribute("data-not-loaded", address);
        }
    }

    private static string? Embed(string contentId, MessageContents contents)
    {
        // Escaped as an address may be (RFC 2392), or as it is
        var files = contents.Files.OfType<MimePart>().Where(file => file.ContentId is not null).ToList();
        var part = files.Find(file => file.ContentId == contentId)
            ?? (Uri.UnescapeDataString(contentId) is var unescaped ? files.Find(file => file.ContentId == unescaped) : null);
        if (part?.Content is null)
        {
            return null;
        }

        using var octets = new MemoryStream();
        part.Content.DecodeTo(octets);
        var image = octets.GetBuffer().AsSpan(0, (int)octets.Length);
        return image.Length <= MaxImageBytes && RasterImage.SubtypeOf(part, image) is { } subtype
            ? $"data:image/{subtype};base64,{Convert.ToBase64String(image)}"
            : null;
    }

    private static string? ValueOf(HtmlTagContext tag, HtmlAttributeId id) =>
        tag.Attributes.FirstOrDefault(attribute => attribute.Id == id)?.Value?.Trim();
}
