using System.Text.Json;
using Microsoft.JSInterop;

namespace EmailConsole.EmailProviders.Components;

/// <summary>
/// What was typed into a form and not saved, as the browser keeps it (<c>wwwroot/connection.js</c>): the fields that differ from
/// what was stored, none of them a secret. It outlives the page, its session and the server.
/// </summary>
/// <param name="Base">The version of the settings that it was typed over; empty: there were none.</param>
/// <param name="When">When it was typed, in the words and the time of the browser.</param>
/// <param name="Values">The fields as typed, by name.</param>
public sealed record KeptDraft(string? Base, string? When, IReadOnlyDictionary<string, string?>? Values)
{
    private const int LongestWhen = 40;

    /// <returns>Null where there is none, or none that can be read.</returns>
    public static async Task<KeptDraft?> FindAsync(IJSRuntime js, string key)
    {
        try
        {
            return key.Length > 0 && await js.InvokeAsync<KeptDraft?>("emailConsole.drafts.find", key) is { Values.Count: > 0 } kept
                ? kept with { When = kept.When?[..Math.Min(kept.When.Length, LongestWhen)] }
                : null;
        }
        catch (Exception e) when (e is JsonException or JSException or JSDisconnectedException or OperationCanceledException)
        {
            return null;
        }
    }

    public static async Task DropAsync(IJSRuntime js, string key)
    {
        try
        {
            await js.InvokeVoidAsync("emailConsole.drafts.drop", key);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // It is offered once more, at worst
        }
    }

    /// <summary>What was stored, with this over it. A confirmation is none of it: it is given on the page that shows it.</summary>
    public EmailProviderDraft Over(EmailProviderSettings stored)
    {
        var draft = EmailProviderDraft.From(stored);
        foreach (var (name, text) in Values ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            draft.Type(name, text ?? "");
        }

        return draft;
    }
}
