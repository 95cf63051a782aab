using EmailConsole.Accounts.SignIn;

namespace EmailConsole.Tests.Accounts.SignIn;

public sealed class SignInNameTests
{
    [Theory]
    [InlineData("admin", "admin", "carbon.super")]
    [InlineData("  admin  ", "admin", "carbon.super")]
    [InlineData("admin@carbon.super", "admin", "carbon.super")]
    [InlineData("alice@foo.com", "alice", "foo.com")]
    [InlineData("alice@FOO.com", "alice", "foo.com")]
    [InlineData("alice@foo.com.", "alice", "foo.com")]
    [InlineData("alice@example.org@foo.com", "alice@example.org", "foo.com")]
    [InlineData("alice@b@c@foo.com", "alice@b@c", "foo.com")]
    [InlineData("älice@Bücher.example", "älice", "xn--bcher-kva.example")]
    public void TryParse_UsableName_SplitsAtTheLastAt(string text, string user, string domain)
    {
        Assert.True(SignInName.TryParse(text, out var name));

        Assert.Equal(new SignInName(user, domain), name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("@foo.com")]
    [InlineData("alice@")]
    [InlineData("alice@foo")]
    [InlineData("alice@-foo.com")]
    [InlineData("alice@127.0.0.1")]
    [InlineData("al ice@foo.com")]
    [InlineData("al\nice@foo.com")]
    [InlineData("al\0ice@foo.com")]
    [InlineData("al\u200Bice@foo.com")]
    [InlineData("al\u202Eice@foo.com")]
    [InlineData("a/b@foo.com")]
    public void TryParse_NameNobodyCanHave_IsRefused(string? text) => Assert.False(SignInName.TryParse(text, out _));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void TryParse_LongUserPart_IsBounded(int length, bool isUsable) =>
        Assert.Equal(isUsable, SignInName.TryParse(new string('a', length) + "@foo.com", out _));
}
