using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders.Validation;

public sealed class SecretRuleTests
{
    public static TheoryData<SmtpEncryption, SmtpEncryption> Encryptions()
    {
        var all = new TheoryData<SmtpEncryption, SmtpEncryption>();
        foreach (var stored in Enum.GetValues<SmtpEncryption>())
        {
            foreach (var wanted in Enum.GetValues<SmtpEncryption>())
            {
                all.Add(stored, wanted);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Encryptions))]
    public void FindObstacle_Encryption_FollowsUnlessItGetsWeaker(SmtpEncryption stored, SmtpEncryption wanted)
    {
        var (password, clientSecret) = Find(s => s with { Encryption = stored }, s => s with { Encryption = wanted });

        // The declaration's order is strong to weak
        string[] order = ["Tls", "StartTlsRequired", "StartTlsIfOffered", "None"];
        var isWeaker = Array.IndexOf(order, wanted.ToString()) > Array.IndexOf(order, stored.ToString());
        Assert.Equal(isWeaker, password is not null);
        Assert.Equal(isWeaker, clientSecret is not null);
    }

    // Every member of the settings: whether its change alone leaves the password, the client secret behind
    public static TheoryData<string, bool, bool> Members => new()
    {
        { nameof(EmailProviderSettings.Preset), false, false },
        { nameof(EmailProviderSettings.Server), true, true },
        { nameof(EmailProviderSettings.Kind), true, true },
        { nameof(EmailProviderSettings.Host), true, true },
        { nameof(EmailProviderSettings.Port), true, true },
        { nameof(EmailProviderSettings.Encryption), true, true },
        { nameof(EmailProviderSettings.FromAddress), false, false },
        { nameof(EmailProviderSettings.DisplayNameMode), false, false },
        { nameof(EmailProviderSettings.DisplayName), false, false },
        { nameof(EmailProviderSettings.ReplyTo), false, false },
        { nameof(EmailProviderSettings.AuthenticationType), true, true },
        { nameof(EmailProviderSettings.Username), true, false },
        { nameof(EmailProviderSettings.ClientId), false, true },
        { nameof(EmailProviderSettings.TokenEndpoint), false, true },
        { nameof(EmailProviderSettings.Scopes), false, false },
        { nameof(EmailProviderSettings.MaxConnections), false, false },
        { nameof(EmailProviderSettings.MessagesPerMinute), false, false },
        { nameof(EmailProviderSettings.MessagesPerConnection), false, false },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void FindObstacle_OneMemberChanged_IsAsDecided(string member, bool passwordStays, bool clientSecretStays)
    {
        var (password, clientSecret) = Find(s => s, s => Change(s, member));

        Assert.Equal(passwordStays, password is not null);
        Assert.Equal(clientSecretStays, clientSecret is not null);
    }

    [Fact]
    public void Members_AreAllOfTheSettings() =>
        Assert.Equal(
            typeof(EmailProviderSettings).GetProperties().Where(p => p.CanWrite && p.Name != nameof(EmailProviderSettings.Values)).Select(p => p.Name).Order(),
            Members.Select(row => (string)row[0]).Order());

    [Theory]
    [InlineData("SMTP.Foo.Com")]
    [InlineData("  smtp.foo.com ")]
    [InlineData("smtp.foo.com.")]
    public void FindPasswordObstacle_OtherSpellingOfTheHost_Follows(string host) =>
        Assert.Null(SecretRule.FindPasswordObstacle(Inputs.BasicSettings, Inputs.BasicSettings with { Host = host }));

    [Fact]
    public void FindPasswordObstacle_HostAsUnicodeAndAsALabels_Follows() =>
        Assert.Null(SecretRule.FindPasswordObstacle(
            Inputs.BasicSettings with { Host = "xn--bcher-kva.example" }, Inputs.BasicSettings with { Host = "Bücher.example" }));

    [Theory]
    [InlineData("smtp.foo.com.evil.example")]
    [InlineData("smtp.fоo.com")] // a Cyrillic o
    [InlineData("smtp.foo.co")]
    [InlineData("")]
    [InlineData("smtp.foo.com\n")]
    [InlineData("smtp.foo.com\0.evil.example")]
    public void FindPasswordObstacle_HostThatOnlyLooksAlike_StaysBehind(string host) =>
        Assert.Equal(
            "Enter the password again: it was stored for smtp.foo.com.",
            SecretRule.FindPasswordObstacle(Inputs.BasicSettings, Inputs.BasicSettings with { Host = host }));

    [Theory]
    [InlineData("Codes@foo.com")]
    [InlineData("codes@foo.com.")]
    [InlineData(null)]
    public void FindPasswordObstacle_OtherUsername_StaysBehind(string? username) =>
        Assert.Equal(
            "Enter the password again: it was stored for the username codes@foo.com.",
            SecretRule.FindPasswordObstacle(Inputs.BasicSettings, Inputs.BasicSettings with { Username = username }));

    [Theory]
    [InlineData("HTTPS://LOGIN.microsoftonline.com/9188040d/oauth2/v2.0/token", true)]
    [InlineData("https://login.microsoftonline.com:443/9188040d/oauth2/v2.0/token ", true)]
    [InlineData("https://login.microsoftonline.com:8443/9188040d/oauth2/v2.0/token", false)]
    [InlineData("https://login.microsoftonline.com/9188040D/oauth2/v2.0/token", false)]
    [InlineData("https://login.microsoftonline.com/9188040d/oauth2/v2.0/token?x=1", false)]
    [InlineData("https://login.microsoftonline.com.evil.example/9188040d/oauth2/v2.0/token", false)]
    [InlineData("https://login.microsoftonline.com@evil.example/9188040d/oauth2/v2.0/token", false)]
    [InlineData("http://login.microsoftonline.com/9188040d/oauth2/v2.0/token", false)]
    [InlineData("not an address", false)]
    [InlineData(null, false)]
    public void FindClientSecretObstacle_TokenEndpoint_FollowsToTheSameAddressOnly(string? endpoint, bool follows)
    {
        var wanted = Inputs.ClientCredentialSettings with { TokenEndpoint = endpoint };

        Assert.Equal(follows, SecretRule.FindClientSecretObstacle(Inputs.ClientCredentialSettings, wanted) is null);
    }

    [Fact]
    public void FindPasswordObstacle_WeakerEncryption_NamesBoth() =>
        Assert.Equal(
            "Enter the password again: it was stored for the encryption STARTTLS required, which is stronger than None.",
            SecretRule.FindPasswordObstacle(Inputs.BasicSettings, Inputs.BasicSettings with { Encryption = SmtpEncryption.None }));

    [Fact]
    public void FindPasswordObstacle_UndefinedEncryption_StaysBehind() =>
        Assert.NotNull(SecretRule.FindPasswordObstacle(Inputs.BasicSettings, Inputs.BasicSettings with { Encryption = (SmtpEncryption)9 }));

    private static (string? Password, string? ClientSecret) Find(
        Func<EmailProviderSettings, EmailProviderSettings> stored, Func<EmailProviderSettings, EmailProviderSettings> wanted) =>
        (SecretRule.FindPasswordObstacle(stored(Inputs.BasicSettings), wanted(stored(Inputs.BasicSettings))),
            SecretRule.FindClientSecretObstacle(stored(Inputs.ClientCredentialSettings), wanted(stored(Inputs.ClientCredentialSettings))));

    private static EmailProviderSettings Change(EmailProviderSettings settings, string member) => member switch
    {
        nameof(EmailProviderSettings.Preset) => settings with { Preset = "gmail" },
        nameof(EmailProviderSettings.Server) => settings with { Server = ProviderServer.Platform },
        nameof(EmailProviderSettings.Kind) => settings with { Kind = "sendgrid" },
        nameof(EmailProviderSettings.Host) => settings with { Host = "smtp.other.example" },
        nameof(EmailProviderSettings.Port) => settings with { Port = 2525 },
        nameof(EmailProviderSettings.Encryption) => settings with { Encryption = SmtpEncryption.StartTlsIfOffered },
        nameof(EmailProviderSettings.FromAddress) => settings with { FromAddress = "other@foo.com" },
        nameof(EmailProviderSettings.DisplayNameMode) => settings with { DisplayNameMode = DisplayNameMode.AddressOnly },
        nameof(EmailProviderSettings.DisplayName) => settings with { DisplayName = "Foo" },
        nameof(EmailProviderSettings.ReplyTo) => settings with { ReplyTo = "help@foo.com" },
        nameof(EmailProviderSettings.AuthenticationType) => settings with { AuthenticationType = AuthenticationType.None },
        nameof(EmailProviderSettings.Username) => settings with { Username = "other" },
        nameof(EmailProviderSettings.ClientId) => settings with { ClientId = "other" },
        nameof(EmailProviderSettings.TokenEndpoint) => settings with { TokenEndpoint = "https://id.foo.com/token" },
        nameof(EmailProviderSettings.Scopes) => settings with { Scopes = "other" },
        nameof(EmailProviderSettings.MaxConnections) => settings with { MaxConnections = 3 },
        nameof(EmailProviderSettings.MessagesPerMinute) => settings with { MessagesPerMinute = 30 },
        nameof(EmailProviderSettings.MessagesPerConnection) => settings with { MessagesPerConnection = 50 },
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, null),
    };
}
