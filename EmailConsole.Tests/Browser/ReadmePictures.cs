using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>The pictures of the README, taken anew with <c>UPDATE_SCREENSHOTS=1</c>.</summary>
internal static class ReadmePictures
{
    public static bool AreTaken { get; } = Environment.GetEnvironmentVariable("UPDATE_SCREENSHOTS") == "1";

    public static Task TakeAsync(IPage page, string name) => AreTaken
        ? page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(RepositoryRoot.Find(), "docs", "images", $"{name}.png") })
        : Task.CompletedTask;
}
