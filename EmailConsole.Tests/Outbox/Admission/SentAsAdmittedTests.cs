using System.Text;
using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Content;
using EmailConsole.Tests.Outbox.Admission.Forms;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace EmailConsole.Tests.Outbox.Admission;

/// <summary>What is admitted can be sent, from memory as from the database, and says no more than it may.</summary>
public sealed class SentAsAdmittedTests
{
    private static readonly string[] Injections =
    [
        "\r\nBcc: evil@e.example", "\nBcc: evil@e.example", "\rBcc: evil@e.example", "\r\n\r\nevil", "\r\n evil", "\0", "\u0085Bcc: evil@e.example", "\u2028Bcc: evil@e.example",
        "=?utf-8?q?=0D=0ABcc:_evil@e.example?=", "=?utf-8?b?DQpCY2M6IGV2aWxAZS5leGFtcGxl?=", "%0d%0aBcc: evil@e.example", "\"\r\nBcc: evil@e.example", "\u560d\u560aBcc: evil@e.example",
        "\" <evil@e.example>", ", evil@e.example", "; evil@e.example", "> RCPT TO:<evil@e.example", "\r\n.\r\nMAIL FROM:<evil@e.example>", "\v\fx", "\u202e",
    ];

    private static readonly string[] Fields =
    [
        """{"to":["someone§@bar.example"],"subject":"x","text":"y"}""",
        """{"to":["someone@bar.example§"],"subject":"x","text":"y"}""",
        """{"to":["Some§ One <someone@bar.example>"],"subject":"x","text":"y"}""",
        """{"to":["\"Some§ One\" <someone@bar.example>"],"subject":"x","text":"y"}""",
        """{"to":["someone@bar.example"],"cc":["§ <c@bar.example>"],"subject":"x","text":"y"}""",
        """{"to":["someone@bar.example"],"bcc":["§ <c@bar.example>"],"subject":"x","text":"y"}""",
        """{"to":["someone@bar.example"],"replyTo":"§ <r@bar.example>","subject":"x","text":"y"}""",
        """{"to":["someone@bar.example"],"subject":"x§","text":"y"}""",
        """{"to":["someone@bar.example"],"subject":"x","text":"y§"}""",
        """{"to":["someone@bar.example"],"subject":"x","html":"y§"}""",
        """{"to":["someone@bar.example"],"subject":"x","text":"y","headers":{"List-Id":"x§"}}""",
        """{"to":["someone@bar.example"],"subject":"x","text":"y","headers":{"List-Id§":"x"}}""",
        """{"to":["someone@bar.example"],"subject":"x","text":"y","attachments":[{"name":"a§","contentType":"text/plain","content":""}]}""",
        """{"to":["someone@bar.example"],"subject":"x","text":"y","attachments":[{"name":"a","contentType":"text/plain§","content":""}]}""",
        """{"to":["someone@bar.example"],"subject":"x","text":"y","attachments":[{"name":"a","contentType":"text/plain; x=\"§\"","content":""}]}""",
        """{"to":["someone@bar.example"],"subject":"x","text":"y","attachments":[{"name":"a","contentType":"text/plain","content":"§"}]}""",
        """{"to":["someone@bar.example"],"subject":"x","text":"y","metadata":{"a§":"b§"}}""",
    ];

    private static readonly string[] Forms =
    [
        "to=someone§@bar.example&subject=x&text=y", "to=someone@bar.example§&subject=x&text=y", "to=Some§ One <someone@bar.example>&subject=x&text=y",
        "to=\"Some§ One\" <someone@bar.example>&subject=x&text=y", "to=someone@bar.example&cc=§ <c@bar.example>&subject=x&text=y",
        "to=someone@bar.example&bcc=§ <c@bar.example>&subject=x&text=y", "to=someone@bar.example&replyTo=§ <r@bar.example>&subject=x&text=y",
        "to=someone@bar.example&subject=x§&text=y", "to=someone@bar.example&subject=x&text=y§", "to=someone@bar.example&subject=x&html=y§",
        "to=someone@bar.example&subject=x&body=y§", "to=someone@bar.example&subject=x&body=y&footer=§", "to=someone@bar.example&subject=x&body=y&contentType=text/plain§",
        "to=someone@bar.example&subject=x&body=y&priority=high§", "to=someone@bar.example&subject=x&body=y&a§=b",
    ];

    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Date", "Subject", "Message-Id", "To", "Cc", "Reply-To", "Auto-Submitted", "List-Id", "X-Priority", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    };

    private static readonly EmailProviderSettings Settings = new() { Host = "localhost", FromAddress = "no-reply@foo.example" };

    private readonly MessageBuilder _builder = new(new FakeTimeProvider(AdmissionBed.Now));

    public static TheoryData<string> FieldsOfAMessage => [.. Fields];

    public static TheoryData<string> FieldsOfAForm => [.. Forms];

    [Theory]
    [MemberData(nameof(FieldsOfAMessage))]
    public void Admit_InjectionInAField_IsRefusedOrHarmless(string field)
    {
        foreach (var injection in Injections)
        {
            var text = JsonEncodedText.Encode(injection, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
            var (email, _) = AdmissionBed.Admit(field.Replace("§", text, StringComparison.Ordinal));
            if (email is not null)
            {
                AssertSendable(email, $"{field} {text}");
                Assert.DoesNotContain("evil@e.example", email.Recipients.Select(r => r.Address));
            }
        }
    }

    [Theory]
    [MemberData(nameof(FieldsOfAForm))]
    public void Admit_InjectionInAFieldOfAForm_IsRefusedOrHarmless(string form)
    {
        foreach (var injection in Injections)
        {
            // Encoded, and as a template's literal that nobody encodes
            foreach (var text in new[] { Wso2Form.Encode(injection), injection })
            {
                var (email, _) = AdmissionBed.AdmitForm(form.Replace("§", text, StringComparison.Ordinal));
                if (email is not null)
                {
                    AssertSendable(email, $"{form} {text}");

                    // In a list of addresses a comma begins another one
                    Assert.True(injection[0] == ',' || email.Recipients.All(r => r.Address != "evil@e.example"), $"{form} {text}");
                }
            }
        }
    }

    [Fact]
    public void Admit_MutatedForms_AreRefusedOrSendable()
    {
        var admitted = 0;
        foreach (var form in MutatedForms.Of(20_000))
        {
            if (AdmissionBed.AdmitForm(form).Email is { } email)
            {
                admitted++;
                AssertSendable(email, Encoding.UTF8.GetString(form));
            }
        }

        Assert.InRange(admitted, 500, 19_500);
    }

    [Fact]
    public void Admit_MutatedBodies_AreRefusedOrSendable()
    {
        var admitted = 0;
        foreach (var body in Mutations.Of(20_000))
        {
            NewEmail? email;
            try
            {
                (email, _) = AdmissionBed.Admit(body);
            }
            catch (JsonException)
            {
                continue;
            }

            if (email is not null)
            {
                admitted++;
                AssertSendable(email, Encoding.UTF8.GetString(body));
            }
        }

        Assert.InRange(admitted, 500, 19_500);
    }

    private void AssertSendable(NewEmail email, string why)
    {
        var waiting = new WaitingEmail(
            Guid.NewGuid(), Guid.NewGuid(), email.Priority, AdmissionBed.Now, AdmissionBed.Now, AdmissionBed.Now.AddDays(1), 0, "1@foo.example", email.Size,
            [.. email.Recipients.Select(r => r.Address)]);
        var fromMemory = email.Content with
        {
            Envelope = [.. waiting.Recipients.Select(a => new MailboxAddress(null, a))],
            MessageId = waiting.InternetMessageId,
            Date = waiting.AcceptedAt,
        };
        var stored = JsonSerializer.SerializeToUtf8Bytes(StoredContent.Of(fromMemory), StoredContentJson.Compact.StoredContent);
        var fromDatabase = JsonSerializer.Deserialize(stored, StoredContentJson.Compact.StoredContent)!.For(waiting);

        using var first = Build(fromMemory, why);
        using var second = Build(fromDatabase, why);

        Assert.Equal(waiting.Recipients, first.Recipients);
        Assert.Equal(waiting.Recipients, second.Recipients);
        Assert.Equal("no-reply@foo.example", first.Sender);
        using var parsed = MimeMessage.Load(new MemoryStream(first.Content.ToArray()));
        using var again = MimeMessage.Load(new MemoryStream(second.Content.ToArray()));
        Assert.True(parsed.Headers.All(h => Allowed.Contains(h.Field)), $"{why}\n{Encoding.UTF8.GetString(first.Content.Span)}");
        Assert.Equal(parsed.Headers.Select(h => (h.Field, Plain(h))), again.Headers.Select(h => (h.Field, Plain(h))));
        Assert.Equal(["no-reply@foo.example"], parsed.From.Mailboxes.Select(m => m.Address));
        Assert.Equal(email.Content.Recipients.Select(m => m.Address.ToUpperInvariant()).Distinct().Count(), parsed.To.Mailboxes.Count());
    }

    private BuiltMessage Build(OutgoingEmail email, string why)
    {
        var (message, fault) = _builder.Build(email, Settings);
        Assert.True(message is not null, $"{why}: {fault?.Detail}");
        return message;
    }

    // A boundary is new at each building
    private static string Plain(Header header) => header.Id == HeaderId.ContentType ? header.Value.Split(';')[0] : header.Value;
}
