using System.Net;
using System.Text;
using EmailConsole.Outbox.Admission.Forms;
using static EmailConsole.Tests.Outbox.Admission.AdmissionBed;

namespace EmailConsole.Tests.Outbox.Admission.Forms;

/// <summary>What is encoded as a form comes out as it went in, whoever encodes it.</summary>
public sealed class FormTextTests
{
    private static readonly string[] Pieces = ["&", "=", "+", "%", "%20", "%2", ",", ";", " ", "\r\n", "\n", "\t", "\"", "<p>", "</p>", "é", "ß", "漢", "😀", "👩‍👩‍👧", "\u202e", "\u0001", "\u007f", "{{body}}", "\\", "a", "Z", "9", "-._~*!()'"];

    private static readonly (string Name, Func<string, string> Encode)[] Encoders =
    [
        ("Java", Wso2Form.Encode),
        (".NET", value => WebUtility.UrlEncode(value)),
        ("URI", Uri.EscapeDataString),
        ("curl", value => string.Concat(Encoding.UTF8.GetBytes(value).Select(b => $"%{b:x2}"))),
        ("least", Least),
    ];

    [Fact]
    public async Task Read_EncodedTexts_AreAsTheyWere()
    {
        var random = new Random(421337);
        for (var i = 0; i < 5_000; i++)
        {
            var text = Text(random);
            foreach (var (name, encode) in Encoders)
            {
                Assert.True(FormText.TryRead(Encoding.UTF8.GetBytes(encode(text)), out var read, out var fault), $"{name}: {text}: {fault}");
                Assert.True(text == read, $"{name}: {text} came out as {read}");
            }
        }

        using var content = new FormUrlEncodedContent([KeyValuePair.Create("body", "a b+c%\r\n😀")]);
        Assert.Equal("a b+c%\r\n😀", AdmittedForm("to=a@b.example&subject=s&" + await content.ReadAsStringAsync()).Content.Text);
    }

    [Fact]
    public void Admit_EncodedForms_AreAsTheyWere()
    {
        var random = new Random(4711);
        for (var i = 0; i < 2_000; i++)
        {
            var (text, html, subject) = (Text(random) + "t", Text(random) + "h", $"S{i} ü+%&=,😀");
            var (_, encode) = Encoders[i % Encoders.Length];

            var email = AdmittedForm($"to={encode("\"Doe, Jane & Co\" <a+b@c.example>")}&subject={encode(subject)}&html={encode(html)}&text={encode(text)}");

            Assert.Equal((subject, text, html), (email.Content.Subject, email.Content.Text, email.Content.Html));
            Assert.Equal(("Doe, Jane & Co", "a+b@c.example"), (email.Content.Recipients.Single().Name, email.Content.Recipients.Single().Address));
        }
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) == 0 ? Rune(random).ToString() : Pieces[random.Next(Pieces.Length)]));

    private static Rune Rune(Random random)
    {
        int value;
        do
        {
            value = random.Next(1, 0x11_0000);
        }
        while (!System.Text.Rune.IsValid(value));

        return new Rune(value);
    }

    // No more than must be, as a literal that nobody encodes
    private static string Least(string value) => value
        .Replace("%", "%25", StringComparison.Ordinal).Replace("&", "%26", StringComparison.Ordinal).Replace("+", "%2B", StringComparison.Ordinal);
}
