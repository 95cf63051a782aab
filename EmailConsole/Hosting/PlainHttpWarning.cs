namespace EmailConsole.Hosting;

/// <summary>Outside Development cookies travel over https alone: without it nobody can sign in, and that must be said.</summary>
internal static partial class PlainHttpWarning
{
    public static void Check(WebApplication app)
    {
        var isHttps = app.Urls.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        if (!app.Environment.IsDevelopment() && !isHttps && !app.Services.GetRequiredService<PublicAddressOptions>().IsBehindProxy)
        {
            LogNoHttps(app.Logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "No https address is listened on and no proxy is named (ForwardedHeaders): people cannot sign in over plain http. "
        + "Set Kestrel:Certificates and an https address in --urls, or name the proxy; see docs/running.md.")]
    private static partial void LogNoHttps(ILogger logger);
}
