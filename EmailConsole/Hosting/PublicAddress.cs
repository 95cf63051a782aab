using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting;

/// <summary>Reads and checks, before anything listens, how the console is reached from outside.</summary>
internal static class PublicAddress
{
    private const string AnyHost = "*";

    /// <exception cref="OptionsValidationException">A value cannot be used; the message names its key.</exception>
    public static PublicAddressOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = new PublicAddressOptions();
        configuration.GetSection(PublicAddressOptions.ForwardedHeadersSection).Bind(options);
        options.PublicUrl = PublicUrl(configuration[PublicAddressOptions.PublicUrlKey], environment);

        if (options.IsBehindProxy && options.PublicUrl is null && !environment.IsDevelopment())
        {
            throw Invalid("PublicUrl must be set when the console is reached through a proxy (ForwardedHeaders), such as https://console.example.com.");
        }

        if (!environment.IsDevelopment() && AllowedHosts(configuration, options) is null)
        {
            throw Invalid("AllowedHosts must name the hosts by which the console is reached, or PublicUrl must be set.");
        }

        return options;
    }

    /// <summary>The hosts that requests may name; null: any.</summary>
    public static string? AllowedHosts(IConfiguration configuration, PublicAddressOptions options)
    {
        var configured = configuration[PublicAddressOptions.AllowedHostsKey];
        return string.IsNullOrWhiteSpace(configured) || configured.Trim() == AnyHost
            ? options.PublicUrl?.Host
            : configured;
    }

    /// <param name="options">The proxies.</param>
    /// <param name="allowedHosts">Also bound what <c>X-Forwarded-Host</c> may name; null: any.</param>
    /// <param name="forwarded">Set.</param>
    public static void Apply(this PublicAddressOptions options, string? allowedHosts, ForwardedHeadersOptions forwarded)
    {
        forwarded.AllowedHosts = allowedHosts?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        for (var i = 0; i < options.KnownProxies.Count; i++)
        {
            forwarded.KnownProxies.Add(IPAddress.TryParse(options.KnownProxies[i], out var address)
                ? address
                : throw Invalid($"ForwardedHeaders:KnownProxies:{i} must be an IP address."));
        }

        for (var i = 0; i < options.KnownNetworks.Count; i++)
        {
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(options.KnownNetworks[i], out var network)
                ? network
                : throw Invalid($"ForwardedHeaders:KnownNetworks:{i} must be an address range such as 10.0.0.0/8."));
        }
    }

    private static Uri? PublicUrl(string? text, IHostEnvironment environment)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var isUsable = Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment())
            && url.AbsolutePath == "/" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
        return isUsable
            ? url
            : throw Invalid("PublicUrl must be an https address without a path, such as https://console.example.com.");
    }

    private static OptionsValidationException Invalid(string message) =>
        new(nameof(PublicAddressOptions), typeof(PublicAddressOptions), [message]);
}
