using EmailConsole.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Hosting;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("Production", "PublicUrl", "http://console.example.com", "PublicUrl must be an https address")]
    [InlineData("Production", "PublicUrl", "https://console.example.com/path", "PublicUrl must be an https address")]
    [InlineData("Production", "PublicUrl", "console.example.com", "PublicUrl must be an https address")]
    [InlineData("Production", "AllowedHosts", "*", "AllowedHosts must name the hosts")]
    [InlineData("Production", "ForwardedHeaders:KnownProxies:0", "10.0.0.1", "PublicUrl must be set")]
    public void Read_UnusableValue_NamesTheKey(string environment, string key, string value, string expected)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(environment, (key, value)));

        Assert.StartsWith(expected, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KnownProxies", "proxy.example.com", "ForwardedHeaders:KnownProxies:0 must be an IP address")]
    [InlineData("KnownNetworks", "10.0.0.0", "ForwardedHeaders:KnownNetworks:0 must be an address range")]
    public void Apply_NoAddress_NamesTheKey(string list, string value, string expected)
    {
        var options = Read("Development", ($"ForwardedHeaders:{list}:0", value));

        var error = Assert.Throws<OptionsValidationException>(() => options.Apply(null, new ForwardedHeadersOptions()));

        Assert.StartsWith(expected, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void AllowedHosts_PublicUrlAlone_IsItsHost()
    {
        var (configuration, options) = Both("Production", ("PublicUrl", "https://console.example.com"), ("AllowedHosts", "*"));

        Assert.Equal("console.example.com", PublicAddress.AllowedHosts(configuration, options));
    }

    [Fact]
    public void AllowedHosts_Listed_AreThose()
    {
        var (configuration, options) = Both(
            "Production", ("PublicUrl", "https://console.example.com"), ("AllowedHosts", "a.example;b.example"));

        Assert.Equal("a.example;b.example", PublicAddress.AllowedHosts(configuration, options));
    }

    [Fact]
    public void Read_DevelopmentWithoutAnything_IsFine() => Assert.False(Read("Development").IsBehindProxy);

    private static PublicAddressOptions Read(string environment, params (string Key, string Value)[] settings) =>
        Both(environment, settings).Options;

    private static (IConfiguration Configuration, PublicAddressOptions Options) Both(
        string environment, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
        return (configuration, PublicAddress.Read(configuration, new FakeEnvironment(environment)));
    }

    private sealed class FakeEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "EmailConsole";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
