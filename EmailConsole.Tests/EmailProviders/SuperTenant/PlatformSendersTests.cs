using EmailConsole.Deployment;
using EmailConsole.EmailProviders.SuperTenant;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class PlatformSendersTests
{
    [Theory]
    [InlineData("codes@foo.com", true)]
    [InlineData("codes@FOO.com", true)]
    [InlineData("codes@mail.foo.com", true)]
    [InlineData("codes@brand.example", true)]
    [InlineData("codes@a.b.brand.example", true)]
    [InlineData("codes@xn--bcher-kva.example", true)]
    [InlineData("codes@bücher.example", true)]
    [InlineData("codes@evilfoo.com", false)]
    [InlineData("codes@com", false)]
    [InlineData("codes@bar.com", false)]
    [InlineData("codes@platform.example", false)]
    [InlineData("codes@foo.com.evil.example", false)]
    [InlineData("\"a@foo.com\"@evil.example", false)]
    [InlineData("codes", false)]
    public void FindFault_OfFoo_PermitsItsDomainAndThoseOfTheFile(string from, bool isPermitted)
    {
        var senders = Read("[tenant_sender_domains]", "\"FOO.com\" = [\"brand.example\", 'Bücher.example']", "\"bar.com\" = ['other.example']");

        var fault = senders.FindFault("foo.com", from);

        Assert.Equal(isPermitted, fault is null);
        Assert.True(isPermitted || fault!.Contains("foo.com, brand.example, xn--bcher-kva.example", StringComparison.Ordinal), fault);
    }

    [Fact]
    public void FindFault_WithoutTheTable_PermitsTheTenantsDomainAlone()
    {
        Assert.Null(Read().FindFault("foo.com", "codes@foo.com"));
        Assert.NotNull(Read().FindFault("foo.com", "codes@brand.example"));
    }

    [Theory]
    [InlineData("\"foo.com\" = \"brand.example\"", "Write a list of domains")]
    [InlineData("\"foo.com\" = [7]", "Write a list of domains")]
    [InlineData("\"foo.com\" = ['no domain']", "'no domain' is no domain")]
    [InlineData("\"foo.com\" = ['*']", "'*' is no domain")]
    [InlineData("\"foo\" = ['brand.example']", "a tenant's domain in quotes")]
    [InlineData("\"carbon.super\" = ['brand.example']", "a tenant's domain in quotes")]
    [InlineData("foo.com = ['brand.example']", "a tenant's domain in quotes")]
    public void Read_WrongEntry_IsAnErrorAtItsLine(string line, string message)
    {
        var reading = Section.Read("[tenant_sender_domains]", line);

        Assert.Null(reading.Provider);
        Assert.Contains(message, reading.Error().Message, StringComparison.Ordinal);
        Assert.Equal(7, reading.Error().Line);
    }

    [Fact]
    public void Equals_SameDomainsInAnotherOrder_IsTrue()
    {
        Assert.Equal(
            Read("[tenant_sender_domains]", "'a.example' = ['x.example', 'y.example']", "'b.example' = []"),
            Read("[tenant_sender_domains]", "'b.example' = []", "'a.example' = ['y.example', 'x.example', 'x.example']"));
        Assert.NotEqual(Read("[tenant_sender_domains]", "'a.example' = ['x.example']"), Read("[tenant_sender_domains]", "'a.example' = ['y.example']"));
    }

    private static PlatformSenders Read(params string[] lines)
    {
        var reading = Section.Read(lines);
        Assert.DoesNotContain(reading.Diagnostics, d => d.Severity == DeploymentSeverity.Error);
        return reading.Senders;
    }
}
