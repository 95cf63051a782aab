using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tenants;
using EmailConsole.TestEmail.Message;
using MimeKit;

namespace EmailConsole.Tests.TestEmail.Message;

public sealed class TestEmailMessageTests
{
    private static readonly Tenant Foo = new() { Domain = "foo.com" };

    [Fact]
    public void Create_OwnProvider_TellsTenantSettingsSenderAndTimeInBothParts()
    {
        var email = Create(Foo.Id, new EmailProviderSettings
        {
            Host = "smtp.foo.com",
            Port = 465,
            Encryption = SmtpEncryption.Tls,
            FromAddress = "codes@foo.com",
            Username = "codes-user",
        });

        Assert.Equal("Test email from foo.com", email.Subject);
        foreach (var part in new[] { email.Text!, email.Html! })
        {
            foreach (var word in new[] { "foo.com", "smtp.foo.com", "465", "TLS", "codes@foo.com", "Basic", "codes-user", "admin@foo.com", "23 November 2026, 10:00:00 UTC", "test" })
            {
                Assert.Contains(word, part, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("s3cret", part, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Create_InheritedProvider_LeavesOutTheSuperTenantsServerAndAccount()
    {
        var email = Create(TenantDomain.SuperTenantId, new EmailProviderSettings { Host = "smtp.platform.com", Username = "platform-user" });

        Assert.Contains("the super tenant's provider", email.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("platform-user", email.Text + email.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("smtp.platform.com", email.Text + email.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_HostileValues_AreEscapedAndNothingIsLoadedFromElsewhere()
    {
        var email = Create(Foo.Id, new EmailProviderSettings { Host = "<img src=x>", Username = "\"><script>alert(1)</script>ü" });

        Assert.DoesNotContain("<script", email.Html!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", email.Html!, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", email.Html!, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("ü", email.Html!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "leaves with these settings.")]
    [InlineData(true, "would leave with these settings once Update is pressed.")]
    public void Create_DraftOrStored_ClaimsNoMoreThanIsSo(bool usesDraft, string promise)
    {
        var email = Create(Foo.Id, new EmailProviderSettings { Host = "smtp.foo.com" }, usesDraft);

        Assert.Contains("mail of foo.com " + promise, email.Text, StringComparison.Ordinal);
        Assert.Contains(promise, email.Html!, StringComparison.Ordinal);
    }

    private static OutgoingEmail Create(Guid owner, EmailProviderSettings settings, bool usesDraft = false)
    {
        var actor = new Actor(Guid.Empty, "admin@foo.com", null, Foo.Id, "foo.com", ActorRole.Administrator);
        var provider = new ProviderInForce(ProviderOrigin.Tenant, owner, Guid.Empty, settings, new EmailProviderSecrets("s3cret", "s3cret"));
        var at = new DateTimeOffset(2026, 11, 23, 11, 0, 0, TimeSpan.FromHours(1));
        return TestEmailMessage.Create(new TestEmailFacts(Foo, actor, provider, usesDraft, at), [new MailboxAddress(null, "a@foo.com")]);
    }
}
