using EmailConsole.Accounts;
using Microsoft.Extensions.Configuration;

namespace EmailConsole.Tests.Accounts;

public sealed class ConsoleAddressTests
{
    [Theory]
    [InlineData(null, "http://visited.example/")]
    [InlineData(" ", "http://visited.example/")]
    [InlineData("https://console.example.com", "https://console.example.com/")]
    [InlineData("https://console.example.com/", "https://console.example.com/")]
    public void BaseOf_PublicUrl_GoesBeforeTheVisitedAddress(string? publicUrl, string expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["PublicUrl"] = publicUrl }).Build();

        Assert.Equal(new Uri(expected), new ConsoleAddress(configuration).BaseOf("http://visited.example/"));
    }
}
