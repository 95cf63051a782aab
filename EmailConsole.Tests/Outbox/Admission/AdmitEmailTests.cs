using EmailConsole.Outbox;
using static EmailConsole.Tests.Outbox.Admission.AdmissionBed;

namespace EmailConsole.Tests.Outbox.Admission;

public sealed class AdmitEmailTests
{
    private const string Full = """
        {
          "to": ["Some One <one@Foo.EXAMPLE>", "two@bar.example"],
          "cc": ["three@bar.example"],
          "bcc": ["four@bar.example", "two@bar.example"],
          "replyTo": "help@foo.example",
          "subject": "Grüße",
          "text": "Hi",
          "html": "<p>Hi</p>",
          "attachments": [{"name": "a.pdf", "contentType": "application/pdf", "content": "JVBERi0="}],
          "headers": {"List-Id": "<news.foo.example>"},
          "priority": "high",
          "sendAt": "2026-11-23T12:00:00+01:00",
          "timeToLive": 300,
          "metadata": {"flow": "otp", "n": "ü"}
        }
        """;

    [Fact]
    public void Admit_EveryMember_IsTaken()
    {
        var email = Admitted(Full);

        Assert.Equal(["Some One:one@Foo.EXAMPLE", ":two@bar.example"], email.Content.Recipients.Select(r => $"{r.Name}:{r.Address}"));
        Assert.Equal(["three@bar.example"], email.Content.Cc.Select(r => r.Address));
        Assert.Equal(["help@foo.example"], email.Content.ReplyTo.Select(r => r.Address));
        Assert.Equal(("Grüße", "Hi", "<p>Hi</p>"), (email.Content.Subject, email.Content.Text, email.Content.Html));
        var attachment = Assert.Single(email.Content.Attachments);
        Assert.Equal(("a.pdf", "application/pdf", "%PDF-"), (attachment.Name, attachment.ContentType, System.Text.Encoding.UTF8.GetString(attachment.Content.Span)));
        Assert.Equal("<news.foo.example>", Assert.Single(email.Content.Headers).Value);
        Assert.Equal(EmailPriority.High, email.Priority);
        Assert.Equal(Now.AddHours(1), email.SendAt);
        Assert.Equal(Now.AddHours(1).AddMinutes(5), email.ExpiresAt);
        Assert.Equal("""{"flow":"otp","n":"ü"}""", email.Metadata);
        Assert.Equal("foo.example", email.MessageIdDomain);
    }

    [Fact]
    public void Admit_Recipients_AreEachThereOnceAsSmtpCarriesThem() => Assert.Equal(
        [
            new NewRecipient("one@foo.example", RecipientKind.To), new NewRecipient("two@bar.example", RecipientKind.To),
            new NewRecipient("three@bar.example", RecipientKind.Cc), new NewRecipient("four@bar.example", RecipientKind.Bcc),
        ],
        Admitted(Full).Recipients);

    [Fact]
    public void Admit_BlindCopies_AreInNoHeader()
    {
        var email = Admitted("""{"bcc":["a@b.example"],"subject":"s","text":"t"}""");

        Assert.Empty(email.Content.Recipients.Concat(email.Content.Cc).Concat(email.Content.ReplyTo));
        Assert.Equal(RecipientKind.Bcc, Assert.Single(email.Recipients).Kind);
    }

    [Fact]
    public void Admit_NullMembers_AreAsIfTheyWereNotThere()
    {
        var email = Admitted("""{"to":["a@b.example"],"cc":null,"subject":"s","text":null,"html":"h","sendAt":null,"metadata":null}""");

        Assert.Null(email.Content.Text);
        Assert.Equal(EmailPriority.Normal, email.Priority);
    }

    [Fact]
    public void Admit_ManyFaults_NamesThemAll() => Assert.Equal(
        ["to[1]", "cc", "from", "text", "attachments[0].content", "attachments[0].contentType", "headers.Bcc", "priority", "sendAt", "timeToLive", "metadata.n", "subject"],
        Refused("""
            {
              "to": ["a@b.example", "no address"], "cc": "a@b.example", "from": "ceo@bank.example", "text": 1,
              "attachments": [{"name": "a", "content": "%%%"}], "headers": {"Bcc": "x@y.example"}, "priority": "urgent",
              "sendAt": "tomorrow", "timeToLive": 0, "metadata": {"n": 1}
            }
            """));

    [Theory]
    [InlineData("{}", "to,subject,text")]
    [InlineData("""{"to":[],"subject":"s","text":"t"}""", "to")]
    [InlineData("""{"to":["a@b.example"],"subject":"  ","text":"t"}""", "subject")]
    [InlineData("[]", "email")]
    [InlineData("\"to\"", "email")]
    [InlineData("null", "email")]
    public void Admit_SomethingMissing_SaysWhat(string json, string fields) => Assert.Equal(fields.Split(','), Refused(json));

    [Theory]
    [InlineData("from")]
    [InlineData("From")]
    [InlineData("sender")]
    [InlineData("returnPath")]
    public void Admit_ASenderOfItsOwn_SaysWhoTheSenderIs(string member)
    {
        var fault = Assert.Single(AdmitWith($"\"{member}\":\"a@b.example\"").Faults.ToErrors());

        Assert.Equal(member, fault.Key);
        Assert.Contains("From Address", fault.Value.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_TooManyRecipients_CountsThem()
    {
        var many = string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"a{i}@b.example\""));

        var faults = Admit($$"""{"to":[{{many}}],"cc":[{{many}}],"subject":"s","text":"t"}""").Faults.ToErrors();

        Assert.Contains("there are 60", Assert.Single(faults).Value.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_TooLarge_IsItsOnlyFault()
    {
        var (email, faults) = Admit(Good($"\"html\":\"{new string('x', 2000)}\""), o => o.MaxMessageSize = 2048);

        Assert.Null(email);
        Assert.True(faults.IsTooLargeOnly);
    }
}
