using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders.Validation;

public sealed class NormalisationTests
{
    [Theory]
    [InlineData(" SMTP.Example.COM. ", "smtp.example.com")]
    [InlineData("Bücher.example", "xn--bcher-kva.example")]
    [InlineData("[2001:DB8::0001]", "2001:db8::1")]
    [InlineData("\u00a0192.0.2.1\t", "192.0.2.1")]
    [InlineData("not a host", "not a host")]
    [InlineData("smtp.example.com\n", "smtp.example.com\n")]
    public void Normalise_Host_IsLowerCaseALabels(string typed, string expected) =>
        Assert.Equal(expected, Normalisation.Normalise(Inputs.BasicSettings with { Host = typed }).Host);

    [Theory]
    [InlineData("no-reply@example.com\u200B")]
    [InlineData("\u202Eno-reply@example.com")]
    [InlineData("no-re\u00A0ply@example.com ")]
    public void Normalise_InvisibleInAnAddress_IsGone(string typed)
    {
        var settings = Normalisation.Normalise(Inputs.BasicSettings with { FromAddress = typed, ReplyTo = typed });

        Assert.Equal(("no-reply@example.com", "no-reply@example.com"), (settings.FromAddress, settings.ReplyTo));
    }

    [Fact]
    public void Normalise_OtherAuthenticationType_DropsItsMembers()
    {
        var all = Inputs.ClientCredentialSettings with { Username = "user" };

        var basic = Normalisation.Normalise(all with { AuthenticationType = AuthenticationType.Basic });
        Assert.Equal(("user", null, null, null), (basic.Username, basic.ClientId, basic.TokenEndpoint, basic.Scopes));
        var clientCredential = Normalisation.Normalise(all);
        Assert.Equal((null, all.ClientId, all.TokenEndpoint, all.Scopes),
            (clientCredential.Username, clientCredential.ClientId, clientCredential.TokenEndpoint, clientCredential.Scopes));
        var none = Normalisation.Normalise(all with { AuthenticationType = AuthenticationType.None });
        Assert.Equal((null, null, null, null), (none.Username, none.ClientId, none.TokenEndpoint, none.Scopes));
    }

    [Theory]
    [InlineData(DisplayNameMode.Name, "Foo")]
    [InlineData(DisplayNameMode.AddressOnly, null)]
    [InlineData(DisplayNameMode.LeaveToServer, null)]
    public void Normalise_DisplayName_StaysWithModeNameOnly(DisplayNameMode mode, string? expected) =>
        Assert.Equal(expected, Normalisation.Normalise(Inputs.BasicSettings with { DisplayNameMode = mode, DisplayName = " Foo " }).DisplayName);

    [Fact]
    public void Normalise_Secret_LosesTheLineBreakOfAPasteAndKeepsBlanks()
    {
        var input = Normalisation.Normalise(Inputs.Basic with { Password = new SecretInput.Replaced(" key \r\n") });

        Assert.Equal(new SecretInput.Replaced(" key "), input.Password);
    }

    [Fact]
    public void Normalise_UnknownPreset_IsAServerOfOnesOwn()
    {
        Assert.Null(Normalisation.Normalise(Inputs.BasicSettings with { Preset = "nosuch" }).Preset);
        Assert.Equal("gmail", Normalisation.Normalise(Inputs.BasicSettings with { Preset = "gmail" }).Preset);
    }

    [Fact]
    public void Normalise_Twice_ChangesNothingMore()
    {
        var once = Normalisation.Normalise(Inputs.ClientCredential.With(s => s with
        {
            Host = "Bücher.example.",
            FromAddress = " Почта@bücher.example ",
            ReplyTo = " ",
            Scopes = " a   b ",
        }));

        Assert.Equal(once, Normalisation.Normalise(once));
        Assert.Equal("Почта@bücher.example", once.Settings.FromAddress);
        Assert.Null(once.Settings.ReplyTo);
        Assert.Equal("a b", once.Settings.Scopes);
    }
}
