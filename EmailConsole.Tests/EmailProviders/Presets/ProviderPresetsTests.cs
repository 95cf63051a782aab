using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Hints;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders.Presets;

public sealed class ProviderPresetsTests
{
    public static TheoryData<string> Ids => [.. ProviderPresets.All.Select(p => p.Id)];

    // The vendors' documentation: host, ports ("s": TLS from the first byte), the username that is the same for everybody
    [Theory]
    [InlineData("gmail", "Gmail", "smtp.gmail.com", "587 465s", null)]
    [InlineData("google-workspace-relay", "Google Workspace SMTP relay", "smtp-relay.gmail.com", "587 465s 25", null)]
    [InlineData("microsoft365", "Microsoft 365 Exchange Online", "smtp.office365.com", "587", null)]
    [InlineData("amazon-ses", "Amazon SES", "email-smtp.eu-central-1.amazonaws.com", "587 2587 465s 2465s", null)]
    [InlineData("sendgrid", "SendGrid", "smtp.sendgrid.net", "587 2525 25 465s", "apikey")]
    [InlineData("mailgun", "Mailgun", "smtp.mailgun.org smtp.eu.mailgun.org", "587 2525 25 465s", null)]
    [InlineData("postmark", "Postmark", "smtp.postmarkapp.com smtp-broadcasts.postmarkapp.com", "587 2525 25", null)]
    [InlineData("brevo", "Brevo", "smtp-relay.brevo.com", "587 2525 465s", null)]
    [InlineData("mailjet", "Mailjet", "in-v3.mailjet.com", "587 465s", null)]
    [InlineData("sparkpost", "SparkPost", "smtp.sparkpostmail.com smtp.eu.sparkpostmail.com", "587 2525", "SMTP_Injection")]
    [InlineData("zoho", "Zoho Mail", "smtp.zoho.eu smtppro.zoho.eu smtp.zoho.com smtppro.zoho.in", "465s 587", null)]
    [InlineData("resend", "Resend", "smtp.resend.com", "465s 2465s 587", "resend")]
    public void Find_Id_IsAsTheVendorDocuments(string id, string name, string hosts, string ports, string? user)
    {
        var preset = ProviderPresets.Find(id)!;

        Assert.Equal(name, preset.Name);
        Assert.All(hosts.Split(' '), host => Assert.Contains(preset.Hosts, h => h.Host == host));
        Assert.Equal(ports, string.Join(' ', preset.Ports.Select(p => p.Port + (p.Encryption == SmtpEncryption.Tls ? "s" : ""))));
        Assert.Equal(user, preset.Credentials.FixedUsername);
    }

    [Fact]
    public void All_IsTheWholeTable()
    {
        Assert.Equal(12, ProviderPresets.All.Count);
        Assert.Equal(12, ProviderPresets.All.Select(p => p.Id).Distinct().Count());
        Assert.Equal(["gmail", "microsoft365"], ProviderPresets.All.Select(p => p.GuideId).OfType<string>());
    }

    [Fact]
    public void Find_Limits_AreAsTheVendorsDocument()
    {
        Assert.Equal(new PresetLimits { MessagesPerDay = 500 }, ProviderPresets.Find("gmail")!.Limits);
        Assert.Equal(
            new PresetLimits { MessagesPerDay = 10_000, RecipientsPerMessage = 100 }, ProviderPresets.Find("google-workspace-relay")!.Limits);
        Assert.Equal(
            new PresetLimits { MessagesPerMinute = 30, Connections = 3, RecipientsPerDay = 10_000, RecipientsPerMessage = 500 },
            ProviderPresets.Find("microsoft365")!.Limits);
        Assert.Equal(new PresetLimits { MessagesPerConnection = 100 }, ProviderPresets.Find("sparkpost")!.Limits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Gmail")]
    public void Find_NoneOrUnknown_IsAServerOfOnesOwn(string? id) => Assert.Null(ProviderPresets.Find(id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Find_Id_LacksOnlyWhatThePersonKnows(string id)
    {
        var preset = ProviderPresets.Find(id)!;
        var filled = new EmailProviderSettings
        {
            Preset = preset.Id,
            Host = preset.Hosts[0].Host,
            Port = preset.Ports[0].Port,
            Encryption = preset.Ports[0].Encryption,
            AuthenticationType = preset.Credentials.AuthenticationType,
            Username = preset.Credentials.FixedUsername,
            TokenEndpoint = preset.Credentials.TokenEndpoint,
            Scopes = preset.Credentials.Scopes,
        };

        var fields = EmailProviderValidation.FindErrors(new EmailProviderInput(filled, SecretInput.Keep, SecretInput.Keep), null)
            .Select(e => e.Field);

        Assert.Empty(fields.Except(["FromAddress", "Username", "Password", "ClientId", "ClientSecret", "TokenEndpoint"]));
        Assert.Empty(ProviderHints.Find(filled));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Hosts_AreInTheirNormalForm(string id)
    {
        var preset = ProviderPresets.Find(id)!;

        Assert.All(preset.Hosts, h => Assert.Equal(h.Host, Normalisation.Normalise(new EmailProviderSettings { Host = h.Host }).Host));
        Assert.All(preset.Hosts, h => Assert.Same(preset, ProviderPresets.FindByHost(h.Host.ToUpperInvariant())));
        Assert.Equal(preset.Hosts.Count, preset.Hosts.Select(h => (h.Host, h.Place)).Distinct().Count());
        Assert.NotEmpty(preset.Notes);
    }
}
