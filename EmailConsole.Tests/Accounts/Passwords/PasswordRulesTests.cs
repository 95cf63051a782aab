using EmailConsole.Accounts.Passwords;

namespace EmailConsole.Tests.Accounts.Passwords;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("harbour lantern mosaic 7")]
    [InlineData("xkqvmzrtwplh")]
    [InlineData("korrektes pferd 9 klammer")]
    [InlineData("пароль и что-то ещё")]
    [InlineData("83726495018x")]
    [InlineData("Tr0ub4dor&3 staple")]
    public void Check_GoodPassword_IsTaken(string password) => Assert.Null(PasswordRules.Check(password, "alice@foo.com"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("elevenchars")]
    public void Check_ShortPassword_SaysTheLength(string? password) =>
        Assert.Contains("at least 12", PasswordRules.Check(password, null), StringComparison.Ordinal);

    [Fact]
    public void Check_LongestPassword_IsTaken() => Assert.Null(PasswordRules.Check(Long(PasswordRules.MaxLength), null));

    [Fact]
    public void Check_LongerThanLongest_SaysTheLength() =>
        Assert.Contains("at most 128", PasswordRules.Check(Long(PasswordRules.MaxLength + 1), null), StringComparison.Ordinal);

    [Fact]
    public void Check_ControlCharacter_IsRefused() => Assert.NotNull(PasswordRules.Check("harbour lantern\0mosaic", null));

    [Theory]
    [InlineData("password1234")]
    [InlineData("Password2024!")]
    [InlineData("2024x7-2019-1987")]
    [InlineData("P@ssw0rd1234")]
    [InlineData("passwordpassword")]
    [InlineData("Welcome12345")]
    [InlineData("adminadmin12")]
    [InlineData("emailconsole")]
    [InlineData("EmailConsole2026")]
    [InlineData("changeme-changeme")]
    [InlineData("qwertyuiop12")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("xkxkxkxkxkxk")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("iloveyou12345")]
    [InlineData("Summer2026!!")]
    [InlineData("letmein!letmein!")]
    public void Check_KnownOrVaried_IsRefused(string password) =>
        Assert.Contains("well-known", PasswordRules.Check(password, null), StringComparison.Ordinal);

    [Theory]
    [InlineData("wunderkind-2026", "alice@wunderkind.example")]
    [InlineData("zaphodzaphod1", "zaphod@foo.com")]
    public void Check_MadeOfTheUsername_IsRefused(string password, string username)
    {
        Assert.NotNull(PasswordRules.Check(password, username));
        Assert.Null(PasswordRules.Check("harbour lantern mosaic 7", username));
    }

    private static string Long(int length) => string.Concat(Enumerable.Repeat("harbour lantern mosaic ", 10))[..length];
}
