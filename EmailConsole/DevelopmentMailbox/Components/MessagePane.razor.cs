using System.Globalization;
using System.Text;
using EmailConsole.DevelopmentMailbox.Messages;
using Microsoft.AspNetCore.Components;

namespace EmailConsole.DevelopmentMailbox.Components;

/// <summary>One message: as HTML in a frame that can run and load nothing, as text, its headers, its source.</summary>
public sealed partial class MessagePane
{
    private const int MaxHeaders = 500;
    private const int MaxShown = 100_000;
    private const int TextTab = 1;

    private MessageContents? _contents;
    private IReadOnlyList<MessageFile> _files = [];
    private string _source = "";
    private int _tab;

    [Parameter, EditorRequired]
    public MailboxMessage Message { get; set; } = default!;

    private string Path => $"/development-mailbox/messages/{Message.Id}";

    protected override void OnInitialized()
    {
        _contents = MessageContents.Read(Message);
        _files = [.. (_contents?.Files ?? []).Select(MessageFile.From)];
        _source = Shorten(Encoding.UTF8.GetString(Message.Source.Span[..Math.Min(Message.Source.Length, MaxShown + 1)]));
        _tab = _contents?.Html is null ? TextTab : 0;
    }

    // The whole is in the download: a page must not carry 25 MB through its circuit
    private static string Shorten(string text) =>
        text.Length <= MaxShown ? text : $"{text[..MaxShown]}\n… cut here; download the message to see all of it.";

    private static string SizeOf(long octets) => octets switch
    {
        < 1024 => $"{octets} bytes",
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{octets / 1024.0:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{octets / (1024.0 * 1024):0.#} MB"),
    };
}
