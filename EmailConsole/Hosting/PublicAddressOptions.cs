namespace EmailConsole.Hosting;

/// <summary>How the console is reached from outside.</summary>
public sealed class PublicAddressOptions
{
    public const string PublicUrlKey = "PublicUrl";
    public const string AllowedHostsKey = "AllowedHosts";
    public const string ForwardedHeadersSection = "ForwardedHeaders";

    /// <summary>The base of links in mail, such as <c>https://console.example.com</c>; null: the request's own address.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Addresses of reverse proxies whose X-Forwarded-For, -Proto and -Host are believed.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Address ranges (CIDR) of such proxies.</summary>
    public IList<string> KnownNetworks { get; } = [];

    /// <summary>Whether a reverse proxy stands in front.</summary>
    public bool IsBehindProxy => KnownProxies.Count > 0 || KnownNetworks.Count > 0;
}
