using System.Text;
using EmailConsole.Delivery.Redaction;

namespace EmailConsole.Tests.Delivery.Redaction;

public sealed class SecretScrubberTests
{
    private const string Secret = "p@ss wörd/+?=&";

    [Fact]
    public void Scrub_SecretInAnyForm_IsRemoved()
    {
        var scrubber = SecretScrubber.For(Secret, null, "");
        string[] forms =
        [
            Secret,
            Secret.ToUpperInvariant(),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
            Uri.EscapeDataString(Secret),
            Uri.EscapeDataString(Secret).Replace("%20", "+", StringComparison.Ordinal),
        ];

        Assert.All(forms, form => Assert.Equal("said ***, yes", scrubber.Scrub($"said {form}, yes")));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "b")]
    [InlineData("ab", "bc")]
    [InlineData("\0user\0", "")]
    [InlineData("user=x\u0001auth=Bearer ", "\u0001\u0001")]
    public void Scrub_SecretWithinBase64_LeavesNothingToDecode(string before, string after)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + after));

        var scrubbed = SecretScrubber.For(Secret).Scrub(encoded);

        Assert.Contains("***", scrubbed, StringComparison.Ordinal);
        Assert.True(scrubbed.Length - 3 <= encoded.Length - Encoding.UTF8.GetByteCount(Secret) * 8 / 6 + 2, scrubbed);
    }

    [Fact]
    public void Scrub_SecretTornByControlCharacters_IsRemoved() =>
        Assert.Equal("***", SecretScrubber.For("password").Scrub("pass\0\u200Bword"));

    [Fact]
    public void Scrub_ControlAndFormatCharacters_AreRemoved() =>
        Assert.Equal("a b c", SecretScrubber.None.Scrub("a\tb\u001b\u202e\u0007\nc"));

    [Fact]
    public void Scrub_LongText_IsCut()
    {
        var scrubbed = SecretScrubber.None.Scrub(new string('x', 5_000));

        Assert.Equal(SecretScrubber.MaxLength, scrubbed.Length);
        Assert.EndsWith("…", scrubbed, StringComparison.Ordinal);
    }

    [Fact]
    public void With_OneMore_RemovesBoth() =>
        Assert.Equal("*** and ***", SecretScrubber.For("secret-one").With("other-two").Scrub("secret-one and other-two"));

    [Theory]
    [InlineData("ok", "250 2.0.0 Ok: queued as tok-ok1", "250 2.0.0 Ok: queued as tok-ok1")]
    [InlineData("user", "535 The user name of user@foo.example is wrong for user.", "535 The *** name of user@foo.example is wrong for ***.")]
    [InlineData("ass", "535 password passed the class", "535 password passed the class")]
    [InlineData("abc", "535 you said abc or \"abc\" (abc) password=abc; YWJj", "535 you said *** or \"***\" (***) password=***; ***")]
    [InlineData("7.1", "550 5.7.1 version 5.7.1 is not 7.1", "550 5.7.1 version 5.7.1 is not ***")]
    [InlineData("250", "250 2.0.0 Ok 250", "250 2.0.0 Ok ***")]
    [InlineData("a b", "535 a b c", "535 *** c")]
    public void Scrub_ShortSecret_IsRemovedAsAWordOfItsOwnAlone(string secret, string text, string shown) =>
        Assert.Equal(shown, SecretScrubber.For(secret).Scrub(text));

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u200B\uFEFF\u202E")]
    [InlineData(" ")]
    [InlineData("\t")]
    public void Scrub_SecretOfNothingVisible_LeavesTheWords(string secret) =>
        Assert.Equal("535 no, not this", SecretScrubber.For(secret).Scrub("535 no, not this"));

    [Theory]
    [InlineData("535-You said correct-h\n535 orse-battery twice", "535-You said *** 535 *** twice")]
    [InlineData("535-5.7.8 You said correct-h\n535-5.7.8 orse-bat\n535 5.7.8 tery twice", "535-5.7.8 You said *** 535-5.7.8 *** 535 5.7.8 *** twice")]
    [InlineData("correct-horse-  battery", "***")]
    [InlineData("535 You said 250-correct\n535 x", "535 You said 250-correct 535 x")]
    public void Scrub_SecretFoldedOverLines_IsRemoved(string text, string shown) =>
        Assert.Equal(shown, SecretScrubber.For("correct-horse-battery").Scrub(text));

    [Fact]
    public void Scrub_SecretThatLooksLikeTheStartOfAReply_IsRemoved() =>
        Assert.Equal("220 a ***", SecretScrubber.For("250-5.7.8").Scrub("220 a\n250-5.7.8"));

    [Fact]
    public void Scrub_SecretAcrossTheCut_IsRemoved()
    {
        var secret = new string('s', 40) + "ecret";

        Assert.DoesNotContain("ss", SecretScrubber.For(secret).Scrub(new string('x', 1_980) + secret), StringComparison.Ordinal);
    }

    [Fact]
    public void Scrub_SecretAcrossTheEndOfWhatIsSearched_IsRemoved()
    {
        // So often that what is left of all fits into what is shown
        const string secret = "correct-horse-battery-staple-and-some-more";
        var text = string.Concat(Enumerable.Repeat(secret + " ", 600));

        Assert.DoesNotContain("correct", SecretScrubber.For(secret).Scrub(text), StringComparison.Ordinal);
    }

    [Fact]
    public void ScrubLines_MoreShouldHaveCome_TheBeginningOfASecretGoes()
    {
        var scrubber = SecretScrubber.For("correct-horse-battery");

        Assert.Equal(["535-it was ***"], scrubber.ScrubLines(["535-it was correct-h"], isCut: true));
        Assert.Equal(["535-it was correct-h"], scrubber.ScrubLines(["535-it was correct-h"], isCut: false));
    }

    [Fact]
    public void ScrubLines_ManyLines_AreCutTogether()
    {
        var lines = SecretScrubber.None.ScrubLines([.. Enumerable.Repeat("250-" + new string('x', 500), 200)], isCut: false);

        Assert.InRange(lines.Sum(l => l.Length), 1_500, SecretScrubber.MaxLength);
        Assert.EndsWith("…", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Scrub_SecretWithinItself_IsRemovedWhole() =>
        Assert.Equal("***", SecretScrubber.For("ababab").Scrub("abababababa"[..8]));

    [Theory]
    [InlineData("Sup3r%26Geh%3Ceim/Wort%2B9%22")]
    [InlineData("Sup3r%2526Geh%253Ceim/Wort%252B9%2522")]
    [InlineData("Sup3r&amp;Geh&lt;eim/Wort+9&quot;")]
    [InlineData("Sup3r&#38;Geh&#x3C;eim&sol;Wort&plus;9&#34;")]
    [InlineData("Sup3r&amp;amp;Geh&amp;lt;eim/Wort+9&amp;quot;")]
    [InlineData("Sup3r&Geh<eim/Wort+9\\\"")]
    [InlineData("Sup3r\\u0026Geh\\u003Ceim\\/Wort\\u002B9\\u0022")]
    [InlineData("Sup3r\\x26Geh\\x3ceim/Wort\\x2b9\\x22")]
    [InlineData("Sup3r\\046Geh\\074eim/Wort\\0539\\042")]
    [InlineData("Sup3r=26Geh=3Ceim=2FWort=2B9=22")]
    [InlineData("Sup3r+26Geh<eim/Wort+2B9+22")]
    [InlineData("Sup3r&Geh<eim/Wort+9\"\"")]
    [InlineData("Sup3r&Geh\\\n535-<eim/Wort+9\"")]
    [InlineData("Sup3r&Geh<e=\n535-im/Wo=\n535-rt+9\"")]
    [InlineData("Sup3r=26Geh=3Ce=\n535-5.7.8 im/Wort=2B9=22")]
    [InlineData("5375703372264765683c65696d2f576f72742b3922")]
    [InlineData("53 75 70 33 72 26 47 65 68 3C 65 69 6D 2F 57 6F 72 74 2B 39 22")]
    [InlineData("53:75:70:33:72:26:47:65:68:3C:65:69:6D:2F:57:6F:72:74:2B:39:22")]
    [InlineData("0x53, 0x75, 0x70, 0x33, 0x72, 0x26, 0x47, 0x65, 0x68, 0x3C, 0x65, 0x69, 0x6D, 0x2F, 0x57, 0x6F, 0x72, 0x74, 0x2B, 0x39, 0x22")]
    public void Scrub_SecretInEscapes_IsRemovedWhole(string shown)
    {
        var scrubbed = SecretScrubber.For("Sup3r&Geh<eim/Wort+9\"").Scrub($"535-You said {shown}, no\n535 end").Replace("535-5.7.8 ", "535-", StringComparison.Ordinal);

        Assert.Matches(@"^535-You said (0x)?\*\*\*( (535-)?\*\*\*)*, no 535 end$", scrubbed);
    }

    [Theory]
    [InlineData("Gru\u0308n-Schlu\u0308ssel-77")]
    [InlineData("GR\u00DCN-SCHL\u00DCSSEL-77")]
    [InlineData("Gr\u00C3\u00BCn-Schl\u00C3\u00BCssel-77")]
    [InlineData("Gr?n-Schl?ssel-77")]
    [InlineData("Gr\uFFFDn-Schl\uFFFDssel-77")]
    [InlineData("Gr%FCn-Schl%FCssel-77")]
    [InlineData("Gr%C3%BCn-Schl%C3%BCssel-77")]
    [InlineData("Gr=C3=BCn-Schl=C3=BCssel-77")]
    [InlineData("Gr&uuml;n-Schl&#252;ssel-77")]
    [InlineData("Gr\\u00fcn-Schl\\u00fcssel-77")]
    [InlineData("Gr\\303\\274n-Schl\\xfcssel-77")]
    [InlineData("R3L8bi1TY2hs/HNzZWwtNzc=")]
    [InlineData("4772c3bc6e2d5363686cc3bc7373656c2d3737")]
    [InlineData("4772FC6E2D5363686CFC7373656C2D3737")]
    public void Scrub_SecretBeyondAscii_IsRemovedWhole(string shown)
    {
        Assert.Equal("said ***, yes", SecretScrubber.For("Gr\u00FCn-Schl\u00FCssel-77").Scrub($"said {shown}, yes"));
        Assert.Equal("said ***, yes", SecretScrubber.For("Gru\u0308n-Schlu\u0308ssel-77").Scrub($"said {shown}, yes"));
    }

    [Theory]
    [InlineData("100%41bc-x", "100%41bc-x")]
    [InlineData("a=3Dbcdefg", "a=3Dbcdefg")]
    [InlineData("a=3Dbcdefg", "a=3Dbc\n535 defg")]
    [InlineData("a&amp;bcdef", "a&amp;bcdef")]
    [InlineData("deadbeef", "password=deadbeef")]
    [InlineData("de+adbeef", "password=de%2Badbeef")]
    [InlineData("C:\\new\\path", "C:\\new\\path")]
    [InlineData("C:\\new\\path", "C:\\\\new\\\\path")]
    public void Scrub_SecretThatLooksEscaped_IsRemoved(string secret, string shown) =>
        Assert.DoesNotContain(shown[^3..], SecretScrubber.For(secret).Scrub($"535-{shown}\n535 end"), StringComparison.Ordinal);

    [Theory]
    [InlineData("535 cGFzc3dvcmQ= is wrong", "535 *** is wrong")]
    [InlineData("535 AHVzZXIAcGFzc3dvcmQx", "535 ***")]
    [InlineData("535-x cGFzc3dvcm\n535 Qx said", "535-x *** 535 *** said")]
    [InlineData("535-x cGFzc3dvcmQ\n535 x said", "535-x *** 535 *** said")]
    public void Scrub_Base64OfSecret_GoesToItsEnd(string text, string shown) =>
        Assert.Equal(shown, SecretScrubber.For(text.Contains('=', StringComparison.Ordinal) ? "password" : "password1").Scrub(text));

    [Fact]
    public void Scrub_ReplyWithoutSecrets_KeepsItsWords()
    {
        const string text = "535-5.7.8 50% of Caf\u00E9 &amp; more \\ see https://foo.example/a-b?c=d%20e =3D 12:34:56 \"\"\n535 5.7.8 (ab-12) \\u0041 -";

        Assert.Equal(text.Replace('\n', ' '), SecretScrubber.For("Gr\u00FCn-Schl\u00FCssel-77", "p&\u00E4", "\u043F\u0430\u0440\u043E\u043B\u044C1").Scrub(text));
    }

    [Fact]
    public void Scrub_RandomSecretsInRandomForms_LeavesNoneOfThem()
    {
        const string letters = "abcXYZ0189 &<>\"'/+%=\\-_.:;,#?!@$*()[]{}|~^`\u00E4\u00F6\u00DF\u00E9\u00F1\u0436\u4E2D";
        var random = new Random(4711);
        for (var i = 0; i < 2_000; i++)
        {
            // The blanks of a text are none of a secret
            var secret = "q" + string.Concat(Enumerable.Range(0, random.Next(7, 30)).Select(_ => letters[random.Next(letters.Length)])) + "q";
            var forms = Encoded(secret, random).ToList();
            var form = forms[random.Next(forms.Count)];

            var scrubbed = SecretScrubber.For(secret).Scrub($"535-5.7.8 You said ({form})\n535 5.7.8 end");

            Assert.True(scrubbed == "535-5.7.8 You said (***) 535 5.7.8 end", $"{secret} | {form} | {scrubbed}");
        }
    }

    [Fact]
    public void Scrub_HostileReplyFullOfEscapes_Ends()
    {
        var text = string.Concat(Enumerable.Repeat("%25&amp;\\u0025=25+25\"\"%%aaaaaa:aa", 700));
        var scrubber = SecretScrubber.For(Enumerable.Range(0, 20).Select(i => new string('a', 40 + i) + "\u00FC"));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        scrubber.Scrub(text);

        // Milliseconds where each reading looks at each character once; hours where they multiply
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Bound.Wait);
    }

    private static IEnumerable<string> Encoded(string secret, Random random)
    {
        string Some(Func<string, string> escape) => string.Concat(secret.EnumerateRunes().Select(r => !Rune.IsLetterOrDigit(r) || !r.IsAscii || random.Next(4) == 0 ? escape(r.ToString()) : r.ToString()));
        string Bytes(string text, string sign) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => sign + b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));
        yield return secret;
        yield return secret.Normalize(NormalizationForm.FormD);
        yield return secret.ToUpperInvariant();
        yield return Uri.EscapeDataString(secret);
        yield return Uri.EscapeDataString(Uri.EscapeDataString(secret));
        yield return Some(r => Bytes(r, "%"));
        yield return Some(r => Bytes(r, "="));
        yield return Some(r => Bytes(r, "+"));
        yield return Some(r => Bytes(r, "\\x"));
        yield return Some(r => $"&#{Rune.GetRuneAt(r, 0).Value};");
        yield return Some(r => $"\\u{(int)r[0]:x4}");
        yield return System.Net.WebUtility.HtmlEncode(secret);
        yield return System.Text.Json.JsonEncodedText.Encode(secret).ToString();
        yield return System.Net.WebUtility.HtmlEncode(System.Text.Json.JsonEncodedText.Encode(secret).ToString());
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(secret));
        yield return Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret));
        var bytes = Encoding.UTF8.GetBytes(new string('u', random.Next(4)) + secret + new string('v', random.Next(4)));
        yield return Convert.ToBase64String(bytes);
        yield return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        yield return Uri.EscapeDataString(Convert.ToBase64String(bytes));
    }
}
