using EmailConsole.Accounts.SignIn;

namespace EmailConsole.Tests.Accounts.SignIn;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/tenants")]
    [InlineData("/t/foo.com/people?search=a#b")]
    public void Local_AddressOfThisSite_IsKept(string url) => Assert.Equal(url, ReturnUrl.Local(url));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tenants")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("/a\r\nSet-Cookie: b")]
    public void Local_AnythingElse_IsDropped(string? url) => Assert.Null(ReturnUrl.Local(url));
}
