using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>
/// Contexts of visits that are over: the next visit to the same console takes one and finds the console's files in its cache, which saves a
/// tenth of a visit's processor time. Nobody is signed in, nothing is stored or permitted, and no page is open. Scripts that a test adds to
/// a context stay: they belong to the page.
/// </summary>
internal static class UsedContexts
{
    // The consoles of the classes that run at a time, and a second window for some
    private const int Most = 6;

    private static readonly Lock Lock = new();
    private static readonly LinkedList<(Uri Address, ConsoleWindow Window, IBrowserContext Context)> Idle = [];

    /// <returns>Null: there is none.</returns>
    public static IBrowserContext? Take(Uri address, ConsoleWindow window)
    {
        lock (Lock)
        {
            for (var node = Idle.Last; node is not null; node = node.Previous)
            {
                if (node.Value.Address == address && node.Value.Window == window)
                {
                    Idle.Remove(node);
                    return node.Value.Context;
                }
            }
        }

        return null;
    }

    /// <param name="address">Of the console.</param>
    /// <param name="window">How its pages look.</param>
    /// <param name="context">What the visit used.</param>
    /// <param name="page">One of its pages.</param>
    public static async Task PutAsync(Uri address, ConsoleWindow window, IBrowserContext context, IPage page)
    {
        try
        {
            // The browser bounds neither of its answers
            await ClearAsync(address, context, page).WaitAsync(Bound.Wait);
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            // The test has closed its page: what is left of it cannot be asked
            await context.DisposeAsync().AsTask().WaitAsync(Bound.Wait);
            return;
        }

        IBrowserContext? oldest = null;
        lock (Lock)
        {
            Idle.AddLast((address, window, context));
            if (Idle.Count > Most)
            {
                oldest = Idle.First!.Value.Context;
                Idle.RemoveFirst();
            }
        }

        if (oldest is not null)
        {
            await oldest.DisposeAsync();
        }
    }

    private static async Task ClearAsync(Uri address, IBrowserContext context, IPage page)
    {
        await context.ClearCookiesAsync();
        await context.ClearPermissionsAsync();
        var devTools = await context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Storage.clearDataForOrigin", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["origin"] = address.GetLeftPart(UriPartial.Authority),
            ["storageTypes"] = "local_storage",
        });
        foreach (var open in context.Pages.ToList())
        {
            await open.CloseAsync();
        }
    }
}
