using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;
using EmailConsole.Kinds;
using EmailConsole.TestEmail.Progress;
using EmailConsole.Tests.Delivery;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Kinds;

public sealed class KindTests
{
    public static TheoryData<string> Own => [.. ProviderKinds.Apis.Where(k => k.GetType().Assembly == typeof(IProviderKind).Assembly).Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Own))]
    public void Kind_OfTheProduct_HasATransportAndSaysWhereItComesFrom(string name)
    {
        using var bed = new SenderBed();
        var kind = ProviderKinds.Find(name)!;

        Assert.Single(bed.Get<IEnumerable<IKindTransport>>(), t => t.Kind == name);
        Assert.Equal(ApiKind.FromDocumentation, kind.Notes[0]);
        Assert.All(kind.Fields, field => Assert.Equal(name, field.Kind));
        Assert.Equal(kind.Defaults, Normalisation.Normalise(new EmailProviderSettings { Kind = name, Values = kind.Defaults }).Values);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public void Kind_OfTheProduct_HasItsKeysOfTheApiInTheDocumentation(string name)
    {
        var kind = ProviderKinds.Find(name)!;

        var row = Assert.Single(
            File.ReadLines(Path.Combine(RepositoryRoot.Find(), "docs", "http-providers.md")), line => line.StartsWith($"| `{kind.ApiName}` |", StringComparison.Ordinal));

        Assert.Equal(
            kind.Fields.Select(f => f.Key!).Concat(kind.Secrets.Select(s => s.Key)).Append(kind.ApiName).Order(StringComparer.Ordinal),
            row.Split('`').Where((_, at) => at % 2 == 1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Kinds_SmtpAmongThem_AreDescribedAndHaveATransportEach()
    {
        using var bed = new SenderBed();

        var smtp = ProviderKinds.All[0];
        Assert.Equal((ProviderKinds.Smtp, smtp), (smtp.Name, ProviderKinds.Find(new EmailProviderSettings().Kind)));
        Assert.Equal(ProviderKinds.All.Skip(1), ProviderKinds.Apis);
        Assert.IsType<SmtpTransport>(Assert.Single(bed.Get<IEnumerable<IKindTransport>>(), t => t.Kind == smtp.Name));
        Assert.All(ProviderKinds.All, kind =>
        {
            Assert.All(kind.Fields, field => Assert.Equal((kind.Name, field), (field.Kind, ProviderFields.Find(field.Name))));
            Assert.All(kind.Secrets, secret => Assert.Contains(secret, ProviderFields.Secrets));
        });
        Assert.All(ProviderFields.All.Where(f => f.Kind is not null), field => Assert.Contains(field, ProviderKinds.Find(field.Kind)!.Fields));
    }

    [Fact]
    public async Task Kind_OfAnotherAssembly_NeedsItsOwnClassesAlone()
    {
        await using var bed = await KindBed.StartAsync(MadeUpKind.Id, ["made-up.example"], more: s => s.AddSingleton<IKindTransport, MadeUpTransport>());
        bed.With(MadeUpKind.Url, "https://made-up.example/send").WithSecret(MadeUpKind.Key, "made-up-key").Server.Answers(200, """{"id":"7"}""");

        Assert.Equal("7", (await bed.DeliverAsync()).QueueId);

        Assert.Equal("Bearer made-up-key", bed.Server.Request.Header("Authorization"));
        var limits = bed.Bed.Get<ProviderFacts>().Limits(bed.Provider);
        Assert.Equal((3, 7), (limits.Connections, limits.RecipientsPerMessage));
    }

    [Fact]
    public void FindErrors_Complete_IsNone() => Assert.Empty(EmailProviderValidation.FindErrors(Input(), stored: null));

    [Fact]
    public void FindErrors_NothingEntered_NamesWhatIsRequired()
    {
        var errors = EmailProviderValidation.FindErrors(Input(url: null, key: null), stored: null);

        Assert.Equal(["madeup.url", "madeup.key"], errors.Select(e => e.Field));
        Assert.Equal(["Enter the address.", "Enter the made up key."], errors.Select(e => e.Message));
    }

    [Fact]
    public void FindErrors_KindHasARuleOfItsOwn_IsAsked() =>
        Assert.Equal("Not that one.", Assert.Single(EmailProviderValidation.FindErrors(Input("https://wrong.example/"), stored: null)).Message);

    [Fact]
    public void FindErrors_UnknownKind_IsAnErrorOfTheProvider()
    {
        var input = Input();

        var errors = EmailProviderValidation.FindErrors(input with { Settings = input.Settings with { Kind = "unheard-of" } }, stored: null);

        Assert.Equal(nameof(EmailProviderSettings.Preset), Assert.Single(errors).Field);
    }

    [Theory]
    [InlineData("https://made-up.example/", "a", null)]
    [InlineData("https://made-up.example/", "another", null)]
    [InlineData("https://elsewhere.example/", "a", "Enter the made up key again: it was stored for the address https://made-up.example/.")]
    public void FindErrors_KeptSecret_FollowsOnlyWhereItGoesToTheSame(string url, string tag, string? message)
    {
        var stored = new StoredEmailProvider(Settings("https://made-up.example/", "a"), false, false, Guid.NewGuid(), "", default) { StoredSecrets = StoredKey };

        var errors = EmailProviderValidation.FindErrors(Input(url, key: null, tag), stored);

        Assert.Equal(message, errors.SingleOrDefault()?.Message);
    }

    [Fact]
    public void FindErrors_KeptSecretOfAnotherKind_IsAskedFor()
    {
        var stored = new StoredEmailProvider(new EmailProviderSettings { Host = "mail.foo.example" }, true, false, Guid.NewGuid(), "", default);

        Assert.Equal("madeup.key", Assert.Single(EmailProviderValidation.FindErrors(Input(key: null), stored)).Field);
    }

    [Fact]
    public void Normalise_PastedKeyAndFields_AreTrimmed()
    {
        var normal = Normalisation.Normalise(Input("  https://made-up.example/ ", " made-up-key\r\n"));

        Assert.Equal("https://made-up.example/", normal.Settings.Values[MadeUpKind.Url]);
        Assert.Equal("made-up-key", normal.Secrets[KindFields.FullName(MadeUpKind.Id, MadeUpKind.Key)]);
    }

    [Fact]
    public void Normalise_ValuesOfAnotherKind_AreDropped()
    {
        var settings = Settings("https://made-up.example/", "a");

        var normal = Normalisation.Normalise(settings with { Values = settings.Values.With("region", "eu") });

        Assert.Equal(settings.Values, normal.Values);
    }

    [Theory]
    [InlineData(MadeUpKind.Id, new[] { DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Encrypt, DeliveryStage.Request, DeliveryStage.Answer })]
    [InlineData("graph", new[] { DeliveryStage.Resolve, DeliveryStage.Connect, DeliveryStage.Encrypt, DeliveryStage.Token, DeliveryStage.Request, DeliveryStage.Answer })]
    public void StagePlan_OfAKind_IsThatOfARequest(string kind, DeliveryStage[] stages) =>
        Assert.Equal(stages, StagePlan.For(new EmailProviderSettings { Kind = kind }));

    private static KindValues StoredKey => KindValues.None.With(KindFields.FullName(MadeUpKind.Id, MadeUpKind.Key), "stored");

    private static EmailProviderInput Input(string? url = "https://made-up.example/", string? key = "made-up-key", string? tag = null) =>
        new(Settings(url, tag), SecretInput.Keep, SecretInput.Keep) { Secrets = KindValues.None.With(KindFields.FullName(MadeUpKind.Id, MadeUpKind.Key), key) };

    private static EmailProviderSettings Settings(string? url, string? tag) => new()
    {
        Kind = MadeUpKind.Id,
        FromAddress = "codes@foo.example",
        Values = KindValues.None.With(MadeUpKind.Url, url).With("tag", tag),
    };
}
