using System.Reflection;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders;

/// <summary>Whoever adds a property to the settings describes it, and is told here what follows from it.</summary>
public sealed class ProviderFieldsTests
{
    public static TheoryData<string> Names => [.. ProviderFields.All.Where(f => f.Value is null).Select(f => f.Name)];

    [Fact]
    public void All_DescribeEveryPropertyOfTheSettings() =>
        Assert.Equal(
            Properties(typeof(EmailProviderSettings)).Select(p => p.Name).Where(n => n != nameof(EmailProviderSettings.Values)).Order(StringComparer.Ordinal),
            ProviderFields.All.Where(f => f.Value is null).Select(f => f.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void All_AreInTheOrderOfTheForm() => Assert.Equal(
        [
            "Server", "Preset", "Kind", "Host", "Port", "Encryption", "FromAddress", "DisplayNameMode", "DisplayName", "ReplyTo",
            "AuthenticationType", "Username", "ClientId", "TokenEndpoint", "Scopes", "MaxConnections", "MessagesPerMinute", "MessagesPerConnection",
        ],
        ProviderFields.All.TakeWhile(f => f.Value is null).Select(f => f.Name));

    [Fact]
    public void Secrets_DescribeEverySecret() =>
        Assert.Equal(
            Properties(typeof(EmailProviderSecrets)).Where(p => p.PropertyType == typeof(string)).Select(p => p.Name).Order(StringComparer.Ordinal),
            ProviderFields.Secrets.Select(s => s.Name).Where(n => !n.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Field_AnotherText_ChangesItsPropertyAlone(string name)
    {
        var field = ProviderFields.Find(name)!;
        var before = SettingsWith(field);

        var after = field.Write(before, Another(field, before));

        Assert.Equal([name], Properties(typeof(EmailProviderSettings)).Where(p => !Equals(p.GetValue(before), p.GetValue(after))).Select(p => p.Name));
        Assert.Equal(Another(field, before), field.Read(after));
        Assert.Equal(field.Read(after), field.Read(field.Take(after, before)));
        Assert.Equal(after, field.Write(after, field.Read(after)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Field_AnotherText_IsAnotherConnectionWhereItSaysSo(string name)
    {
        var field = ProviderFields.Find(name)!;
        var before = SettingsWith(field);

        var isAnother = Digest(before) != Digest(field.Write(before, Another(field, before)));

        Assert.Equal(field.Part == FieldPart.Connection, isAnother);
    }

    /// <summary>With client credentials it is who signs in.</summary>
    [Fact]
    public void FromAddress_WithClientCredentials_IsAnotherConnection() =>
        Assert.NotEqual(Digest(Inputs.ClientCredentialSettings), Digest(Inputs.ClientCredentialSettings with { FromAddress = "other@foo.com" }));

    [Fact]
    public void Secret_AnotherOne_IsAnotherConnection() => Assert.All(ProviderFields.Secrets, secret => Assert.NotEqual(
        Digest(Inputs.BasicSettings),
        Digest(Inputs.BasicSettings, secret.With(EmailProviderSecrets.None, "hunter2"))));

    [Theory]
    [MemberData(nameof(Names))]
    public void Draft_AnotherText_IsKeptAndStored(string name)
    {
        var field = ProviderFields.Find(name)!;
        var before = Normalisation.Normalise(SettingsWith(field));
        var draft = EmailProviderDraft.From(before);

        draft.Type(name, Another(field, before));

        Assert.Equal([name], draft.TypedOver(EmailProviderDraft.From(before)).Keys);
        Assert.Equal(Normalisation.Normalise(field.Write(before, Another(field, before))), draft.ToSettings());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Normalise_FieldThatDoesNotApply_IsDropped(string name)
    {
        var field = ProviderFields.Find(name)!;
        var platform = Normalisation.Normalise(field.Write(SettingsWith(field), Another(field, SettingsWith(field))) with { Server = ProviderServer.Platform });

        Assert.True(field.AppliesTo(platform) || field.Read(platform) == field.Read(new EmailProviderSettings { AuthenticationType = AuthenticationType.None }));
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null);

    private static EmailProviderSettings SettingsWith(ProviderField field) => (field.AppliesTo(Inputs.BasicSettings) ? Inputs.BasicSettings : Inputs.ClientCredentialSettings) with
    {
        DisplayNameMode = DisplayNameMode.Name,
        DisplayName = "Foo",
    };

    private static string Another(ProviderField field, EmailProviderSettings settings) =>
        field.Choices?.First(c => c != field.Read(settings))
        ?? (field.Name == nameof(EmailProviderSettings.Preset) ? "gmail"
            : field.Name == nameof(EmailProviderSettings.TokenEndpoint) ? "https://login.other.example/token"
            : field.MaxLength is null ? "26"
            : "other.example");

    private static string Digest(EmailProviderSettings settings, EmailProviderSecrets? secrets = null) => ConnectionIdentity.DigestOf(
        new ProviderInForce(ProviderOrigin.Tenant, Guid.Empty, Guid.Empty, settings, secrets ?? EmailProviderSecrets.None));
}
