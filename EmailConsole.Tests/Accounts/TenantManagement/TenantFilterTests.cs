using EmailConsole.Accounts.TenantManagement;

namespace EmailConsole.Tests.Accounts.TenantManagement;

public sealed class TenantFilterTests
{
    [Theory]
    [InlineData("domainName sw foo", "sw", "foo")]
    [InlineData("domain EQ Foo.COM", "eq", "foo.com")]
    [InlineData("  domainName co \"oo\" ", "co", "oo")]
    public void Parse_Condition_IsRead(string text, string op, string value) => Assert.Equal(new TenantFilter(op, value), TenantFilter.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("domainName")]
    [InlineData("domainName gt foo")]
    [InlineData("id eq 1")]
    [InlineData("domainName eq foo and domainName eq bar")]
    [InlineData("domainName eq \"foo")]
    public void Parse_AnythingElse_IsNone(string text) => Assert.Null(TenantFilter.Parse(text));
}
