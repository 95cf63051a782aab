using System.Globalization;
using Microsoft.JSInterop;

namespace EmailConsole.EmailProviders.Guides;

/// <summary>Which steps of a guide are done for a tenant, kept by the browser: no secret, and nothing that anything else follows from.</summary>
internal sealed class GuideTicks(IJSRuntime js, string tenantDomain)
{
    /// <returns>Steps from 0 on; empty where there are none, or none that can be read.</returns>
    public async Task<HashSet<int>> FindAsync(string guideId, int steps)
    {
        try
        {
            var kept = await js.InvokeAsync<string?>("emailConsole.ticks.find", Key(guideId)) ?? "";
            return
            [
                .. kept.Split(',')
                    .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1)
                    .Where(step => step >= 0 && step < steps),
            ];
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return [];
        }
    }

    public async Task KeepAsync(string guideId, IEnumerable<int> done)
    {
        try
        {
            await js.InvokeVoidAsync(
                "emailConsole.ticks.keep", Key(guideId), string.Join(',', done.Order().Select(step => step.ToString(CultureInfo.InvariantCulture))));
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The browser keeps nothing, or is gone: the ticks last as long as the page
        }
    }

    private string Key(string guideId) => $"guide {tenantDomain} {guideId}";
}
