using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Shell.Pages;

/// <summary>A console whose super tenant has a provider.</summary>
public sealed class EmailProviderConsole : ConsoleApplication
{
    public EmailProviderConsole() => Deployment = Working;

    public static string Working => """
        [output_adapter.email]
        from_address = "Platform <no-reply@platform.example>"
        hostname = "smtp.platform.example"
        port = 587
        username = "platform"
        password = "pl4tform-s3cret"
        """;
}
