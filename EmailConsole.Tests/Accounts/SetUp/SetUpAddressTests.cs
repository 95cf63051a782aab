using EmailConsole.Accounts.SetUp;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;

namespace EmailConsole.Tests.Accounts.SetUp;

public sealed class SetUpAddressTests
{
    [Theory]
    [InlineData(null, null, "http://[::]:8080", "http://localhost:8080/")]
    [InlineData(null, "*", "http://*:8080", "http://localhost:8080/")]
    [InlineData(null, "console.example.com;other.example", "http://0.0.0.0:8080", "http://console.example.com:8080/")]
    [InlineData(null, "*.example.com; console.example.com", "http://+:8080", "http://console.example.com:8080/")]
    [InlineData(null, "console.example.com", "http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("https://public.example.com", "console.example.com", "http://[::]:8080", "https://public.example.com/")]
    public void BaseOf_Configuration_IsAnAddressThatIsAnswered(string? publicUrl, string? allowedHosts, string listening, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PublicUrl"] = publicUrl,
            ["AllowedHosts"] = allowedHosts,
        }).Build();

        Assert.Equal(new Uri(expected), SetUpAddress.BaseOf(configuration, new Listening(listening)));
    }

    private sealed class Listening(string address) : IServerAddressesFeature
    {
        public ICollection<string> Addresses { get; } = [address];

        public bool PreferHostingUrls { get; set; }
    }
}
