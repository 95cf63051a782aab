using MimeKit;
using MimeKit.IO;

namespace EmailConsole.DevelopmentMailbox.Messages;

/// <summary>What the page says of a part that is neither text nor HTML body.</summary>
/// <param name="Index">Its place in <see cref="MessageContents.Files"/>.</param>
/// <param name="Name">As the sender says; never a path.</param>
/// <param name="Type">Such as <c>image/png</c>.</param>
/// <param name="Size">In octets, decoded.</param>
public sealed record MessageFile(int Index, string Name, string Type, long Size)
{
    internal static MessageFile From(MimeEntity entity, int index)
    {
        using var measure = new MeasuringStream();
        WriteTo(entity, measure);
        return new MessageFile(index, NameOf(entity, index), entity.ContentType.MimeType, measure.Length);
    }

    internal static void WriteTo(MimeEntity entity, Stream target)
    {
        switch (entity)
        {
            case MimePart { Content: { } content }:
                content.DecodeTo(target);
                break;
            case MessagePart { Message: { } message }:
                message.WriteTo(target);
                break;
        }
    }

    private static string NameOf(MimeEntity entity, int index)
    {
        var given = entity.ContentDisposition?.FileName ?? entity.ContentType.Name;
        var name = new string([.. (given ?? "").Where(c => !char.IsControl(c) && c is not ('/' or '\\'))]).Trim();
        return name.Length > 0 ? name[..Math.Min(name.Length, 200)] : $"part-{index + 1}";
    }
}
