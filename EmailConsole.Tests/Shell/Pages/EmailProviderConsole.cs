using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Shell.Pages;

/// <summary>A console whose super tenant has a provider.</summary>
public sealed class EmailProviderConsole : ConsoleApplication
{
    public EmailProviderConsole()
    {
        Deployment = Working;

        // Longer than a busy machine needs to draw a page
        Settings = new Dictionary<string, string> { ["EmailProviders:ReplaceWithin"] = "00:00:12" };
    }

    public static string Working => """
        [output_adapter.email]
        from_address = "Platform <no-reply@platform.example>"
        hostname = "smtp.platform.example"
        port = 587
        username = "platform"
        password = "pl4tform-s3cret"
        """;
}
