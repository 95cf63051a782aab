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
    [InlineData("/é", "/%C3%A9")]
    [InlineData("/%C3%A9", "/%C3%A9")]
    [InlineData("/\uD83D\uDE00?x=ü#日", "/%F0%9F%98%80?x=%C3%BC#%E6%97%A5")]
    [InlineData("/\uFF0Fevil.example", "/%EF%BC%8Fevil.example")]
    public void Local_OtherCharactersThanAscii_AreEncoded(string url, string expected) => Assert.Equal(expected, ReturnUrl.Local(url));

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
