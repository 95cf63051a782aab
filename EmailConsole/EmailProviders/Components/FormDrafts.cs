using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.JSInterop;

namespace EmailConsole.EmailProviders.Components;

/// <summary>
/// What stands in a form and is not saved, kept by the browser's tab until it is closed: settings, which hold no secret. It outlives
/// the page, where the server has let go of it.
/// </summary>
public sealed class FormDrafts(IJSRuntime js)
{
    private static readonly JsonSerializerOptions Names = new() { Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) } };

    /// <returns>Null where there is none, or none that can be read.</returns>
    public async Task<EmailProviderSettings?> FindAsync(string key)
    {
        try
        {
            return await js.InvokeAsync<string?>("emailConsole.drafts.find", key) is { Length: > 0 } json
                ? JsonSerializer.Deserialize<EmailProviderSettings>(json, Names)
                : null;
        }
        catch (Exception e) when (e is JsonException or JSException or JSDisconnectedException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <param name="key">Whose, and of what.</param>
    /// <param name="settings">Null: nothing that is not saved stands in the form.</param>
    public async Task KeepAsync(string key, EmailProviderSettings? settings)
    {
        try
        {
            await js.InvokeVoidAsync("emailConsole.drafts.keep", key, settings is null ? null : JsonSerializer.Serialize(settings, Names));
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Without it the form works all the same
        }
    }
}
