using EmailConsole.Delivery;
using EmailConsole.Delivery.Certificates;
using EmailConsole.Delivery.Network;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Delivery;

public sealed class DeliveryOptionsTests : IDisposable
{
    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("Delivery:ConnectTimeout", "00:00:00")]
    [InlineData("Delivery:ConnectTimeout", "00:06:00")]
    [InlineData("Delivery:CommandTimeout", "-00:00:01")]
    [InlineData("Delivery:GreetingTimeout", "00:00:00")]
    [InlineData("Delivery:GreetingTimeout", "00:11:00")]
    [InlineData("Delivery:ContentTimeout", "02:00:00")]
    [InlineData("Delivery:EhloName", "two words")]
    [InlineData("Network:Allow:0", "everywhere")]
    [InlineData("Network:Ports:0", "70000")]
    [InlineData("Network:TokenEndpointPorts:0", "-1")]
    [InlineData("Tls:AdditionalCaFile", "missing.pem")]
    [InlineData("Tls:AdditionalCaFile", "empty.pem")]
    [InlineData("Tls:AdditionalCaFile", "broken.pem")]
    public void Start_BadOption_SaysSoInOneLineThatNamesTheKey(string key, string value)
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(_bed.CaFile)!, "empty.pem"), "nothing");
        File.WriteAllText(
            Path.Combine(Path.GetDirectoryName(_bed.CaFile)!, "broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        _bed.Configuration[key] = value;

        var error = Assert.Throws<OptionsValidationException>(() => _bed.Get<IStartupValidator>().Validate());

        var line = Assert.Single(error.Failures);
        Assert.StartsWith(key, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Start_EverythingConfigured_IsRead()
    {
        _bed.Configuration["Delivery:ConnectTimeout"] = "00:00:05";
        _bed.Configuration["Network:Allow:0"] = "10.0.0.0/8:25";
        _bed.Configuration["Network:Ports:0"] = "26";

        _bed.Get<IStartupValidator>().Validate();

        Assert.Equal(TimeSpan.FromSeconds(5), _bed.Get<IOptions<DeliveryOptions>>().Value.ConnectTimeout);
        Assert.Equal(["10.0.0.0/8:25"], _bed.Get<IOptions<NetworkOptions>>().Value.Allow);
        Assert.Equal([26], _bed.Get<IOptions<NetworkOptions>>().Value.Ports);
        Assert.Equal("ca.pem", _bed.Get<IOptions<TlsOptions>>().Value.AdditionalCaFile);
    }
}
