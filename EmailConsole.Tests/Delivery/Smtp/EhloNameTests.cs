using System.Net;
using EmailConsole.Delivery.Smtp;

namespace EmailConsole.Tests.Delivery.Smtp;

public sealed class EhloNameTests
{
    [Theory]
    [InlineData("mail.foo.example", true)]
    [InlineData("a.b", true)]
    [InlineData("localhost", false)]
    [InlineData("-a.example", false)]
    [InlineData("a_b.example", false)]
    [InlineData("bücher.example", false)]
    [InlineData("a..example", false)]
    [InlineData("mail.foo.example.", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("a.example\r\nMAIL", false)]
    public void IsValid_Names_WantsAFullDomainNameInAscii(string name, bool expected) => Assert.Equal(expected, EhloName.IsValid(name));

    [Fact]
    public void Choose_Configured_IsTaken() => Assert.Equal("mail.foo.example", EhloName.Choose("mail.foo.example", IPAddress.Loopback));

    [Theory]
    [InlineData("127.0.0.1", "[127.0.0.1]")]
    [InlineData("::ffff:127.0.0.1", "[127.0.0.1]")]
    [InlineData("fe80::1%3", "[IPv6:fe80::1]")]
    public void Choose_NotConfigured_IsTheMachinesNameOrAnAddressLiteral(string address, string literal)
    {
        var chosen = EhloName.Choose(null, IPAddress.Parse(address));

        Assert.True(chosen == literal || EhloName.IsValid(chosen), chosen);
    }
}
