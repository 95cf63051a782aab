using EmailConsole.Tenants;

namespace EmailConsole.Tests.Tenants;

public sealed class TenantDomainTests
{
    private static readonly string Label63 = new('a', 63);

    [Theory]
    [InlineData("foo.com", "foo.com")]
    [InlineData("  FOO.Com  ", "foo.com")]
    [InlineData("foo.com.", "foo.com")]
    [InlineData("a-b.c1.example", "a-b.c1.example")]
    [InlineData("Bücher.example", "xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("例え.テスト", "xn--r8jz45g.xn--zckzah")]
    [InlineData("carbon.super", "carbon.super")]
    public void TryParse_Domain_BringsItIntoNormalForm(string text, string domain)
    {
        Assert.True(TenantDomain.TryParse(text, out var parsed, out var error), error);

        Assert.Equal(domain, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("foo")]
    [InlineData(".")]
    [InlineData("foo..com")]
    [InlineData(".foo.com")]
    [InlineData("-foo.com")]
    [InlineData("foo-.com")]
    [InlineData("foo_bar.com")]
    [InlineData("foo bar.com")]
    [InlineData("foo.com/path")]
    [InlineData("foo.com:25")]
    [InlineData("alice@foo.com")]
    [InlineData("127.0.0.1")]
    [InlineData("1.2")]
    [InlineData("[::1]")]
    [InlineData("::1")]
    [InlineData("foo.com\r\nX: y")]
    [InlineData("foo\0.com")]
    [InlineData("*.foo.com")]
    [InlineData("%2e%2e.com")]
    public void TryParse_NoDomain_SaysWhatToType(string? text)
    {
        Assert.False(TenantDomain.TryParse(text, out _, out var error));

        Assert.NotEmpty(error);
    }

    [Fact]
    public void TryParse_LongestLabelAndName_AreTaken()
    {
        var name = string.Join('.', Label63, Label63, Label63, new string('b', 61));

        Assert.Equal(TenantDomain.MaxLength, name.Length);
        Assert.True(TenantDomain.TryParse(name, out _, out _));
    }

    [Fact]
    public void TryParse_LongerLabelOrName_IsRefused()
    {
        Assert.False(TenantDomain.TryParse($"{Label63}a.com", out _, out _));
        Assert.False(TenantDomain.TryParse(string.Join('.', Label63, Label63, Label63, Label63), out _, out _));
        Assert.False(TenantDomain.TryParse(new string('a', 100_000), out _, out _));
    }
}
