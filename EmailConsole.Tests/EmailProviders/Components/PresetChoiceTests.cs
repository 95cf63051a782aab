using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.Tests.EmailProviders.Components;

public sealed class PresetChoiceTests
{
    public static TheoryData<string> Presets => [.. ProviderPresets.All.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Apply_EmptyForm_FillsHostPortEncryptionAndUser(string id)
    {
        var preset = ProviderPresets.Find(id)!;
        var draft = EmailProviderDraft.From(new EmailProviderSettings());

        Assert.Empty(PresetChoice.FindLosses(draft, preset));
        PresetChoice.Apply(draft, preset);

        var settings = draft.ToSettings();
        Assert.Equal(id, settings.Preset);
        Assert.Equal(preset.Hosts[0].Host, settings.Host);
        Assert.Contains(new PresetPort(settings.Port, settings.Encryption), preset.Ports);
        Assert.Equal(preset.Credentials.AuthenticationType, settings.AuthenticationType);
        Assert.Equal(preset.Credentials.FixedUsername, draft.Username.Length == 0 ? null : draft.Username);
    }

    [Fact]
    public void Apply_TypedAddresses_StayAndNothingIsAsked()
    {
        var draft = EmailProviderDraft.From(new EmailProviderSettings());
        draft.FromAddress = "codes@foo.com";
        draft.ReplyTo = "help@foo.com";
        draft.Username = "codes@foo.com";
        draft.Password = "typed";
        var gmail = ProviderPresets.Find("gmail")!;

        Assert.Empty(PresetChoice.FindLosses(draft, gmail));
        PresetChoice.Apply(draft, gmail);

        Assert.Equal(
            ("codes@foo.com", "help@foo.com", "codes@foo.com", "typed"),
            (draft.FromAddress, draft.ReplyTo, draft.Username, draft.Password));
    }

    [Fact]
    public void FindLosses_HostTypedByHand_NamesIt()
    {
        var draft = EmailProviderDraft.From(new EmailProviderSettings { Host = "mail.foo.com" });

        Assert.Equal("Server Host mail.foo.com", Assert.Single(PresetChoice.FindLosses(draft, ProviderPresets.Find("gmail"))));
    }

    [Fact]
    public void FindLosses_HostOfAnotherPreset_AsksNothing()
    {
        var draft = EmailProviderDraft.From(new EmailProviderSettings());
        PresetChoice.Apply(draft, ProviderPresets.Find("sendgrid"));

        Assert.Empty(PresetChoice.FindLosses(draft, ProviderPresets.Find("gmail")));
    }

    [Fact]
    public void Apply_FromAFixedUserToAProviderWithout_EmptiesTheUser()
    {
        var draft = EmailProviderDraft.From(new EmailProviderSettings());
        PresetChoice.Apply(draft, ProviderPresets.Find("sendgrid"));
        Assert.Equal("apikey", draft.Username);

        PresetChoice.Apply(draft, ProviderPresets.Find("gmail"));

        Assert.Equal("", draft.Username);
    }

    [Fact]
    public void Apply_OwnServer_KeepsEverything()
    {
        var draft = EmailProviderDraft.From(Inputs.BasicSettings with { Preset = "gmail" });

        PresetChoice.Apply(draft, null);

        Assert.Equal(Inputs.BasicSettings, draft.ToSettings());
    }

    [Fact]
    public void Apply_ProviderWithLimits_FillsThem()
    {
        var draft = EmailProviderDraft.From(new EmailProviderSettings());

        PresetChoice.Apply(draft, ProviderPresets.Find("microsoft365"));

        var settings = draft.ToSettings();
        Assert.Equal((3, 30, null), (settings.MaxConnections, settings.MessagesPerMinute, settings.MessagesPerConnection));
    }

    [Fact]
    public void Apply_AnotherProvider_TakesTheLimitsOfTheOneBeforeBackButNotTypedOnes()
    {
        var draft = EmailProviderDraft.From(new EmailProviderSettings());
        PresetChoice.Apply(draft, ProviderPresets.Find("microsoft365"));
        draft.MessagesPerMinute = "20";

        PresetChoice.Apply(draft, ProviderPresets.Find("sparkpost"));

        var settings = draft.ToSettings();
        Assert.Equal((null, 20, 100), (settings.MaxConnections, settings.MessagesPerMinute, settings.MessagesPerConnection));
    }
}
