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
/// <param name="Secrets">Which secrets stood in the form when its page was lost a moment ago; null: that is not why it is here again.</param>
public sealed record KeptDraft(string? Base, string? When, IReadOnlyDictionary<string, string?>? Values, IReadOnlyList<string>? Secrets = null)
{
    private const int LongestWhen = 40;

    /// <summary>The page was lost and loaded again by itself, not left.</summary>
    public bool IsBack => Secrets is not null;

    /// <summary>The version of <see cref="Base"/>.</summary>
    public Guid? BasedOn => Guid.TryParse(Base, out var version) ? version : null;

    /// <summary>What a form says that <see cref="IsBack"/>; empty: nothing was typed.</summary>
    public string SaidOnReturn
    {
        get
        {
            var again = string.Join(" and ", ProviderFields.Secrets.Where(s => Secrets?.Contains(s.Name, StringComparer.Ordinal) == true).Select(s => s.Label));
            string?[] said =
            [
                Values is not null ? "what you typed has come back and is not saved yet" : null,
                again.Length > 0 ? $"{again} must be typed again, because secrets are not kept" : null,
            ];
            return said.All(s => s is null) ? "" : $"The connection to the console was lost: {string.Join("; ", said.OfType<string>())}.";
        }
    }

    /// <returns>Null where there is none, or none that can be read.</returns>
    public static async Task<KeptDraft?> FindAsync(IJSRuntime js, string key)
    {
        try
        {
            return key.Length > 0 && await js.InvokeAsync<KeptDraft?>("emailConsole.drafts.find", key) is { } kept && (kept.Values is { Count: > 0 } || kept.IsBack)
                ? kept with { When = kept.When?[..Math.Min(kept.When.Length, LongestWhen)], Values = kept.Values is { Count: > 0 } ? kept.Values : null }
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
