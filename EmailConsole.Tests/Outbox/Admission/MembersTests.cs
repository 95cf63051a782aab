using static EmailConsole.Tests.Outbox.Admission.AdmissionBed;

namespace EmailConsole.Tests.Outbox.Admission;

public sealed class MembersTests
{
    [Theory]
    [InlineData("""  "headers":{"List-Unsubscribe":"<https://foo.example/u>","x-entity-ref-id":"1"}  """)]
    [InlineData("""  "replyTo":["a@b.example","c@d.example"]  """)]
    [InlineData("""  "sendAt":"2020-01-01T00:00:00Z"  """)]
    [InlineData("""  "expiresAt":"2026-11-23T10:00:01Z"  """)]
    [InlineData("""  "expiresAt":"2026-11-23T12:00:00\u002B01:00"  """)]
    [InlineData("""  "expiresAt":"2026-11-23T12:00:00.1234567-01:00"  """)]
    [InlineData("""  "timeToLive":2592000  """)]
    [InlineData("""  "metadata":{}  """)]
    [InlineData("""  "attachments":[]  """)]
    [InlineData("""  "attachments":[{"name":"Ä.txt","contentType":"text/plain; charset=utf-8","content":""}]  """)]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"AA\u003d="}]  """)]
    [InlineData("""  "attachments":[{"name":"a","contentType":"image/png","content":"","contentId":"qr"}]  """)]
    [InlineData("""  "attachments":[{"name":"a","contentType":"image/png","content":"","contentId":"image001.png@01D9ABCD.12345670"}]  """)]
    [InlineData("""  "attachments":[{"name":"a","contentType":"image/png","content":"","contentId":null}]  """)]
    [InlineData("""  "\u0063c":["c@d.example"]  """)]
    public void Admit_Allowed_IsTaken(string members) => Assert.Empty(RefusedWith(members));

    [Theory]
    [InlineData("""  "headers":{"Bcc":"x@y.example"}  """, "headers.Bcc")]
    [InlineData("""  "headers":{"Sender":"x@y.example"}  """, "headers.Sender")]
    [InlineData("""  "headers":{"Return-Path":"x@y.example"}  """, "headers.Return-Path")]
    [InlineData("""  "headers":{"Content-Type":"text/html"}  """, "headers.Content-Type")]
    [InlineData("""  "headers":{"X-SMTPAPI":"{}"}  """, "headers.X-SMTPAPI")]
    [InlineData("""  "headers":{"List-Id\r\nBcc":"x@y.example"}  """, "headers.List-Id??Bcc")]
    [InlineData("""  "headers":{"List-Id ":"x"}  """, "headers.List-Id ")]
    [InlineData("""  "headers":{"List-Id":"x\r\nBcc: x@y.example"}  """, "headers.List-Id")]
    [InlineData("""  "headers":{"List-Id":"x\u0085"}  """, "headers.List-Id")]
    [InlineData("""  "headers":{"List-Id":""}  """, "headers.List-Id")]
    [InlineData("""  "headers":{"List-Id":["x"]}  """, "headers.List-Id")]
    [InlineData("""  "headers":{"List-Id":"x","list-id":"y"}  """, "headers.list-id")]
    [InlineData("""  "headers":["List-Id"]  """, "headers")]
    [InlineData("""  "subject":"again"  """, "subject")]
    [InlineData("""  "\u0073ubject":"again"  """, "subject")]
    [InlineData("""  "Cc":[]  """, "Cc")]
    [InlineData("""  "\ud800":1  """, "")]
    [InlineData("""  "cc":[{"address":"a@b.example"}]  """, "cc[0]")]
    [InlineData("""  "cc":[null,["x",[]]]  """, "cc[0],cc[1]")]
    [InlineData("""  "cc":["\udc00@b.example"]  """, "cc[0]")]
    [InlineData("""  "replyTo":{}  """, "replyTo")]
    [InlineData("""  "replyTo":"a@b.example\r\nX: y"  """, "replyTo")]
    [InlineData("""  "replyTo":["a","b@c.example"]  """, "replyTo[0]")]
    [InlineData("""  "html":"\u0000"  """, "html")]
    [InlineData("""  "html":"\ud83d"  """, "html")]
    [InlineData("""  "priority":0  """, "priority")]
    [InlineData("""  "priority":"High"  """, "priority")]
    [InlineData("""  "sendAt":"2026-11-23T12:00:00"  """, "sendAt")]
    [InlineData("""  "sendAt":"2026-11-23"  """, "sendAt")]
    [InlineData("""  "sendAt":1764000000  """, "sendAt")]
    [InlineData("""  "sendAt":"2026-11-23T12:00:00\udc00Z"  """, "sendAt")]
    [InlineData("""  "sendAt":"9999-12-31T23:59:59-14:00"  """, "sendAt")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"\udc00"}]  """, "attachments[0].content")]
    [InlineData("""  "sendAt":"2028-11-23T12:00:00Z"  """, "sendAt")]
    [InlineData("""  "expiresAt":"2026-11-23T10:00:00Z"  """, "expiresAt")]
    [InlineData("""  "expiresAt":"2026-12-24T10:00:00Z"  """, "expiresAt")]
    [InlineData("""  "sendAt":"2026-11-24T10:00:00Z","expiresAt":"2026-11-24T09:00:00Z"  """, "expiresAt")]
    [InlineData("""  "expiresAt":"2026-11-24T10:00:00Z","timeToLive":5  """, "timeToLive")]
    [InlineData("""  "timeToLive":1.5  """, "timeToLive")]
    [InlineData("""  "timeToLive":"300"  """, "timeToLive")]
    [InlineData("""  "timeToLive":-1  """, "timeToLive")]
    [InlineData("""  "timeToLive":99999999999999999999  """, "timeToLive")]
    [InlineData("""  "metadata":[]  """, "metadata")]
    [InlineData("""  "metadata":{"a":{}}  """, "metadata.a")]
    [InlineData("""  "metadata":{"a":"1","a":"2"}  """, "metadata.a")]
    [InlineData("""  "metadata":{"":"1"}  """, "metadata.")]
    [InlineData("""  "attachments":{}  """, "attachments")]
    [InlineData("""  "attachments":["x"]  """, "attachments[0]")]
    [InlineData("""  "attachments":[{}]  """, "attachments[0].name,attachments[0].contentType,attachments[0].content")]
    [InlineData("""  "attachments":[{"name":"../a","contentType":"x/y","content":""}]  """, "attachments[0].name")]
    [InlineData("""  "attachments":[{"name":"a\r\nX: y","contentType":"x/y","content":""}]  """, "attachments[0].name")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"multipart/mixed; boundary=x","content":""}]  """, "attachments[0].contentType")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"message/rfc822","content":""}]  """, "attachments[0].contentType")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y\r\nBcc: z","content":""}]  """, "attachments[0].contentType")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"nonsense","content":""}]  """, "attachments[0].contentType")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"A"}]  """, "attachments[0].content")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","content":""}]  """, "attachments[0].content")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","inline":true}]  """, "attachments[0].inline")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","contentId":"a\r\nX: y"}]  """, "attachments[0].contentId")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","contentId":"<qr>"}]  """, "attachments[0].contentId")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","contentId":""}]  """, "attachments[0].contentId")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","contentId":"a@b@c"}]  """, "attachments[0].contentId")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","contentId":7}]  """, "attachments[0].contentId")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","contentId":"qr"},{"name":"b","contentType":"x/y","content":"","contentId":"qr"}]  """, "attachments[1].contentId")]
    [InlineData("""  "attachments":[{"name":"a","contentType":"x/y","content":"","contentId":"qr","contentId":"qr2"}]  """, "attachments[0].contentId")]
    public void Admit_NotAllowed_NamesTheField(string members, string fields) => Assert.Equal(fields.Split(','), RefusedWith(members));

    [Fact]
    public void Admit_LongTexts_AreRefused() => Assert.Equal(
        ["subject", "headers.List-Id", "metadata.a", $"metadata.{new string('b', 55)}…"],
        Refused($$"""
            {"to":["a@b.example"],"subject":"{{new string('x', 999)}}","text":"t","headers":{"List-Id":"{{new string('x', 999)}}"},
             "metadata":{"a":"{{new string('x', 501)}}","{{new string('b', 65)}}":"1"} }
            """));

    [Theory]
    [InlineData(989, "")]
    [InlineData(990, "subject")]
    public void Admit_SubjectOfOneWord_FitsALine(int length, string fields) => Assert.Equal(
        fields.Split(',', StringSplitOptions.RemoveEmptyEntries), Refused($$"""{"to":["a@b.example"],"subject":"{{new string('x', length)}}","text":"t"}"""));

    [Fact]
    public void Admit_LongHeaderWithBlanks_IsTaken() => Assert.Empty(
        RefusedWith($$"""  "headers":{"References":"{{string.Join(' ', Enumerable.Repeat("<0123456789@foo.example>", 300))}}"}  """));

    [Fact]
    public void Admit_HeaderWithAWordLongerThanALine_SaysWhatFits()
    {
        var (_, faults) = AdmitWith($$"""  "headers":{"List-Id":"{{new string('x', 990)}}"}  """);

        Assert.Contains("a blank at least every 989 characters", Assert.Single(faults.ToErrors()["headers.List-Id"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_ManyOfAKind_AreRefused()
    {
        var members = string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"m{i}\":\"\""));
        var replies = string.Join(',', Enumerable.Repeat("\"a@b.example\"", 11));
        var files = string.Join(',', Enumerable.Repeat("""{"name":"a","contentType":"x/y","content":""}""", 101));

        Assert.Equal(["replyTo", "attachments", "metadata"], RefusedWith($$"""  "replyTo":[{{replies}}],"attachments":[{{files}}],"metadata":{ {{members}} }  """));
    }

    [Fact]
    public void Admit_HeaderOfTheConfiguration_IsTaken()
    {
        var (email, _) = Admit(Good("""  "headers":{"x-campaign":"spring"}  """), o => o.AllowedHeaders.Add("X-Campaign"));

        Assert.Equal("spring", email?.Content.Headers.Single().Value);
    }

    [Fact]
    public void Admit_AMillionFaults_ReportsAHundredBriefly()
    {
        var unknown = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"u{i}{new string('u', 100)}\":[[]]"));

        var errors = Admit(Good(unknown)).Faults.ToErrors();

        Assert.Equal(100, errors.Count);
        Assert.All(errors.Keys, key => Assert.InRange(key.Length, 1, 65));
    }

    [Fact]
    public void Admit_BytesThatAreNoUtf8_AreAFault()
    {
        var json = System.Text.Encoding.UTF8.GetBytes(Good("\"html\":\"?\""));
        json[Array.LastIndexOf(json, (byte)'?')] = 0xC3;

        Assert.Equal(["html"], Admit(json).Faults.ToErrors().Keys);
    }

    [Fact]
    public void Admit_Faults_NeverRepeatAValue()
    {
        var errors = Refused("""{"to":["secret@@secret"],"subject":"secret\n","text":"secret\u0000","priority":"secret","sendAt":"secret"}""");
        var (_, faults) = Admit("""{"to":["secret@@secret"],"subject":"secret\n","text":"secret\u0000","priority":"secret","sendAt":"secret"}""");

        Assert.Equal(5, errors.Count());
        Assert.DoesNotContain(faults.ToErrors().Values.SelectMany(v => v), text => text.Contains("secret", StringComparison.Ordinal));
    }
}
