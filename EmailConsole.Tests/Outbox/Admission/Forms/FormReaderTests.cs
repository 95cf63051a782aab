using System.Text;
using EmailConsole.Outbox;
using static EmailConsole.Tests.Outbox.Admission.AdmissionBed;

namespace EmailConsole.Tests.Outbox.Admission.Forms;

public sealed class FormReaderTests
{
    private const string Good = "to=a%40b.example&subject=Hello&body=Hi";

    [Fact]
    public void Admit_EveryField_IsTaken()
    {
        var email = AdmittedForm(
            "to=Some+One+%3Cone%40Foo.EXAMPLE%3E&to=two@bar.example&cc=three@bar.example&bcc=four@bar.example,two@bar.example&replyTo=help@foo.example"
            + "&subject=Gr%C3%BC%C3%9Fe&text=Hi&html=%3Cp%3EHi%3C/p%3E&priority=high&sendAt=2026-11-23T12:00:00%2B01:00&timeToLive=300");

        Assert.Equal(["Some One:one@Foo.EXAMPLE", ":two@bar.example"], email.Content.Recipients.Select(r => $"{r.Name}:{r.Address}"));
        Assert.Equal(["three@bar.example"], email.Content.Cc.Select(r => r.Address));
        Assert.Equal(["help@foo.example"], email.Content.ReplyTo.Select(r => r.Address));
        Assert.Equal(("Grüße", "Hi", "<p>Hi</p>"), (email.Content.Subject, email.Content.Text, email.Content.Html));
        Assert.Equal(EmailPriority.High, email.Priority);
        Assert.Equal(Now.AddHours(1), email.SendAt);
        Assert.Equal(Now.AddHours(1).AddMinutes(5), email.ExpiresAt);
        Assert.Equal("foo.example", email.MessageIdDomain);
        Assert.Equal(
            [
                new NewRecipient("one@foo.example", RecipientKind.To), new NewRecipient("two@bar.example", RecipientKind.To),
                new NewRecipient("three@bar.example", RecipientKind.Cc), new NewRecipient("four@bar.example", RecipientKind.Bcc),
            ],
            email.Recipients);
    }

    [Theory]
    [InlineData("a@b.example,c@d.example", "a@b.example|c@d.example")]
    [InlineData(" a@b.example , c@d.example ,", "a@b.example|c@d.example")]
    [InlineData(",,a@b.example,,c@d.example", "a@b.example|c@d.example")]
    [InlineData("\"Doe, Jane\" <a@b.example>, c@d.example", "a@b.example|c@d.example")]
    [InlineData("\"Doe \\\", Jane\" <a@b.example>,c@d.example", "a@b.example|c@d.example")]
    [InlineData("Jane (Doe, Ms) <a@b.example>, c@d.example", "a@b.example|c@d.example")]
    [InlineData("\"a,b\"@c.example,c@d.example", "\"a,b\"@c.example|c@d.example")]
    [InlineData("a@b.example,A@B.example,a@b.example", "a@b.example|A@b.example")]
    public void Admit_SeveralAddresses_AreSeparatedByCommas(string list, string addresses)
    {
        var repeated = string.Join('&', list.Split('|').Select(part => "to=" + Wso2Form.Encode(part)));

        Assert.Equal(addresses.Split('|'), AdmittedForm($"{repeated}&subject=s&body=b").Recipients.Select(r => r.Address));
    }

    [Theory]
    [InlineData("a@b.example; c@d.example", "to[0]")]
    [InlineData("\"Doe, Jane <a@b.example>, c@d.example", "to[0]")]
    [InlineData("Doe, Jane <a@b.example>", "to[0]")]
    [InlineData("a@b.example, nobody, c@d.example", "to[1]")]
    [InlineData("a@b.example\n", "to[0]")]
    [InlineData("a@b.example\r\nBcc: c@d.example", "to[0]")]
    [InlineData("a\0@b.example", "to[0]")]
    [InlineData("<a@b.example, c@d.example>", "to[0]")]
    [InlineData(",", "to")]
    public void Admit_NoAddress_SaysWhich(string list, string field) =>
        Assert.Equal([field], RefusedForm($"to={Wso2Form.Encode(list)}&subject=s&body=b"));

    [Fact]
    public void Admit_FaultyAddressesOfRepeatedFields_AreCountedOn() =>
        Assert.Equal(["cc[1]", "cc[3]"], RefusedForm($"{Good}&cc=c@d.example,nobody&cc=e@f.example&cc=nobody"));

    [Theory]
    [InlineData("a+b", "a b")]
    [InlineData("a%2Bb%2bc", "a+b+c")]
    [InlineData("100%25", "100%")]
    [InlineData("a%0D%0Ab%0Ac", "a\r\nb\nc")]
    [InlineData("%F0%9F%98%80", "😀")]
    [InlineData("\U0001F600 roh", "😀 roh")]
    [InlineData("a=b==", "a=b==")]
    [InlineData("a%26b%3Dc", "a&b=c")]
    [InlineData("%EF%BF%BD", "\uFFFD")]
    [InlineData("%2525", "%25")]
    [InlineData("+", " ")]
    public void Admit_EncodedBody_IsDecoded(string encoded, string body) =>
        Assert.Equal(body, AdmittedForm($"to=a@b.example&subject=s&body={encoded}").Content.Text);

    [Theory]
    [InlineData("%", "body")]
    [InlineData("100%", "body")]
    [InlineData("100% sure", "body")]
    [InlineData("%4", "body")]
    [InlineData("%4G", "body")]
    [InlineData("%G4", "body")]
    [InlineData("%+4", "body")]
    [InlineData("%%20", "body")]
    [InlineData("%u00E9", "body")]
    [InlineData("%FF", "body")]
    [InlineData("%C3", "body")]
    [InlineData("%C3+%BC", "body")]
    [InlineData("%C0%AF", "body")]
    [InlineData("%ED%A0%80", "body")]
    [InlineData("%F4%90%80%80", "body")]
    [InlineData("%00", "body")]
    public void Admit_BrokenEncoding_IsRefused(string encoded, string field)
    {
        Assert.Equal([field], RefusedForm($"to=a@b.example&subject=s&body={encoded}"));
        Assert.Equal(["to"], RefusedForm($"to={encoded}&subject=s&body=b").Select(f => f.Split('[')[0]));
        Assert.Equal(["subject"], RefusedForm($"to=a@b.example&subject={encoded}&body=b"));
        Assert.Contains("footer", RefusedForm($"{Good}&footer={encoded}"));
        Assert.NotEmpty(RefusedForm($"{Good}&{encoded}=x"));
    }

    [Theory]
    [InlineData("0A")]
    [InlineData("0D%0ABcc:+evil@e.example")]
    [InlineData("00")]
    [InlineData("C2%85")]
    [InlineData("09")]
    public void Admit_ControlCharacterInTheSubject_IsRefused(string encoded) =>
        Assert.Equal(["subject"], RefusedForm($"to=a@b.example&subject=Hi%{encoded}&body=b"));

    [Fact]
    public void Admit_BytesThatAreNoUtf8_AreRefused() =>
        Assert.Equal(["subject"], AdmitForm([.. "to=a@b.example&body=b&subject="u8, 0xE9]).Faults.ToErrors().Keys);

    [Theory]
    [InlineData("&&to=a@b.example&&subject=s&body=b&&")]
    [InlineData("to=a@b.example&cc=&bcc=&replyTo=&subject=s&body=b&text=&html=&contentType=&footer=&priority=&sendAt=&expiresAt=&timeToLive=")]
    [InlineData("%74%6f=a@b.example&subject=s&b%6Fdy=b&footer")]
    public void Admit_EmptyPairsAndEmptyFields_AreAsIfTheyWereNotThere(string form)
    {
        var email = AdmittedForm(form);

        Assert.Equal(("b", (string?)null, EmailPriority.Normal), (email.Content.Text, email.Content.Html, email.Priority));
        Assert.Null(email.ExpiresAt);
    }

    [Theory]
    [InlineData("", "body,text,to,subject")]
    [InlineData("&", "body,text,to,subject")]
    [InlineData("to=a@b.example&subject=&body=", "body,subject,text")]
    [InlineData("to=a@b.example&subject=+&body=b", "subject")]
    [InlineData("subject=s&body=b", "to")]
    public void Admit_SomethingMissing_SaysWhat(string form, string fields) =>
        Assert.Equal(fields.Split(',').Order(), RefusedForm(form).Order());

    [Theory]
    [InlineData("Cc=c@d.example", "Cc")]
    [InlineData("recipient=x", "recipient")]
    [InlineData("to%20=c@d.example", "to ")]
    [InlineData("=x", "")]
    [InlineData("a%0D%0Ab=x", "a??b")]
    [InlineData("%ED%A0%80=x", "%ED%A0%80")]
    [InlineData("%=x", "%")]
    public void Admit_UnknownField_IsRefused(string pair, string name) => Assert.Equal([name], RefusedForm($"{Good}&{pair}"));

    [Fact]
    public void Admit_UnknownField_IsToldTheKnownOnes()
    {
        var fault = AdmitForm($"{Good}&reply-to=x").Faults.ToErrors()["reply-to"].Single();

        Assert.Equal(
            "There is no such field. A form has to, cc, bcc, replyTo, subject, text, html, body, contentType, footer, priority, sendAt, expiresAt, timeToLive.",
            fault);
    }

    [Fact]
    public void Admit_LiteralThatWasCutAtItsComma_SaysWhereThatComesFrom()
    {
        var form = Wso2Form.Fill("to={{send-to}}, subject=Hello, World, body={{body}}", new Dictionary<string, string> { ["send-to"] = "a@b.example", ["body"] = "b" });

        var fault = Assert.Single(AdmitForm(form).Faults.ToErrors());

        Assert.Equal("World", fault.Key);
        Assert.Contains("each comma", fault.Value.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attachments", "JSON")]
    [InlineData("headers", "JSON")]
    [InlineData("metadata", "JSON")]
    [InlineData("from", "From Address")]
    [InlineData("Sender", "From Address")]
    public void Admit_WhatAFormCannotSay_SaysWhy(string name, string words) =>
        Assert.Contains(words, AdmitForm($"{Good}&{name}=x").Faults.ToErrors()[name].Single(), StringComparison.Ordinal);

    [Theory]
    [InlineData("subject")]
    [InlineData("body")]
    [InlineData("contentType")]
    [InlineData("footer")]
    [InlineData("priority")]
    [InlineData("sendAt")]
    public void Admit_FieldTwice_IsRefused(string name)
    {
        Assert.Contains("twice", AdmitForm($"to=a@b.example&{name}=&{name}=x").Faults.ToErrors()[name][0], StringComparison.Ordinal);
        Assert.Contains(AdmitForm($"{Good}&{name}=x&{name}=x").Faults.ToErrors()[name], f => f.Contains("twice", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/html", true)]
    [InlineData("TEXT/HTML; charset=ISO-8859-1", true)]
    [InlineData(" text/html ;", true)]
    [InlineData("text/plain", false)]
    [InlineData("text/plain;format=flowed", false)]
    public void Admit_ContentType_SaysWhatBodyIs(string type, bool isHtml)
    {
        // The type counts, whatever it looks like, and wherever it stands
        var body = isHtml ? "Hi" : "<p>Hi</p>";
        foreach (var form in new[] { $"contentType={Wso2Form.Encode(type)}&body={body}", $"body={body}&contentType={Wso2Form.Encode(type)}" })
        {
            var email = AdmittedForm($"to=a@b.example&subject=s&{form}&footer=.");

            Assert.Equal((isHtml ? null : "<p>Hi</p>.", isHtml ? "Hi." : null), (email.Content.Text, email.Content.Html));
        }
    }

    [Theory]
    [InlineData("html")]
    [InlineData("text")]
    [InlineData("text/htm")]
    [InlineData("text/html2")]
    [InlineData("text/calendar")]
    [InlineData("multipart/alternative; boundary=x")]
    [InlineData(";")]
    [InlineData(" ")]
    [InlineData("text/html, text/plain")]
    public void Admit_OtherContentType_IsRefused(string type)
    {
        var fault = Assert.Single(AdmitForm($"{Good}&contentType={Wso2Form.Encode(type)}").Faults.ToErrors());

        Assert.Equal(("contentType", "Use text/html or text/plain."), (fault.Key, fault.Value.Single()));
    }

    [Theory]
    [InlineData("Hi", "\n--\nFoo", "Hi\n--\nFoo")]
    [InlineData("Hi", "", "Hi")]
    [InlineData("Hi\n", "<p>Foo</p>", "Hi\n<p>Foo</p>")]
    public void Admit_Footer_FollowsBodyAndIsOfItsKind(string body, string footer, string whole)
    {
        var email = AdmittedForm($"to=a@b.example&subject=s&footer={Wso2Form.Encode(footer)}&body={Wso2Form.Encode(body)}");

        Assert.Equal((whole, null), (email.Content.Text, email.Content.Html));
    }

    [Theory]
    [InlineData("text=Hi", "body")]
    [InlineData("html=Hi", "body")]
    public void Admit_BodyBesideTextOrHtml_IsRefused(string other, string field)
    {
        Assert.Equal([field], RefusedForm($"{Good}&{other}"));
        Assert.Equal([field], RefusedForm($"{other}&{Good}"));
    }

    [Fact]
    public void Admit_FooterAndContentTypeWithoutBody_AreRefused() =>
        Assert.Equal(["contentType", "footer"], RefusedForm("to=a@b.example&subject=s&text=Hi&footer=x&contentType=text/html&body="));

    [Fact]
    public void Admit_TooManyRecipients_CountsThem()
    {
        var many = string.Join(',', Enumerable.Range(0, 30).Select(i => $"a{i}@b.example"));

        var faults = AdmitForm($"to={many}&cc={many}&subject=s&text=t").Faults.ToErrors();

        Assert.Contains("there are 60", Assert.Single(faults).Value.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_TooManyAddressesForAnswers_IsRefused()
    {
        var five = string.Join(',', Enumerable.Range(0, 5).Select(i => $"a{i}@b.example"));

        Assert.Empty(RefusedForm($"{Good}&replyTo={five}&replyTo={five}"));
        Assert.Equal(["replyTo"], RefusedForm($"{Good}&replyTo={five}&replyTo={five}&replyTo=a@b.example"));
    }

    [Fact]
    public void Admit_TooLarge_IsItsOnlyFault() =>
        Assert.True(AdmitForm($"{Good}&footer={new string('x', 2000)}", o => o.MaxMessageSize = 2048).Faults.IsTooLargeOnly);

    [Fact]
    public void Admit_FieldsWithoutEnd_AreGivenUp()
    {
        var faults = AdmitForm(string.Concat(Enumerable.Repeat("a&", 20_000)) + Good).Faults.ToErrors();

        Assert.Equal(["a"], faults.Keys);
        Assert.Contains("at most 10000 fields", AdmitForm(string.Concat(Enumerable.Repeat("to=&", 10_000)) + Good).Faults.ToErrors()["form"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_CommasWithoutEnd_AreNoRecipients()
    {
        var form = $"{Good}&cc={new string(',', 5_000_000)}";

        Assert.Single(AdmittedForm(form).Recipients);
    }

    [Fact]
    public void Admit_LongName_IsCutInTheAnswer()
    {
        var name = Assert.Single(RefusedForm($"{Good}&{new string('x', 5_000_000)}=1"));

        Assert.InRange(name.Length, 1, 100);
    }

    [Fact]
    public void Admit_FaultyValues_AreNotRepeated()
    {
        const string Secret = "421337";
        var errors = AdmitForm($"to={Secret}&cc=%{Secret}&subject={Secret}%0A&body={Secret}&contentType={Secret}&priority={Secret}&sendAt={Secret}&timeToLive={Secret}{Secret}").Faults.ToErrors();

        Assert.Equal(7, errors.Count);
        Assert.DoesNotContain(Secret, string.Join(' ', errors.SelectMany(e => e.Value.Prepend(e.Key))), StringComparison.Ordinal);
    }

    /// <summary>What both can say is taken and refused alike, in the same words.</summary>
    [Theory]
    [InlineData("subject", "")]
    [InlineData("subject", "Hi\n")]
    [InlineData("subject", "\u0085")]
    [InlineData("subject", " Ünïcödé 😀 ")]
    [InlineData("subject", "1000")]
    [InlineData("text", "Zwölf\r\n.\n")]
    [InlineData("text", "\0")]
    [InlineData("html", "<p>\u2028</p>")]
    [InlineData("priority", "high")]
    [InlineData("priority", "High")]
    [InlineData("sendAt", "2026-11-23T12:00:00+01:00")]
    [InlineData("sendAt", "2026-11-23")]
    [InlineData("sendAt", "2028-11-23T12:00:00Z")]
    [InlineData("expiresAt", "2026-11-23T10:00:00Z")]
    [InlineData("expiresAt", "2026-11-23T10:00:01Z")]
    [InlineData("timeToLive", "300")]
    [InlineData("timeToLive", "0")]
    [InlineData("timeToLive", "-1")]
    [InlineData("timeToLive", "1.5")]
    [InlineData("timeToLive", "2592001")]
    [InlineData("timeToLive", "99999999999999999999")]
    public void Admit_AsJsonAndAsAForm_IsTheSame(string name, string value)
    {
        var text = value == "1000" ? new string('x', 1000) : value;
        var other = name == "subject" ? "" : "&subject=s";
        var form = AdmitForm($"to=a@b.example{other}{(name == "text" ? "" : "&text=t")}&{name}={Wso2Form.Encode(text)}");
        var written = name == "timeToLive" ? text : System.Text.Json.JsonSerializer.Serialize(text);
        var members = $"{(name == "subject" ? "" : "\"subject\":\"s\",")}{(name == "text" ? "" : "\"text\":\"t\",")}";
        var json = value.Length == 0 ? Admit($$"""{"to":["a@b.example"],{{members.TrimEnd(',')}}}""") : Admit($$"""{"to":["a@b.example"],{{members}}"{{name}}":{{written}}}""");

        Assert.Equal(json.Faults.ToErrors(), form.Faults.ToErrors());
        Assert.Equal(
            (json.Email?.Content.Subject, json.Email?.Content.Text, json.Email?.Content.Html, json.Email?.Priority, json.Email?.SendAt, json.Email?.ExpiresAt, json.Email?.Size),
            (form.Email?.Content.Subject, form.Email?.Content.Text, form.Email?.Content.Html, form.Email?.Priority, form.Email?.SendAt, form.Email?.ExpiresAt, form.Email?.Size));
    }

    private static IEnumerable<string> RefusedForm(string form) => AdmitForm(Encoding.UTF8.GetBytes(form)).Faults.ToErrors().Keys;
}
