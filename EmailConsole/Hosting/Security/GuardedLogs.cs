using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Security;

/// <summary>
/// Keeps what people type out of the log, whatever levels are configured. The platform logs what passes it in detail: the arguments of a
/// circuit's messages (each typed password), addresses with their query (the token of a link), values of headers and forms. Of
/// the platform only categories that are known to log nothing of the kind go through in full, all others from
/// <see cref="LogLevel.Information"/>, and from <see cref="LogLevel.Warning"/> where addresses are logged.
/// </summary>
internal sealed class GuardedLogs : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly string[] Platform = ["Microsoft.AspNetCore", "Microsoft.JSInterop", "Microsoft.Extensions.Http", "System.Net.Http", "MudBlazor"];

    /// <summary>Paths at most, names of policies and schemes, states.</summary>
    private static readonly string[] Harmless =
    [
        "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.StaticFiles", "Microsoft.AspNetCore.StaticAssets", "Microsoft.AspNetCore.HostFiltering",
        "Microsoft.AspNetCore.HttpOverrides", "Microsoft.AspNetCore.DataProtection", "Microsoft.AspNetCore.Authorization",
        "Microsoft.AspNetCore.Hosting.Lifetime", "Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets",
    ];

    private static readonly string[] WithAddresses =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Http.Result", "Microsoft.AspNetCore.HttpsPolicy", "Microsoft.Extensions.Http", "System.Net.Http"];

    // After all rules are read: none of them, however exact, lets more through
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        var rules = options.Rules.Prepend(new LoggerFilterRule(null, null, options.MinLevel, null)).ToList();
        options.Rules.Clear();
        foreach (var rule in rules)
        {
            options.Rules.Add(new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) => level >= Least(category) && rule.Filter?.Invoke(provider, category, level) is not false));
        }
    }

    /// <summary>The lowest level at which a category is logged.</summary>
    internal static LogLevel Least(string? category) =>
        category is null || !IsBelow(category, Platform) || IsBelow(category, Harmless) ? LogLevel.Trace
        : IsBelow(category, WithAddresses) ? LogLevel.Warning
        : LogLevel.Information;

    private static bool IsBelow(string category, string[] names) => Array.Exists(names, name =>
        category.StartsWith(name, StringComparison.Ordinal) && (category.Length == name.Length || category[name.Length] == '.'));
}

internal static class GuardedLogsRegistration
{
    public static void AddGuardedLogs(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, GuardedLogs>();
}
