using EmailConsole.Outbox;
using EmailConsole.Submission.Intake;
using MimeKit;

namespace EmailConsole.Tests.Submission.Intake;

/// <summary>What becomes of the messages of real programs.</summary>
public sealed class ClientMessagesTests
{
    [Fact]
    public void Take_Zitadel_GetsItsMissingFieldsAndIsAscii()
    {
        var email = IntakeBed.Taken(ClientMessages.Zitadel);

        Fit.Assert(email);
        var message = email.Read();
        Assert.Equal("Zürich Login", Assert.IsType<MailboxAddress>(Assert.Single(message.From)).Name);
        Assert.Equal("Passwort zurücksetzen", email.Content.Subject);
        Assert.Equal($"{IntakeBed.Id:N}@foo.example", message.MessageId);
        Assert.Equal(message.MessageId, email.Content.MessageId);
        Assert.Equal("1.0", Assert.Single(message.Headers, h => h.Field.Equals("MIME-Version", StringComparison.OrdinalIgnoreCase)).Value);
        Assert.DoesNotContain(message.Headers, h => h.Field is "Cc" or "Return-Path");
        Assert.Contains("<p>Grüezi</p>xxxx", message.HtmlBody, StringComparison.Ordinal);
        Assert.EndsWith("</body></html>\r\n", message.HtmlBody!.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.Null(IntakeBed.Key(ClientMessages.Zitadel));
    }

    [Fact]
    public void Take_JavaMail_IsUntouched()
    {
        var email = IntakeBed.Taken(ClientMessages.JavaMail);

        Assert.Equal(IntakeBed.Received + ClientMessages.JavaMail, email.Text());
        Assert.Equal("1386883319.1.1764443247123@keycloak-0", email.Content.MessageId);
        Assert.Equal(email.Text().Length, email.Size);
        Assert.False(email.Raw().IsSigned);
        Assert.NotNull(IntakeBed.Key(ClientMessages.JavaMail));
    }

    [Fact]
    public void Take_Smtplib_IsUntouchedAndKnowsWhereEachStands()
    {
        var email = IntakeBed.Taken(
            ClientMessages.Smtplib,
            change: m => m with { Recipients = ["Three@bar.example", "to@BAR.example", "two@bar.example", "four@bücher.example"] });

        Assert.Equal(IntakeBed.Received + ClientMessages.Smtplib, email.Text());
        Assert.Equal(
            [
                new NewRecipient("Three@bar.example", RecipientKind.Cc),
                new NewRecipient("to@bar.example", RecipientKind.To),
                new NewRecipient("two@bar.example", RecipientKind.To),
                new NewRecipient("four@xn--bcher-kva.example", RecipientKind.Bcc),
            ],
            email.Recipients);
        Assert.Equal(["Some One", null], email.Content.Recipients.Select(m => m.Name));
    }

    [Fact]
    public void Take_Printer_GetsLineBreaksAndFields()
    {
        var email = IntakeBed.Taken(ClientMessages.Printer, IntakeBed.Replace);

        Assert.Equal(
            IntakeBed.Received + $"From: {IntakeBed.From}\r\nTo: to@bar.example\r\nSubject: Scan from MFP-4\r\n"
            + $"Reply-To: root@printer\r\nMessage-ID: <{IntakeBed.Id:N}@foo.example>\r\nDate: Sun, 29 Nov 2026 19:07:28 +0000\r\n\r\nSee attachment.\r\n\r\n",
            email.Text());
        Assert.Null(Assert.IsType<IntakeResult.Taken>(IntakeBed.Take(ClientMessages.Printer, IntakeBed.Replace)).Key);
    }

    [Fact]
    public void Take_GoWithoutAType_IsUtf8()
    {
        var message = Fit.Assert(IntakeBed.Taken(ClientMessages.Go)).Read();

        Assert.Equal("Grüße", message.Subject);
        Assert.Equal("Grüße aus Köln", message.TextBody!.Trim());
        Assert.Equal("utf-8", message.Body!.ContentType.Charset);
        Assert.True(message.Headers.Contains(HeaderId.MimeVersion));
    }

    [Fact]
    public void Take_Mattermost_OnlyItsPartsAreEncoded()
    {
        var email = Fit.Assert(IntakeBed.Taken(ClientMessages.Mattermost));

        var header = ClientMessages.Mattermost[..ClientMessages.Mattermost.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.StartsWith(IntakeBed.Received + header + "\r\n\r\n--7d1c2a\r\n", email.Text(), StringComparison.Ordinal);
        Assert.Equal("Grüezi", email.Read().TextBody!.Trim());
        Assert.Equal("<p>Grüezi</p>", email.Read().HtmlBody!.Trim());
    }

    [Fact]
    public void Take_RelayedWithSignature_OnlyWhatIsNotSignedGoes()
    {
        var email = IntakeBed.Taken(ClientMessages.Relayed);

        Assert.Equal(IntakeBed.Received + ClientMessages.Relayed.Replace("Bcc: hidden@bar.example\r\n", "", StringComparison.Ordinal), email.Text());
        Assert.True(email.Raw() is { IsSigned: true, NeedsEightBit: true, NeedsUtf8: false });
    }

    [Fact]
    public void Take_Smime_IsUntouched()
    {
        var email = IntakeBed.Taken(ClientMessages.Smime);

        Assert.Equal(IntakeBed.Received + ClientMessages.Smime, email.Text());
        Assert.True(email.Raw() is { IsSigned: true, NeedsEightBit: false, NeedsUtf8: false });
    }
}
