using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using EmailConsole.Tests.Architecture;

namespace EmailConsole.Tests.Browser;

/// <summary>What axe finds on a page.</summary>
internal static class Accessibility
{
    // The theme of the system comes a moment after the page, and a colour on its way to another is not what people read. An adopted sheet, since the pages' policy forbids others; not
    // without any duration, since components wait for the end of theirs
    private const string StandStill = """
        async () => {
            const isBetween = () => matchMedia('(prefers-color-scheme: dark)').matches
                && getComputedStyle(document.documentElement).getPropertyValue('--mud-native-html-color-scheme').trim() === 'light';
            for (let tries = 0; isBetween() && tries < 500; tries++) await new Promise(again => setTimeout(again, 20));
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`*, *::before, *::after {
                animation-duration: 1ms !important; animation-delay: 0s !important; transition-duration: 1ms !important; transition-delay: 0s !important }`);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
            await Promise.all(document.getAnimations()
                .filter(a => a.effect.getComputedTiming().endTime !== Infinity).map(a => a.finished.catch(() => null)));
        }
        """;

    /// <summary>Fails with every fault; animations end at once from then on.</summary>
    /// <param name="visit">The page.</param>
    /// <param name="part">A selector; null: all of it.</param>
    /// <param name="hasFrames">Whether what is in its frames counts too. In one where no script may run axe would never answer.</param>
    public static async Task AssertAccessibleAsync(this ConsoleVisit visit, string? part = null, bool hasFrames = true) =>
        Faults.AssertNone(await visit.FindFaultsAsync(part, hasFrames));

    /// <inheritdoc cref="AssertAccessibleAsync"/>
    public static async Task<IEnumerable<string>> FindFaultsAsync(this ConsoleVisit visit, string? part = null, bool hasFrames = true)
    {
        await visit.Page.EvaluateAsync(StandStill);
        var options = new AxeRunOptions { Iframes = hasFrames };
        var found = part is null ? await visit.Page.RunAxe(options) : await visit.Page.Locator(part).RunAxe(options);
        return found.Violations.SelectMany(
            v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html} {string.Join(", ", n.Any.Select(a => a.Message))}"));
    }
}
